import { Worker } from 'node:worker_threads';
import { err, type Result } from '@awna/base';
import { type Outcome, type StoreTrouble, type Swept, type Write } from './port.ts';
import type { Asked, Said } from './sqlite-worker.ts';
import { type SqliteOptions } from './sqlite-writer.ts';

type Question = Asked extends infer A ? (A extends Asked ? Omit<A, 'id'> : never) : never;

/** The writing side on a thread of its own: while it waits for the disk, the relay goes on hearing and reading. */
export interface WritingThread {
  commit(writes: readonly Write[]): Promise<Result<readonly Outcome[], StoreTrouble>>;
  sweep(day: number, minute: number): Promise<Result<Swept, StoreTrouble>>;
  close(): Promise<void>;
}

/** Starts it; rejects where the database cannot be opened as it must be. */
export async function startWriting(options: SqliteOptions): Promise<WritingThread> {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: options });
  const waiting = new Map<number, (said: Said) => void>();
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let last = 0;
  let dead = false;
  const end = (why: string): void => {
    dead = true;
    for (const [id, hear] of waiting) hear({ id, failed: why, value: err('fault') });
    waiting.clear();
  };
  worker.on('message', (said: Said) => {
    waiting.get(said.id)?.(said);
    waiting.delete(said.id);
  });
  worker.on('error', (error) => end(error instanceof Error ? error.message : 'the writer ended'));
  worker.on('exit', () => end('the writer ended'));

  const ready = await new Promise<Said>((resolve) => waiting.set(0, resolve));
  if (ready.failed !== undefined) {
    await gone;
    throw new Error(ready.failed);
  }

  const ask = (question: Question): Promise<Said> =>
    new Promise((resolve) => {
      if (dead) return resolve({ id: 0, value: err('fault') });
      const id = ++last;
      waiting.set(id, resolve);
      worker.postMessage({ ...question, id });
    });
  // The worker answers each question in its own kind; what it could not answer is a fault.
  const answered = async <T>(question: Question): Promise<Result<T, StoreTrouble>> =>
    ((await ask(question)).value ?? err('fault')) as Result<T, StoreTrouble>;

  return {
    commit: (writes) => answered({ ask: 'commit', writes }),
    sweep: (day, minute) => answered({ ask: 'sweep', day, minute }),
    close: async () => {
      await ask({ ask: 'close' });
      await gone;
    },
  };
}
