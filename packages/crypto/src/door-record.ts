import { concat, domain, encode, sha256, type Bytes } from '@awna/base';

/** What a relay holds of a space's doors (PROTOCOL §12): which keys open them, since which place, and whose word changes that. */
export interface DoorRecord {
  /** Rises with every change. */
  readonly count: number;
  /** Public keys (32) of the reading and the writing door. */
  readonly rpk: Uint8Array;
  readonly wpk: Uint8Array;
  /** Up to and with this place the reading key before this one goes on reading. */
  readonly place: number;
  /** Identity keys (32) of the key keepers, in the order in which they were drawn: 1 to 12. */
  readonly control: readonly Uint8Array[];
  /** How many of them have to agree on the next record. */
  readonly k: number;
}

const doorDomain = domain('door');

/** What a key keeper signs: D(door) ‖ SHA-256(CBOR [space, count, rpk, wpk, place, [control…], k]). */
export const doorRecordBytes = (space: Uint8Array, { count, rpk, wpk, place, control, k }: DoorRecord): Bytes =>
  concat(doorDomain, sha256(encode([space, count, rpk, wpk, place, [...control], k])));
