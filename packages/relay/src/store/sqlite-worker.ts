import { parentPort, workerData } from 'node:worker_threads';
import { type Outcome, type StoreTrouble, type Swept, type Write } from './port.ts';
import { err, type Result } from '@awna/base';
import { openWritingSide, type SqliteOptions } from './sqlite-writer.ts';

/** What the writing side is asked, one thing at a time; `id` comes back with the answer. */
export type Asked =
  | { readonly id: number; readonly ask: 'commit'; readonly writes: readonly Write[] }
  | { readonly id: number; readonly ask: 'sweep'; readonly day: number; readonly minute: number }
  | { readonly id: number; readonly ask: 'close' };

/** `id` 0 says that it is ready, or why it is not. */
export interface Said {
  readonly id: number;
  readonly value?: Result<readonly Outcome[] | Swept, StoreTrouble>;
  readonly failed?: string;
}

const port = parentPort;
if (!port) throw new Error('a worker is started by the store');
const say = (said: Said): void => port.postMessage(said);

try {
  // The relay's own options, handed over by the store that started this thread.
  const side = await openWritingSide(workerData as SqliteOptions);
  // One after another: a commit must not run between a sweep's erasing and its cutting of the log.
  let turn: Promise<void> = Promise.resolve();
  const answer = async (asked: Asked): Promise<void> => {
    if (asked.ask === 'commit') return say({ id: asked.id, value: side.commit(asked.writes) });
    if (asked.ask === 'sweep') return say({ id: asked.id, value: await side.sweep(asked.day, asked.minute) });
    side.close();
    say({ id: asked.id });
    port.close();
  };
  port.on('message', (asked: Asked) => {
    turn = turn.then(() => answer(asked)).catch(() => say({ id: asked.id, value: err('fault') }));
  });
  say({ id: 0 });
} catch (error) {
  say({ id: 0, failed: error instanceof Error ? error.message : 'the database does not open' });
  port.close();
}
