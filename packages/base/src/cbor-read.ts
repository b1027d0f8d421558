import { copy, fromUtf8 } from './bytes.ts';
import { type Value } from './cbor.ts';

/** What no value is read from. */
class Outside extends Error {}

/**
 * Reads one item, or nothing where there is something that is no `Value`. Its shape must have been measured (`depthOf`):
 * lengths are believed here, and whether the bytes are the canonical ones is left to whoever encodes the value again.
 */
export function readItem(bytes: Uint8Array): Value | undefined {
  try {
    return new Reader(bytes).item();
  } catch (error) {
    if (error instanceof Outside) return undefined;
    throw error;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  item(): Value {
    const first = this.#bytes[this.#at++] ?? 0;
    const n = this.#argument(first & 31);
    switch (first >> 5) {
      case 0:
        return this.#whole(n);
      case 1:
        return this.#whole(-1 - n);
      case 2:
        return copy(this.#bytes.subarray(this.#at, (this.#at += n)));
      case 3:
        return this.#text(n);
      case 4:
        return this.#list(n);
      case 5:
        return this.#map(n);
      default:
        return this.#simple(first);
    }
  }

  #argument(info: number): number {
    if (info < 24) return info;
    let n = 0;
    for (let left = 2 ** (info - 24); left > 0; left--) n = n * 256 + (this.#bytes[this.#at++] ?? 0);
    return n;
  }

  #whole(n: number): number {
    if (!Number.isSafeInteger(n)) throw new Outside();
    return n;
  }

  /** Short plain text is most of what there is, and a decoder takes long to begin. */
  #text(length: number): string {
    const end = this.#at + length;
    let text = '';
    for (let at = this.#at; length < 32 && at < end; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte > 127) break;
      text += String.fromCharCode(byte);
    }
    const whole = text.length === length ? text : fromUtf8(this.#bytes.subarray(this.#at, end));
    if (whole === undefined) throw new Outside();
    this.#at = end;
    return whole;
  }

  #list(length: number): Value {
    const list: Value[] = [];
    while (list.length < length) list.push(this.item());
    return list;
  }

  #map(length: number): Value {
    const map: Record<string, Value> = {};
    for (let i = 0; i < length; i++) {
      const key = this.item();
      if (typeof key !== 'string' || key === '__proto__') throw new Outside();
      map[key] = this.item();
    }
    return map;
  }

  #simple(first: number): Value {
    if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    if (first === 0xf6) return null;
    throw new Outside();
  }
}
