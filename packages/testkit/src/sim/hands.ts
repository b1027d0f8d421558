import { Worker } from 'node:worker_threads';
import type { Lives, Outcome } from './lives.ts';
import type { Broken } from './shelf.ts';
import type { Schedule } from './step.ts';
import type { Much, Told } from './story.ts';

/** What a worker is asked. */
export interface Asked {
  readonly id: number;
  readonly seeds: readonly (string | number)[];
  /** What happens, where it does not follow from the seed. */
  readonly schedule: Schedule | null;
  /** The story of one who is removed, and how much there is to it. */
  readonly much: Much | null;
}

interface Answered {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** A worker that lives lives, one after another. */
export interface Hand {
  lived(seed: string | number, schedule?: Schedule): Promise<Outcome>;
  /** Lives all these seeds; what went wrong, and how much there was of everything. */
  failuresAmong(seeds: readonly (string | number)[]): Promise<Lives>;
  removed(much: Much): Promise<Told>;
  end(): Promise<void>;
}

/** Sound lives, or such in which something is broken on purpose. */
export function handFor(broken: Broken | null = null): Hand {
  const worker = new Worker(new URL('./hand.ts', import.meta.url), { workerData: { broken }, execArgv: [] });
  const waiting = new Map<number, { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }>();
  let last = 0;
  worker.on('message', ({ id, answer, error }: Answered) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(answer as never);
    else one?.reject(new Error(error));
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
    waiting.clear();
  });
  const ask = <T>({ seeds = [], schedule = null, much = null }: Partial<Asked>): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, seeds, schedule, much } satisfies Asked);
    });
  return {
    async lived(seed, schedule) {
      const { scheduleOf } = await import('./step.ts');
      return ask({ seeds: [seed], schedule: schedule ?? scheduleOf(seed) });
    },
    failuresAmong: (seeds) => ask({ seeds }),
    removed: (much) => ask({ much }),
    async end() {
      await worker.terminate();
    },
  };
}
