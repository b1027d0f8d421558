import { err, type Result } from '@awna/base';
import type { Timers } from '@awna/wire';
import type { Done, Outcome, Store, StoreTrouble, Write, WriteRefusal } from '../store/port.ts';

export type Written = Result<Done, WriteRefusal | StoreTrouble>;

interface Waiting {
  readonly write: Write;
  readonly settle: (written: Written) => void;
}

export interface WriterOptions {
  readonly store: Store;
  readonly timers: Timers;
  /** Called after a commit and before any of its writes is acknowledged, in the store's order. */
  readonly committed: (writes: readonly Write[], outcomes: readonly Outcome[]) => void;
  readonly failed: (why: StoreTrouble) => void;
}

/** Rows of one transaction at most, and how long the first of them waits for others (milliseconds). */
const groupRows = 256;
const groupMs = 2;
/** Writes that may wait; beyond them the answer is that the relay is too busy. */
const maxWaiting = 16_384;

/** The one writer: gathers writes into groups, each a transaction; acknowledges strictly after its commit. */
export class Writer {
  readonly #options: WriterOptions;
  #waiting: Waiting[] = [];
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#waiting.length >= maxWaiting;
  }

  put(write: Write): Promise<Written> {
    return new Promise((settle) => {
      this.#waiting.push({ write, settle });
      if (this.#running) return;
      if (this.#waiting.length >= groupRows) this.#start();
      else this.#cancel ??= this.#options.timers.after(groupMs, () => this.#start());
    });
  }

  /** Fulfilled when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#running || this.#waiting.length > 0) {
      if (!this.#running) this.#start();
      await this.#running;
    }
  }

  #start(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#running ??= this.#group().then(() => {
      this.#running = undefined;
      if (this.#waiting.length >= groupRows) this.#start();
      else if (this.#waiting.length > 0) this.#cancel ??= this.#options.timers.after(groupMs, () => this.#start());
    });
  }

  async #group(): Promise<void> {
    const group = this.#waiting.slice(0, groupRows);
    this.#waiting = this.#waiting.slice(groupRows);
    const writes = group.map(({ write }) => write);
    const result = await this.#options.store.commit(writes);
    if (!result.ok) {
      this.#options.failed(result.error);
      for (const { settle } of group) settle(err(result.error));
      return;
    }
    this.#options.committed(writes, result.value);
    group.forEach(({ settle }, i) => settle(result.value[i] ?? err('fault')));
  }
}
