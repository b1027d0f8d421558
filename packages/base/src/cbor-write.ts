import { compare, type Bytes } from './bytes.ts';

const encoder = new TextEncoder();

/** What stands in the first byte for the width of an argument. */
const info = { 1: 24, 2: 25, 4: 26, 8: 27 } as const;

const isPlain = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

type Pair = [key: string, item: unknown];

const plain = /^[\u0000-\u007f]*$/;

/** Order of encoded keys: each begins with its length, so the shorter comes first. Plain text is its own bytes. */
function byKey([a]: Pair, [b]: Pair): number {
  if (plain.test(a) && plain.test(b)) return a.length - b.length || (a < b ? -1 : 1);
  const [x, y] = [encoder.encode(a), encoder.encode(b)];
  return x.length - y.length || compare(x, y);
}

/** Writes one value in RFC 8949 §4.2.1's one way: shortest numbers, definite lengths, maps sorted by their encoded keys. */
export class Writer {
  readonly #maxDepth: number;
  readonly #maps: boolean;
  #bytes: Bytes;
  #at = 0;

  /** `maps`: whether `Map`s with text keys count as maps. `expected`: about how many bytes it will be. */
  constructor(maxDepth: number, maps: boolean, expected = 256) {
    this.#bytes = new Uint8Array(expected);
    this.#maxDepth = maxDepth;
    this.#maps = maps;
  }

  /** The bytes of a value; throws where there are none for it. */
  write(value: unknown): Bytes {
    this.#item(value, 0);
    return this.#bytes.slice(0, this.#at);
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Major type and argument (RFC 8949 §3), in the fewest bytes. */
  #head(major: number, n: number): void {
    this.#room(9);
    const width = n < 24 ? 0 : n < 2 ** 8 ? 1 : n < 2 ** 16 ? 2 : n < 2 ** 32 ? 4 : 8;
    this.#bytes[this.#at++] = (major << 5) | (width === 0 ? n : info[width]);
    for (let left = width - 1; left >= 0; left--) this.#bytes[this.#at++] = left < 4 ? n >>> (left * 8) : n / 256 ** left;
  }

  #run(major: number, bytes: Uint8Array): void {
    this.#head(major, bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Short plain text is most of what there is, and an encoder takes long to begin. */
  #text(text: string): void {
    if (text.length >= 24) return this.#run(3, encoder.encode(text));
    this.#room(25);
    const from = this.#at;
    this.#bytes[this.#at++] = 0x60 | text.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        this.#at = from;
        return this.#run(3, encoder.encode(text));
      }
      this.#bytes[this.#at++] = unit;
    }
  }

  #item(value: unknown, level: number): void {
    if (value === null) this.#head(7, 22);
    else if (typeof value === 'boolean') this.#head(7, value ? 21 : 20);
    else if (typeof value === 'number' && Number.isSafeInteger(value)) this.#head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value);
    else if (typeof value === 'string') this.#text(value);
    else if (value instanceof Uint8Array) this.#run(2, value);
    else if (typeof value === 'object' && level < this.#maxDepth) this.#nest(value, level + 1);
    else throw new TypeError('outside canonical CBOR');
  }

  #nest(value: object, level: number): void {
    if (Array.isArray(value)) {
      this.#head(4, value.length);
      for (const item of value as readonly unknown[]) this.#item(item, level);
    } else if (value instanceof Map && this.#maps) this.#pairs([...(value as ReadonlyMap<string, unknown>)], level);
    // A key `__proto__` would set the prototype of what is decoded instead of a property.
    else if (isPlain(value) && !Object.hasOwn(value, '__proto__')) this.#pairs(Object.entries(value), level);
    else throw new TypeError('outside canonical CBOR');
  }

  #pairs(pairs: Pair[], level: number): void {
    if (!pairs.every(([key]) => typeof key === 'string')) throw new TypeError('outside canonical CBOR');
    this.#head(5, pairs.length);
    for (const [key, item] of pairs.sort(byKey)) {
      this.#text(key);
      this.#item(item, level);
    }
  }
}
