import { err, ok } from '@awna/base';
import type { Command } from 'commander';
import { projectFile, runMain } from '../child.ts';
import type { Desk, Done } from '../desk.ts';
import { readNumber } from '../input.ts';
import { shown } from '../print.ts';
import type { Register } from '../register.ts';

interface DemoOptions {
  readonly people?: string;
  readonly days?: string;
  readonly seed?: string;
  readonly data?: string;
  readonly port?: string;
  readonly web?: boolean;
}

/** A neighbourhood that has lived, on a relay of its own: made and served by a process of its own. */
async function demo(desk: Desk, options: DemoOptions): Promise<Done> {
  const { words } = desk;
  const people = readNumber(words, '--people', options.people ?? '60', 3, 80);
  if (!people.ok) return people;
  const days = readNumber(words, '--days', options.days ?? '30', 2, 55);
  if (!days.ok) return days;
  const args = ['--people', String(people.value), '--days', String(days.value), '--seed', options.seed ?? 'ياسمين', '--lang', desk.lang];
  if (options.data !== undefined) args.push('--data', options.data);
  if (options.port !== undefined) args.push('--port', options.port);
  if (options.web === false) args.push('--no-web');
  if (desk.json) args.push('--json');
  const code = await runMain(desk.io, projectFile('packages/testkit/src/demo/main.ts'), args);
  return code === 0
    ? ok({ json: undefined, lines: [] })
    : err({ exit: code === 2 ? 2 : 1, reason: 'demo-ended', message: shown(words.cli.wrong.demoEnded()) });
}

/** Something to look at. */
export function addDemo(program: Command, add: Register): void {
  add(program, 'demo', demo, (command) =>
    command.option('--people <N>').option('--days <D>').option('--seed <S>').option('--data <DIR>').option('--port <P>').option('--no-web'),
  );
}
