import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A relay as a process of its own, as people run it: it can be killed, and everything it says is heard. */
export interface RelayProcess {
  readonly url: string;
  readonly folder: string;
  pid(): number;
  /** Everything it has said on stdout and stderr so far. */
  said(): string;
  /** `SIGKILL`, and waits for the end. */
  kill(): Promise<void>;
  /** Starts it again on the same folder at the same address. */
  again(): Promise<void>;
  /** `SIGTERM`, waits for the end, and erases the folder. */
  end(): Promise<void>;
}

const main = createRequire(import.meta.url).resolve('@awna/relay/main');

export async function relayProcess(): Promise<RelayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'awna-relay-'));
  let said = '';
  const run = async (port: string): Promise<{ child: ChildProcess; gone: Promise<unknown>; url: string }> => {
    const child = spawn(process.execPath, [main, '--data', folder, '--port', port, '--no-web'], { stdio: ['ignore', 'pipe', 'pipe'] });
    // A story that breaks off leaves no relay behind.
    const orphan = (): boolean => child.kill('SIGKILL');
    process.once('exit', orphan);
    const gone = once(child, 'exit').then(() => process.off('exit', orphan));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the relay ended with ${String(code)}: ${said}`)));
      createInterface({ input: child.stdout }).once('line', (line) => {
        said += `${line}\n`;
        resolve((JSON.parse(line) as { readonly listening: string }).listening);
      });
    });
    return { child, gone, url };
  };
  let now = await run('0');
  const { url } = now;
  const stop = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    now.child.kill(signal);
    await now.gone;
  };
  return {
    ...{ url, folder },
    pid: () => now.child.pid ?? 0,
    said: () => said,
    kill: () => stop('SIGKILL'),
    async again() {
      now = await run(new URL(url).port);
    },
    async end() {
      await stop('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
