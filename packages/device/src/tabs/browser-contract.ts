import { platformOf } from '@awna/testkit';
import type { Home } from '../api.ts';
import { connectHome } from '../page.ts';
import { openHomeWithSandbox } from '../sandbox/home.ts';
import { memoryStore } from '../store/memory.ts';
import { StoreLost, type Store } from '../store/port.ts';
import { Ledger } from './ledger.ts';
import { leaseSeat, type Lease } from './lease.ts';
import { lockSeat, type Locks, type Seat } from './seat.ts';
import { Tab } from './tab.ts';
import type { Port } from './messages.ts';

/** Tabs' times, not the homes', go by this much faster. */
const hurry = 50;

/** Whether a tab's worker runs: asleep it does nothing until it wakes, gone it never does anything again. */
class Life {
  state: 'awake' | 'asleep' | 'gone' = 'awake';
  readonly #waiting: (() => void)[] = [];

  /** Resolves when the worker runs; never for one that is gone. */
  async runs(): Promise<void> {
    while (this.state !== 'awake') await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    if (this.state === 'gone') return;
    this.state = 'awake';
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** One tab of the pretended browser. */
export interface PretendTab {
  readonly home: Home;
  readonly broken: (string | null)[];
  sleep(): void;
  wake(): void;
  /** The tab goes in this very moment, in the middle of whatever it does. */
  kill(): void;
  /** Called around each write of its store. */
  onWrite: (when: 'before' | 'after') => void;
}

interface Held {
  readonly life: Life;
  readonly lost: () => void;
}

/** `navigator.locks` as far as a seat needs it: first come, first served; stolen; free when its holder is gone. */
class PretendLocks {
  #held: Held | null = null;
  readonly #queue: (() => void)[] = [];

  for(life: Life): Locks {
    return { request: (_name, options, granted) => this.#request(life, options, granted) };
  }

  #next(): void {
    if (this.#held) return;
    this.#queue.shift()?.();
  }

  async #request(life: Life, { steal, signal }: { steal?: boolean; signal?: AbortSignal }, granted: () => Promise<void>): Promise<void> {
    if (steal === true) {
      this.#held?.lost();
      this.#held = null;
      return this.#hold(life, granted);
    }
    await new Promise<void>((resolve, reject) => {
      const start = (): void => {
        if (life.state === 'gone' || signal?.aborted === true) return this.#next();
        this.#held = { life, lost: () => undefined };
        resolve();
      };
      signal?.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
      this.#queue.push(start);
      this.#next();
    });
    return this.#hold(life, granted);
  }

  #hold(life: Life, granted: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const held: Held = { life, lost: () => void life.runs().then(() => reject(new DOMException('stolen', 'AbortError'))) };
      this.#held = held;
      void life
        .runs()
        .then(granted)
        .finally(() => {
          if (this.#held !== held) return;
          this.#held = null;
          resolve();
          this.#next();
        });
    });
  }

  release(life: Life): void {
    if (this.#held?.life !== life) return;
    this.#held = null;
    this.#next();
  }
}

/** A browser profile: what its tabs share, and the tabs. `seats` says how they find out who leads. */
export class PretendBrowser {
  readonly store = memoryStore();
  /** Whom the store heeds. */
  leader = '';
  /** What opening the home throws, if anything. */
  trouble: Error | null = null;
  #lease: Lease | undefined;
  readonly #locks = new PretendLocks();
  readonly #seats: 'locks' | 'lease';
  readonly #seal = new Uint8Array(32).fill(7);
  readonly #channel = `tabs-${crypto.randomUUID()}`;
  readonly #lives = new Set<Life>();
  readonly #ends: (() => void)[] = [];
  #names = 0;

  constructor(seats: 'locks' | 'lease') {
    this.#seats = seats;
  }

  #freshName(): string {
    return `name-${String(++this.#names)}`;
  }

