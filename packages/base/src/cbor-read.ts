import { copy, fromUtf8 } from './bytes.ts';
import { type Value } from './cbor.ts';

/** The least that is worth the width of an argument of 1, 2, 4 and 8 bytes. */
const least = [24, 2 ** 8, 2 ** 16, 2 ** 32] as const;

/** What no value is read from. */
class Outside extends Error {}

/**
 * Reads one item that is written in RFC 8949 §4.2.1's one way, or nothing: numbers in the fewest bytes, keys in their
 * order and each once, text that is UTF-8. Its shape must have been measured (`depthOf`): lengths are believed here.
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
    if (n < (least[info - 24] ?? 0)) throw new Outside();
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
    let before = -1;
    for (let i = 0; i < length; i++) {
      const from = this.#at;
      const key = this.item();
      if (typeof key !== 'string' || key === '__proto__' || (i > 0 && !this.#follows(before, from))) throw new Outside();
      before = from;
      map[key] = this.item();
    }
    return map;
  }

  /** Whether the key at `from`, which ends here, is greater than the one at `before`, byte for byte: its head, so its length, counts first. */
  #follows(before: number, from: number): boolean {
    for (let at = from; at < this.#at; at++) {
      const difference = (this.#bytes[at] ?? 0) - (this.#bytes[before + at - from] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  #simple(first: number): Value {
    if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    if (first === 0xf6) return null;
    throw new Outside();
  }
}
