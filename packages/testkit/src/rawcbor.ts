import { concat, utf8, type Bytes } from '@awna/base';

/** CBOR written by hand, so that it can be wrong (RFC 8949 §3). Lengths below 65,536. */
const initial = (major: number, n: number): Bytes => {
  if (n < 24) return Uint8Array.of((major << 5) | n);
  if (n < 256) return Uint8Array.of((major << 5) | 24, n);
  if (n < 65_536) return Uint8Array.of((major << 5) | 25, n >> 8, n & 255);
  return Uint8Array.of((major << 5) | 26, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255);
};

export const raw = {
  uint: (n: number): Bytes => initial(0, n),
  bytes: (bytes: Uint8Array): Bytes => concat(initial(2, bytes.length), bytes),
  text: (text: string | Uint8Array): Bytes => {
    const bytes = typeof text === 'string' ? utf8(text) : text;
    return concat(initial(3, bytes.length), bytes);
  },
  array: (...items: readonly Uint8Array[]): Bytes => concat(initial(4, items.length), ...items),
  /** Keys in the order given, sorted or not, twice or not. */
  map: (...pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Bytes => concat(initial(5, pairs.length), ...pairs.flat()),
  nothing: Uint8Array.of(0xf6),
  undefined: Uint8Array.of(0xf7),
  half: Uint8Array.of(0xf9, 0x3e, 0x00),
  tagged: (tag: number, item: Uint8Array): Bytes => concat(initial(6, tag), item),
  /** A whole number in more bytes than it needs. */
  longUint: (n: number): Bytes => Uint8Array.of(0x19, n >> 8, n & 255),
  endless: (...items: readonly Uint8Array[]): Bytes => concat(Uint8Array.of(0x9f), ...items, Uint8Array.of(0xff)),
  /** Arrays within arrays. */
  deep: (levels: number): Bytes => concat(new Uint8Array(levels).fill(0x81), Uint8Array.of(0xf6)),
} as const;
