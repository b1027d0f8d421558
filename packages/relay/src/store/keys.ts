import { concat, equal, type Bytes } from '@awna/base';
import type { DoorRecord } from '@awna/crypto/verify';

/** Keys of 32 bytes one after another, as they are kept. */
export const joinKeys = (keys: readonly Uint8Array[]): Bytes => concat(...keys);

/** The keys again; a rest that is none is left out. */
export const splitKeys = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.slice(32 * i, 32 * i + 32));

/** Whether two records say the same. */
export const isSameDoor = (a: DoorRecord, b: DoorRecord): boolean =>
  a.count === b.count &&
  a.place === b.place &&
  a.k === b.k &&
  equal(a.rpk, b.rpk) &&
  equal(a.wpk, b.wpk) &&
  equal(joinKeys(a.control), joinKeys(b.control));
