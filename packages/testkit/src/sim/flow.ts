import { storyBegins } from '../clock.ts';

/** Time that goes on only where a test lets it, together with everything that waits for it. */
export interface Flow {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Whole minutes since 1970 UTC. */
  minute(): number;
  /** As a device's timers: calls `then` once `ms` have passed; the answer calls it off. */
  after(ms: number, then: () => void): () => void;
  /** Everybody sleeps so long: the clock goes on and no timer runs. */
  sleep(minutes: number): void;
  /** Lets `ms` pass: each timer rings at its time, and all that follows at once has followed before the next. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until it is done; throws where it is not after `mostMs`. */
  until<T>(work: Promise<T>, mostMs: number): Promise<T>;
  /** Back to the beginning; what waited is called off. */
  rewind(): void;
}

interface Bell {
  readonly at: number;
  readonly order: number;
  then: (() => void) | null;
}

const isBefore = (a: Bell, b: Bell): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A heap: what rings first is in front. */
function bellsInOrder() {
  const heap: Bell[] = [];
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]];
    if (a && b) [heap[i], heap[j]] = [b, a];
  };
  const before = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]];
    return a !== undefined && b !== undefined && isBefore(a, b);
  };
  return {
    heap,
    add(bell: Bell): void {
      heap.push(bell);
      for (let at = heap.length - 1, up = (at - 1) >> 1; at > 0 && before(at, up); at = up, up = (at - 1) >> 1) swap(at, up);
    },
    take(): void {
      swap(0, heap.length - 1);
      heap.pop();
      for (let at = 0; ;) {
        let least = at;
        for (const down of [2 * at + 1, 2 * at + 2]) if (before(down, least)) least = down;
        if (least === at) return;
        swap(at, least);
        at = least;
      }
    },
  };
}

/** Resolves once everything that could go on without time passing has. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Everything that waits is a promise or rings by this flow: nothing here asks the machine for the time. */
export function flowFrom(minute = storyBegins): Flow {
  let passed = 0;
  let slept = 0;
  let order = 0;
  let bells = bellsInOrder();

  /** Rings what is next, where that is not later than `until`. */
  const ring = async (until: number): Promise<boolean> => {
    const [bell] = bells.heap;
    if (!bell || bell.at > until) return false;
    bells.take();
    if (!bell.then) return true;
    passed = Math.max(passed, bell.at);
    bell.then();
    await quiet();
    return true;
  };

  const now = (): number => minute * 60_000 + slept + passed;
  return {
    now,
    minute: () => Math.floor(now() / 60_000),
    after(ms, then) {
      const bell: Bell = { at: passed + Math.max(0, ms), order: order++, then };
      bells.add(bell);
      return () => void (bell.then = null);
    },
    sleep: (minutes) => void (slept += minutes * 60_000),
    async pass(ms) {
      const until = passed + ms;
      await quiet();
      while (await ring(until));
      passed = until;
    },
    async until(work, mostMs) {
      let isOver = false;
      const end = (): void => void (isOver = true);
      work.then(end, end);
      const until = passed + mostMs;
      await quiet();
      while (!isOver && (await ring(until)));
      if (!isOver) throw new Error(`not done after ${String(mostMs)} ms`);
      return work;
    },
    rewind() {
      passed = 0;
      slept = 0;
      order = 0;
      bells = bellsInOrder();
    },
  };
}
