import { err, ok } from '@awna/base';
import type { Command } from 'commander';
import { projectFile, runMain } from '../child.ts';
import type { Desk, Done } from '../desk.ts';
import { wrong } from '../failure.ts';
import type { Register } from '../register.ts';

/** Runs the project's benchmarks: all of them, or those named. */
async function bench(desk: Desk, names: readonly string[]): Promise<Done> {
  const args = [...(desk.json ? ['--json'] : []), ...names];
  const code = await runMain(desk.io, projectFile('bench/main.ts'), args);
  const { wrong: words } = desk.words.cli;
  if (code === 2) return err(wrong('bench-unknown', words.benchUnknown(), 'NAME'));
  return code === 0 ? ok({ json: undefined, lines: [] }) : err({ exit: 1, reason: 'bench-ended', message: words.benchEnded() });
}

/** How fast and how small it is. */
export function addBench(program: Command, add: Register): void {
  add(program, 'bench [NAME...]', bench);
}
