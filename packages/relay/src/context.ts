import type { Result } from '@awna/base';
import type { Extra, Limits, RelayError, Timers } from '@awna/wire';
import type { Blobs } from './blobs.ts';
import type { Clock } from './clock.ts';
import type { Counters } from './counters.ts';
import type { RelayKey } from './key.ts';
import type { Ear, Follower } from './log/follower.ts';
import type { Spaces } from './log/spaces.ts';
import type { Writer } from './log/writer.ts';
import type { Store } from './store/port.ts';

/** What every operation may use. */
export interface Context {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly spaces: Spaces;
  readonly writer: Writer;
  readonly key: RelayKey;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly counters: Counters;
  readonly limits: Limits;
  /** Whether the relay is about to end and takes nothing new. */
  readonly isStopping: () => boolean;
  /** Who has passed a door, by the name of the space. */
  readonly inside: Map<string, Set<Session>>;
}

/** What a connection may do in a space: read this many places from the first (all: without end), write through this door. */
export interface Passed {
  readonly reads: number;
  readonly wpk: Uint8Array | null;
}

/** One connection: its nonce, the doors it has passed, what it follows. Nothing of it outlives it. */
export interface Session {
  readonly nonce: Uint8Array;
  /** Null where there is no socket to announce on. */
  readonly ear: Ear | null;
  readonly doors: Map<string, Passed>;
  readonly follows: Map<string, Follower>;
}

export interface Refused extends Extra {
  readonly error: RelayError;
}

export type Answered<T> = Promise<Result<T, Refused>>;
