import type { Bytes } from '@awna/base';

export type Write = readonly [key: string, value: Bytes | null];

/** Thrown by `write` when the disk or quota is full; nothing of the batch was written. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** Thrown by `write` and `clear` when another tab has taken over: nothing was written, and nothing will be. */
export class StoreLost extends Error {
  override readonly name = 'StoreLost';
}

/**
 * An ordered map of text keys (ASCII, ordered by code point) to bytes: what a device keeps at rest. A batch is written
 * whole or not at all, and is durable when the promise resolves. Implementations pass `store/contract.ts`.
 */
export interface Store {
  get(key: string): Promise<Bytes | undefined>;
  /** Entries whose key begins with `prefix`, in order, from the first key > `after`. */
  list(prefix: string, how?: { after?: string; limit?: number }): Promise<readonly (readonly [string, Bytes])[]>;
  /** Null erases. Several writes of one key in a batch: the last stands. */
  write(batch: readonly Write[]): Promise<void>;
  /** Erases every entry whose key begins with `prefix`. */
  clear(prefix: string): Promise<void>;
  close(): Promise<void>;
}
