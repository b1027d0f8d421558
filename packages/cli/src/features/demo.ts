import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { err, ok } from '@awna/base';
import type { Command } from 'commander';
import { projectFile, runMain } from '../child.ts';
import type { Desk, Done } from '../desk.ts';
import { wrong, type Failure } from '../failure.ts';
import { readNumber } from '../input.ts';
import { shown } from '../print.ts';
import type { Register } from '../register.ts';

interface DemoOptions {
  readonly people?: string;
  readonly days?: string;
  readonly seed?: string;
  readonly data?: string;
  readonly port?: string;
  readonly serve?: boolean;
  /** Commander's `--no-web`. */
  readonly web?: boolean;
}

interface Lives {
  readonly people: number;
  readonly needs: number;
  readonly offers: number;
  readonly frames: number;
  readonly seconds: number;
  readonly data: string;
  readonly terminal: string;
  readonly homes: { readonly terminal: string };
}

/** What the maker of neighbourhoods says, line by line. */
interface Told {
  readonly day?: number;
  readonly days?: number;
  readonly made?: Lives;
  readonly again?: Lives;
  readonly open?: {
    readonly url: string;
    readonly invite: string | null;
    readonly people: readonly { readonly name: string; readonly link: string }[];
    readonly taken: readonly string[];
  };
  readonly trouble?: 'folder-in-use' | 'port-busy' | 'other-port';
  readonly port?: number;
}

function tellOpen({ words, io }: Desk, { url, invite, people, taken }: NonNullable<Told['open']>): void {
  const { demo } = words.cli;
  for (const text of ['', demo.open(), `  ${url}`]) io.out(text);
  if (people.length > 0) for (const text of ['', demo.as()]) io.out(text);
  for (const { name, link } of people) io.out(`  ${shown(name)}  ${link}`);
  if (taken.length > 0) for (const text of ['', demo.taken({ names: taken.map((name) => shown(name)).join('، ') })]) io.out(text);
  if (invite !== null) for (const text of ['', demo.invite(), `  ${invite}`]) io.out(text);
  for (const text of ['', demo.stop()]) io.out(text);
}

function tell(desk: Desk, told: Told, line: string): void {
  const { demo } = desk.words.cli;
  const { io } = desk;
  if (told.trouble !== undefined) return;
  if (told.day !== undefined && told.days !== undefined) return io.err(demo.making({ day: told.day + 1, days: told.days }));
  if (desk.json) return io.out(line);
  const lives = told.made ?? told.again;
  if (lives) {
    const { people, needs, offers, frames, seconds, data, terminal, homes } = lives;
    io.out(told.made ? demo.made({ people, needs, offers, frames, seconds }) : demo.again({ people, needs, offers, frames }));
    io.out(demo.folder({ folder: data }));
    io.out(demo.terminal({ name: terminal, folder: homes.terminal }));
  }
  if (told.open) tellOpen(desk, told.open);
}

function troubled({ words }: Desk, { trouble = 'folder-in-use', port = 0 }: Told, data: string): Failure {
  const { demo } = words.cli;
  if (trouble === 'folder-in-use') return wrong(trouble, demo.notEmpty({ folder: shown(data) }), '--data');
  return wrong(trouble, trouble === 'port-busy' ? demo.portBusy({ port: String(port) }) : demo.otherPort({ port: String(port) }), '--port');
}

/** A neighbourhood that has lived, on a relay of its own: made, or opened again where the folder holds one, and with `--serve` served, by a process of its own. */
async function demo(desk: Desk, options: DemoOptions): Promise<Done> {
  const { words } = desk;
  const people = readNumber(words, '--people', options.people ?? '60', 3, 80);
  if (!people.ok) return people;
  const days = readNumber(words, '--days', options.days ?? '30', 2, 55);
  if (!days.ok) return days;
  const port = options.port === undefined ? ok(null) : readNumber(words, '--port', options.port, 1, 65_535);
  if (!port.ok) return port;
  if (options.data?.trim() === '') return err(wrong('text-missing', words.cli.wrong.empty({ field: '--data' }), '--data'));
  // Served without a folder named, it is gone when it ends; else it stays beside the device.
  const passing = options.serve === true && options.data === undefined ? await mkdtemp(join(tmpdir(), 'awna-demo-')) : null;
  const data = passing ?? resolve(options.data ?? join(desk.folder, 'demo'));
  const args = ['--data', data, '--people', String(people.value), '--days', String(days.value), '--seed', options.seed ?? 'ياسمين'];
  if (port.value !== null) args.push('--port', String(port.value));
  if (options.serve) args.push('--serve');
  if (options.web === false) args.push('--no-web');
  const troubles: Told[] = [];
  try {
    const code = await runMain(desk.io, projectFile('packages/testkit/src/demo/main.ts'), args, (line) => {
      const told = JSON.parse(line) as Told;
      if (told.trouble !== undefined) troubles.push(told);
      tell(desk, told, line);
    });
    const [trouble] = troubles;
    if (trouble) return err(troubled(desk, trouble, data));
    return code === 0 ? ok({ json: undefined, lines: [] }) : err({ exit: 1, reason: 'demo-ended', message: words.cli.wrong.demoEnded() });
  } finally {
    if (passing !== null) await rm(passing, { recursive: true, force: true });
  }
}

/** Something to look at. */
export function addDemo(program: Command, add: Register): void {
  add(program, 'demo', demo, (command) =>
    command
      .option('--people <N>')
      .option('--days <D>')
      .option('--seed <S>')
      .option('--serve')
      .option('--data <DIR>')
      .option('--port <P>')
      .option('--no-web'),
  );
}
