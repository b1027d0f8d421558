import { equal } from '@awna/base';
import { dayOf, minuteOf } from './clock.ts';
import type { Context } from './context.ts';
import { sha256 } from './hash.ts';

/** How often a relay looks whether something's day has come, and how much it looks through for damage each time. */
const everyMs = 60_000;
const scrubRows = 200;

/** Erases what has had its day and looks through old frames for damage, for as long as the relay runs. */
export class Upkeep {
  readonly #context: Context;
  #cancel = (): void => undefined;
  #cursor = 0;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    this.#running = this.sweep()
      .then(() => this.#orphans())
      .catch(() => this.#context.counters.add('storeTroubles'));
    this.#next();
  }

  /** Erases now what is due now. */
  async sweep(): Promise<void> {
    const { store, clock, counters, writer } = this.#context;
    await writer.drain();
    const swept = await store.sweep(dayOf(clock), minuteOf(clock));
    if (!swept.ok) return counters.add('storeTroubles');
    for (const blob of swept.value.blobs) await this.#eraseUnnamed(blob);
    counters.add('partsErased', swept.value.parts);
    counters.add('blobsErased', swept.value.blobs.length);
    counters.add('boxesErased', swept.value.boxes);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  #next(): void {
    if (this.#stopped) return;
    this.#cancel = this.#context.timers.after(everyMs, () => {
      this.#running = this.#running
        .then(() => this.sweep())
        .then(() => this.#scrub())
        .catch(() => this.#context.counters.add('storeTroubles'));
      this.#next();
    });
  }

  /** Reads the next rows and compares their bytes with their hashes: damage is found while a device can still heal it. */
  async #scrub(): Promise<void> {
    const { rows, next } = await this.#context.store.scrub(this.#cursor, scrubRows);
    this.#cursor = next;
    const hurt = rows.filter(
      (row) => !equal(sha256(row.sealed), row.sealedHash) || (row.part && row.partHash && !equal(sha256(row.part), row.partHash)),
    );
    if (hurt.length > 0) this.#context.counters.add('damaged', hurt.length);
  }

  /** Blob files whose name was never written down: a crash came between. */
  async #orphans(): Promise<void> {
    for await (const blob of this.#context.blobs.all()) {
      if (this.#stopped) return;
      await this.#eraseUnnamed(blob);
    }
  }

  #eraseUnnamed(blob: Uint8Array): Promise<void> {
    const { store, blobs } = this.#context;
    return blobs.alone(blob, async () => {
      if (!(await store.names(blob))) await blobs.erase(blob);
    });
  }
}
