import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Home } from '@awna/device';
import { openNodeHome } from '@awna/device/node';
import { must } from '../cast.ts';
import { neighbourhood, type Neighbourhood } from './neighbourhood.ts';
import { visit, type Neighbour } from './neighbour.ts';

/*
 * node packages/testkit/src/demo/main.ts --data DIR [--people N] [--days D] [--seed S] [--port P] [--serve] [--no-web]
 * Says what it does in JSON lines: {"day","days"} · {"made"} · {"open"} once it is served.
 */

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const project = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A neighbour's device goes on in a folder, for the terminal. */
async function moveHome(who: Neighbour, folder: string, live: boolean): Promise<Home> {
  const home = await openNodeHome(folder, { live });
  const { space } = must(await home.takeOver(must(await who.home.handOver(who.space ?? ''))));
  must(await home.group(space).sync());
  return home;
}

/** Neighbours whose devices are handed to browsers, each once. */
const openAs = 6;

async function count({ people, space }: Neighbourhood): Promise<Record<string, unknown>> {
  const [first] = people;
  if (!first) throw new Error('nobody lives here');
  return visit(first, async ({ group }) => {
    const { needs, offers } = await group.view('board', { ended: true });
    const { size, stateRoot } = await group.roots();
    const members = await group.view('members', {});
    const { ok, void: voids, refused } = await group.verify({ full: false });
    return { space, people: members.length, frames: size, needs: needs.length, offers: offers.length, void: voids, refused, ok, stateRoot };
  });
}

interface Flags {
  readonly data: string;
  readonly port: string;
  readonly serve: boolean;
  readonly 'no-web': boolean;
}

/** The relay as people run it: through `npm start`'s script where the web app is wanted, so that it is built. */
function serve({ data, port, 'no-web': bare }: Flags): ChildProcess {
  const relay = ['--data', join(data, 'relay'), '--port', port];
  const file = bare ? 'packages/relay/src/main.ts' : 'scripts/start.mjs';
  // What it says for itself goes to stderr: stdout belongs to our own lines.
  return spawn(process.execPath, [project(file), ...relay, ...(bare ? ['--no-web'] : [])], { stdio: ['ignore', 2, 2] });
}

async function answers(url: string, relay: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 1200 && relay.exitCode === null; tries++) {
    try {
      await (await fetch(url)).arrayBuffer();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      people: { type: 'string', default: '60' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: 'ياسمين' },
      port: { type: 'string' },
      serve: { type: 'boolean', default: false },
      'no-web': { type: 'boolean', default: false },
    },
  });
  const { data } = values;
  if (data === undefined || (existsSync(data) && readdirSync(data).length > 0)) {
    process.stderr.write('demo: --data needs a folder that is new or empty\n');
    return 2;
  }
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const begun = Date.now();
  const port = values.port ?? String(await freePort());
  const made = await neighbourhood({
    people: Number(values.people),
    days: Number(values.days),
    seed: values.seed,
    until: Math.floor(begun / 60_000),
    data: join(data, 'relay'),
    port: Number(port),
    progress: (day, days) => say({ day, days }),
  });
  const { people, space, relay } = made;
  const summary = await count(made);
  const staying = people.filter(({ gone, me }) => me !== null && !gone);
  for (const who of staying) await visit(who, () => Promise.resolve());

  // Who keeps the door, who is for the terminal, and whose devices browsers may take.
  const [keeper, terminal, ...others] = staying;
  if (!keeper || !terminal) throw new Error('too few live here');
  const homes = { keeper: join(data, 'keeper'), terminal: join(data, 'terminal') };
  const keeping = await moveHome(keeper, homes.keeper, values.serve);
  await (await moveHome(terminal, homes.terminal, false)).close();
  const open: { name: string; link: string }[] = [];
  for (const who of others.slice(0, openAs)) open.push({ name: who.name, link: `${relay.url}/#d${must(await who.home.handOver(space))}` });
  const links = join(data, 'open-as.json');
  writeFileSync(links, `${JSON.stringify(open, null, 2)}\n`, { mode: 0o600 });
  chmodSync(links, 0o600);
  await relay.stop();
  say({ made: { ...summary, seconds: Math.round((Date.now() - begun) / 1000), data, homes, terminal: terminal.name, links } });
  if (values.serve) return serving(keeping, space, { data, port, serve: true, 'no-web': values['no-web'] }, { url: relay.url, open });
  await keeping.close();
  return 0;
}

async function serving(
  keeping: Home,
  space: string,
  flags: Flags,
  { url, open }: { url: string; open: readonly object[] },
): Promise<number> {
  const relay = serve(flags);
  const ended = new Promise<number>((resolve) => relay.once('exit', (code) => resolve(code ?? 0)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => relay.kill('SIGTERM'));
  if (await answers(url, relay)) {
    const group = keeping.group(space);
    for (let tries = 0; tries < 50 && !(await group.sync()).ok; tries++) await new Promise((resolve) => setTimeout(resolve, 200));
    const invited = await group.invite({ mode: 'instant', uses: 100, hours: 72, app: url });
    await group.sync();
    say({ open: { url, invite: invited.ok ? invited.value.link : null, people: open } });
  }
  const code = await ended;
  await keeping.close();
  return code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
