import { decode as cborDecode, encode as cborEncode, rfc8949EncodeOptions, Tokenizer, Type, type Token } from 'cborg';
import { equal, type Bytes } from './bytes.ts';
import { depthOf } from './depth.ts';
import { err, ok, type Result } from './result.ts';

/** What canonical CBOR may hold: RFC 8949 §4.2.1 without floats, tags and undefined. Maps come back as plain objects. */
export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

export type NotCanonical = 'not-canonical' | 'too-deep';

export const maxDepth = 16;

const decodeOptions = {
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  strict: true,
  useMaps: false,
  rejectDuplicateMapKeys: true,
} as const;

/** cborg's text decoder drops a byte order mark that begins a text; then the bytes would not come back, and nobody could read what was written. */
class WholeText extends Tokenizer {
  override next(): Token {
    const at = this.pos();
    const token = super.next();
    if (!Type.equals(token.type, Type.string)) return token;
    const info = (this.data[at] ?? 0) & 31;
    const start = at + 1 + (info < 24 ? 0 : 2 ** (info - 24));
    const marked = this.pos() - start >= 3 && this.data[start] === 0xef && this.data[start + 1] === 0xbb && this.data[start + 2] === 0xbf;
    if (marked) token.value = `\ufeff${String(token.value)}`;
    return token;
  }
}

const isMap = (value: object): value is ValueMap => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Whether a value of any origin is within `Value`; `Map`s with text keys count as maps where a state is encoded. */
function isValue(value: unknown, level: number, maps: boolean): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object') return false;
  if (value instanceof Uint8Array) return true;
  if (level >= maxDepth) return false;
  if (Array.isArray(value)) return value.every((item) => isValue(item, level + 1, maps));
  if (value instanceof Map) {
    if (!maps) return false;
    for (const [key, item] of value) if (typeof key !== 'string' || !isValue(item, level + 1, maps)) return false;
    return true;
  }
  if (!isMap(value)) return false;
  // A key `__proto__` would set the prototype of what is decoded instead of a property.
  for (const key in value) if (key === '__proto__' || !isValue(value[key], level + 1, maps)) return false;
  return true;
}

/** Canonical bytes of a value; throws where it is outside `Value` (a programmer's mistake). Half a surrogate pair becomes U+FFFD. */
export function encode(value: Value): Bytes {
  if (!isValue(value, 0, false)) throw new TypeError('outside canonical CBOR');
  return new Uint8Array(cborEncode(value, rfc8949EncodeOptions));
}

/** Canonical bytes of a state: as `encode`, and `Map`s with text keys are maps. */
export function encodeState(state: unknown): Bytes {
  if (!isValue(state, 0, true)) throw new TypeError('outside canonical CBOR');
  return new Uint8Array(cborEncode(state, rfc8949EncodeOptions));
}

/** Reads bytes that anybody may have made: depth is measured first, then they are decoded and encoded again; only equal bytes pass. */
export function decode(bytes: Uint8Array): Result<Value, NotCanonical> {
  const depth = depthOf(bytes, maxDepth);
  if (depth === undefined) return err('not-canonical');
  if (depth > maxDepth) return err('too-deep');
  try {
    const value: unknown = cborDecode(bytes, { ...decodeOptions, tokenizer: new WholeText(bytes, decodeOptions) });
    if (!isValue(value, 0, false)) return err('not-canonical');
    return equal(new Uint8Array(cborEncode(value, rfc8949EncodeOptions)), bytes) ? ok(value as Value) : err('not-canonical');
  } catch {
    return err('not-canonical');
  }
}
