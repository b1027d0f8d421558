import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A relay in a process of its own. */
export interface Child {
  readonly url: string;
  readonly process: ChildProcess;
  /** `SIGTERM`, and wait for the end; the exit code. */
  stop(): Promise<number | null>;
  /** `SIGKILL`, and wait for the end. */
  kill(): Promise<void>;
}

const main = new URL('../src/main.ts', import.meta.url).pathname;

/** Starts `main.ts` on a folder and waits until it says where it listens. */
export async function childRelay(data: string, port = 0, more: readonly string[] = []): Promise<Child> {
  const child = spawn(process.execPath, [main, '--data', data, '--port', String(port), '--no-web', ...more], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      const said: unknown = JSON.parse(line);
      if (typeof said === 'object' && said !== null && 'listening' in said && typeof said.listening === 'string') resolve(said.listening);
      else reject(new Error('the relay said something else'));
    });
    child.once('exit', (code) => reject(new Error(`the relay ended with ${String(code)}`)));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  return { url, process: child, stop: () => end('SIGTERM'), kill: async () => void (await end('SIGKILL')) };
}
