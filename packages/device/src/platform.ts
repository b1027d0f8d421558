import type { Bytes } from '@awna/base';
import type { Dice, Engine } from '@awna/crypto';
import type { SocketFactory } from '@awna/wire';
import type { Store } from './store/port.ts';

/** Seals what is kept at rest with a key that belongs to this device alone. */
export interface LocalSeal {
  seal(bytes: Bytes): Promise<Bytes>;
  open(bytes: Bytes): Promise<Bytes | undefined>;
}

/** Everything a device takes from the machine under it. Nothing in the rooms above reaches for these by itself. */
export interface Platform {
  readonly store: Store;
  readonly local: LocalSeal;
  readonly engine: Engine;
  readonly dice: Dice;
  readonly socket: SocketFactory;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls `then` after `ms`; the returned function calls it off. */
  after(ms: number, then: () => void): () => void;
}
