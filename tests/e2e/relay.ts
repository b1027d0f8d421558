import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'packages', 'relay', 'src', 'main.ts');
/** Where the built app is: AWNA_WEB_DIST names another build. */
export const webDist = (): string => process.env['AWNA_WEB_DIST'] ?? join(root, 'packages', 'web', 'dist');

/** A relay as a process of its own, that a story can stop, kill and start again at the same address. */
export interface RelayProcess {
  readonly url: string;
  readonly data: string;
  readonly pid: number;
  /** SIGKILL: what a power cut does to a process. */
  kill(): Promise<void>;
  /** The same data, the same port. */
  again(): Promise<RelayProcess>;
  /** SIGTERM; its folder stays. Gives its counters, the last thing it says. */
  stop(): Promise<Readonly<Record<string, number>>>;
  /** SIGTERM, then its folder is gone. */
  end(): Promise<void>;
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once('exit', () => done()));

/** Starts a relay that serves the built web app from a fresh folder, on a free port of this machine. */
export async function startRelayProcess(given?: string, port = '0'): Promise<RelayProcess> {
  const data = given ?? mkdtempSync(join(tmpdir(), 'awna-relay-'));
  if (given === undefined) process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  const args = [main, '--data', data, '--port', port, '--web', webDist()];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  // A story that breaks off leaves no relay behind.
  const orphan = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.off('exit', orphan));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const url = await new Promise<string>((ready, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`the relay ended with ${code ?? 'a signal'}: ${said}`)));
    createInterface({ input: child.stdout }).once('line', (line) => ready((JSON.parse(line) as { listening: string }).listening));
  });
  return {
    url,
    data,
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL');
      await gone(child);
    },
    async stop() {
      child.kill('SIGTERM');
      await Promise.all([gone(child), new Promise((closed) => child.stderr.once('close', closed))]);
      return JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
    },
    again: () => startRelayProcess(data, new URL(url).port),
    async end() {
      child.kill('SIGTERM');
      await gone(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