  #after(life: Life, ms: number, then: () => void): () => void {
    let off = false;
    const timer = setTimeout(() => void life.runs().then(() => off || then()), ms / hurry);
    return () => {
      off = true;
      clearTimeout(timer);
    };
  }

  #seat(life: Life): Seat {
    if (this.#seats === 'locks') {
      return lockSeat(this.#locks.for(life), 'seat', async () => {
        await life.runs();
        return (this.leader = this.#freshName());
      });
    }
    const change = async (decide: (lease: Lease | undefined) => Lease | null | undefined): Promise<Lease | undefined> => {
      await life.runs();
      const next = decide(this.#lease);
      if (next) this.leader = next.leader;
      if (next !== undefined) this.#lease = next ?? undefined;
      return this.#lease;
    };
    const clock = { now: () => performance.now() * hurry, after: (ms: number, then: () => void) => this.#after(life, ms, then) };
    return leaseSeat({ change }, () => this.#freshName(), clock);
  }

  /** The shared store as one tab has it in one leadership. */
  #fenced(life: Life, leader: string, lost: () => void, tab: PretendTab): Store {
    const { store } = this;
    const write = async (work: () => Promise<void>): Promise<void> => {
      tab.onWrite('before');
      await life.runs();
      if (this.leader !== leader) {
        lost();
        throw new StoreLost();
      }
      await work();
      tab.onWrite('after');
      await life.runs();
    };
    const read = async <T>(work: () => Promise<T>): Promise<T> => {
      await life.runs();
      return work();
    };
    return {
      get: (key) => read(() => store.get(key)),
      list: (prefix, how) => read(() => store.list(prefix, how)),
      write: (batch) => write(() => store.write(batch)),
      clear: (prefix) => write(() => store.clear(prefix)),
      close: () => Promise.resolve(),
    };
  }

  /** A new tab, with a page and its worker. */
  tab(): PretendTab {
    const life = new Life();
    this.#lives.add(life);
    const { port1, port2 } = new MessageChannel();
    const air = new BroadcastChannel(this.#channel);
    const listeners: ((event: { data?: unknown }) => void)[] = [];
    port1.onmessage = (event) => {
      for (const listener of listeners) listener({ data: event.data });
    };
    const broken: (string | null)[] = [];
    const worker = {
      postMessage: (message: unknown) => port1.postMessage(message),
      addEventListener: (type: string, listener: (event: { data?: unknown }) => void) =>
        void (type === 'message' && listeners.push(listener)),
    };
    const port = (post: (message: unknown) => void, hear: (listener: (data: unknown) => void) => void, close: () => void): Port => ({
      post: (message) => void (life.state === 'gone' || post(message)),
      hear: (listener) => hear((data) => void life.runs().then(() => listener(data))),
      close,
    });
    const tab: PretendTab = {
      home: connectHome(worker, (why) => broken.push(why)),
      broken,
      sleep: () => (life.state = 'asleep'),
      wake: () => life.wake(),
      kill: () => {
        life.state = 'gone';
        this.#locks.release(life);
        end();
      },
      onWrite: () => undefined,
    };
    const end = (): void => {
      port1.close();
      port2.close();
      air.close();
    };
    this.#ends.push(() => {
      life.state = 'gone';
      end();
    });
    const running = new Tab({
      tab: this.#freshName(),
      page: port(
        (message) => port2.postMessage(message),
        (hear) => (port2.onmessage = (event) => hear(event.data)),
        () => port2.close(),
      ),
      air: port(
        (message) => air.postMessage(message),
        (hear) => (air.onmessage = (event) => hear((event as { data?: unknown }).data)),
        () => air.close(),
      ),
      seat: this.#seat(life),
      open: async (leader, lost) => {
        if (this.trouble) throw this.trouble;
        const platform = await platformOf({ store: this.#fenced(life, leader, lost, tab), seal: this.#seal });
        const ledger = new Ledger(platform);
        return { home: await openHomeWithSandbox(platform), ledger };
      },
      after: (ms, then) => this.#after(life, ms, then),
    });
    void running.run();
    return tab;
  }

  /** A tab with another version of the app speaks. */
  otherVersion(): void {
    const air = new BroadcastChannel(this.#channel);
    air.postMessage({ v: 99, kind: 'leading', leader: 'other' });
    this.#ends.push(() => air.close());
  }

  end(): void {
    for (const end of this.#ends) end();
  }
}
