import { hex, type Bytes } from '@awna/base';
import { epochKeys, type Engine, type EpochKeys } from '@awna/crypto';

/** One epoch as this device knows it: its 32 bytes, and everything that follows from them. */
export interface Epoch {
  readonly K: Bytes;
  readonly keys: EpochKeys;
}

/** The keys of every epoch this device knows, found by the tags that name them on frames. */
export class Keyring {
  readonly #engine: Engine;
  readonly #space: Bytes;
  readonly #byTag = new Map<string, Epoch>();

  private constructor(engine: Engine, space: Bytes) {
    this.#engine = engine;
    this.#space = space;
  }

  /** All at once: a group that turned every month for years has a hundred of them. */
  static async of(engine: Engine, space: Bytes, epochs: readonly Bytes[]): Promise<Keyring> {
    const ring = new Keyring(engine, space);
    const derived = await Promise.all(epochs.map(async (K) => ({ K, keys: await epochKeys(engine, K, space) })));
    for (const epoch of derived) ring.#hold(epoch);
    return ring;
  }

  #hold(epoch: Epoch): Epoch {
    const name = hex(epoch.keys.tag);
    const known = this.#byTag.get(name);
    if (known) return known;
    this.#byTag.set(name, epoch);
    return epoch;
  }

  async learn(K: Bytes): Promise<Epoch> {
    return this.#hold({ K, keys: await epochKeys(this.#engine, K, this.#space) });
  }

  byTag(tag: Uint8Array | null): Epoch | undefined {
    return tag ? this.#byTag.get(hex(tag)) : undefined;
  }

  /** All of them, the newest first. */
  get newestFirst(): readonly Epoch[] {
    return [...this.#byTag.values()].reverse();
  }

  /** The first epoch and those after the given turns, as far as they are known. */
  along(turns: readonly { readonly tag: Bytes }[]): readonly Epoch[] {
    const { first } = this;
    const later = turns.flatMap(({ tag }) => this.byTag(tag) ?? []);
    return first ? [first, ...later] : later;
  }

  /** The first that was ever learnt: the epoch a group begins with. */
  get first(): Epoch | undefined {
    return this.#byTag.values().next().value;
  }
}
