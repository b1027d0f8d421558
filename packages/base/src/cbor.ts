import { type Bytes } from './bytes.ts';
import { readItem } from './cbor-read.ts';
import { Writer } from './cbor-write.ts';
import { depthOf } from './depth.ts';
import { err, ok, type Result } from './result.ts';

/** What canonical CBOR may hold: RFC 8949 §4.2.1 without floats, tags and undefined. Maps come back as plain objects. */
export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

export type NotCanonical = 'not-canonical' | 'too-deep';

export const maxDepth = 16;

/** Canonical bytes of a value; throws where it is outside `Value` (a programmer's mistake). Half a surrogate pair becomes U+FFFD. */
export const encode = (value: Value): Bytes => new Writer(maxDepth, false).write(value);

/** Canonical bytes of a state: as `encode`, and `Map`s with text keys are maps. */
export const encodeState = (state: unknown): Bytes => new Writer(maxDepth, true).write(state);

/** Reads bytes that anybody may have made: depth is measured first, then only what `encode` would have written is read. */
export function decode(bytes: Uint8Array): Result<Value, NotCanonical> {
  const depth = depthOf(bytes, maxDepth);
  if (depth === undefined) return err('not-canonical');
  if (depth > maxDepth) return err('too-deep');
  const value = readItem(bytes);
  return value === undefined ? err('not-canonical') : ok(value);
}
