import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openNodeHome } from '@awna/device/node';
import { openDoor } from './door.ts';
import { homeIn, relayIn, type Record } from './record.ts';

const project = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** The port of this machine that is wanted, or any free one for 0; nothing where somebody has it. */
export const freePort = (wanted: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

// What they say for themselves goes to stderr: stdout belongs to our own lines.
const run = (file: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [project(file), ...args], { stdio: ['ignore', 2, 2] });

/** Builds the web app where it is stale, beside whatever else goes on; fulfilled at its end. */
export const buildAhead = (): Promise<unknown> => once(run('scripts/build.mjs', ['--stale']), 'exit');

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

/** How many neighbours are offered to browsers at once. */
const offered = 6;

/** Serves a neighbourhood as people run a relay, until it is told to stop. Gives the relay's exit code. */
export async function serve(folder: string, record: Record, how: { readonly web: boolean }, say: (line: object) => void): Promise<number> {
  const { url, space } = record;
  const flags = ['--data', relayIn(folder), '--port', new URL(url).port];
  // Through the script of `npm start` where the web app is wanted, so that it is built.
  const relay = how.web ? run('scripts/start.mjs', [...flags, '--quiet']) : run('packages/relay/src/main.ts', [...flags, '--no-web']);
  const ended = new Promise<number>((resolve) => relay.once('exit', (code) => resolve(code ?? 0)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => relay.kill('SIGTERM'));
  // Keeps the door for those who come by the invite.
  const keeper = await openNodeHome(homeIn(folder, 'keeper'), { live: true });
  const door = await openDoor(folder, record);
  if (await answers(url, relay)) {
    const group = keeper.group(space);
    for (let tries = 0; tries < 50 && !(await group.sync()).ok; tries++) await new Promise((resolve) => setTimeout(resolve, 200));
    const invited = await group.invite({ mode: 'instant', uses: 100, hours: 72, app: url });
    await group.sync();
    say({ open: { url, invite: invited.ok ? invited.value.link : null, people: door.free(offered), taken: door.taken() } });
  }
  const code = await ended;
  door.close();
  await keeper.close();
  return code;
}
