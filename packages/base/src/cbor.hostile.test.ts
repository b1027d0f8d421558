import { expect, test } from 'vitest';
import { concat, hex } from './bytes.ts';
import { decode, encode, type Value } from './cbor.ts';
import { depthOf } from './depth.ts';

/** Inputs for the reader; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = Number(process.env['HOSTILE_SEED'] ?? 0);

/** Seeded chance (mulberry32), so that a case that failed can be met again. */
function chance(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

function someValue(die: (n: number) => number, depth: number): Value {
  switch (die(depth > 4 ? 5 : 8)) {
    case 0:
      return [null, true, false][die(3)] ?? null;
    case 1:
      return die(2) === 0 ? die(300) : -die(70_000);
    case 2:
      return die(2 ** 31) * 2 ** die(22);
    case 3:
      return ['', 'a', 'عونة', '\ufeffx', '😀', 'long '.repeat(die(20))][die(6)] ?? '';
    case 4:
      return new Uint8Array(die(40)).fill(die(256));
    case 5:
    case 6:
      return Array.from({ length: die(5) }, () => someValue(die, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: die(5) }, () => [['a', 'b', 'aa', 'ключ', '1', ''][die(6)] ?? '', someValue(die, depth + 1)]),
      );
  }
}

/** Bytes that matter to a CBOR reader: long and indefinite lengths, tags, floats, breaks, deep openers. */
const sharp = [0x18, 0x1b, 0x38, 0x5f, 0x5b, 0x7f, 0x9f, 0x9b, 0xbf, 0xbb, 0xc2, 0xd9, 0xf7, 0xf9, 0xfb, 0xff, 0x81, 0xa1, 0x60, 0x40];

function broken(bytes: Uint8Array, die: (n: number) => number): Uint8Array {
  const at = die(bytes.length);
  const head = bytes.subarray(0, at);
  const tail = bytes.subarray(at);
  const mark = Uint8Array.of(sharp[die(sharp.length)] ?? 0);
  switch (die(7)) {
    case 0:
      return head;
    case 1:
      return concat(head, mark, tail);
    case 2:
      return concat(head, mark, tail.subarray(1));
    case 3:
      return concat(head, tail.subarray(1));
    case 4:
      return concat(head, Uint8Array.of((bytes[at] ?? 0) ^ (1 << die(8))), tail.subarray(1));
    case 5:
      return concat(head, tail.subarray(0, die(tail.length + 1)), tail, head.subarray(0, die(3)));
    default:
      return concat(new Uint8Array(die(40)).fill(mark[0] ?? 0), bytes);
  }
}

test(`[§1] ${rounds} structure-aware malformed inputs: decode never throws, and accepts only what encode writes`, () => {
  const die = chance(0xa11ce + from);
  let refused = 0;
  for (let i = 0; i < rounds; i++) {
    let bytes: Uint8Array = encode(someValue(die, 0));
    for (let n = die(3); n >= 0 && bytes.length > 0; n--) bytes = broken(bytes, die);
    const read = decode(bytes);
    if (!read.ok) refused++;
    else if (hex(encode(read.value)) !== hex(bytes)) throw new Error(`accepted ${hex(bytes)}`);
    const depth = depthOf(bytes, 1_000);
    if (read.ok && (depth === undefined || depth > 16)) throw new Error(`depth of ${hex(bytes)}`);
  }
  // If nearly all were refused or nearly none, the inputs would not be testing the edge.
  expect(refused).toBeGreaterThan(rounds / 2);
  expect(refused).toBeLessThan(rounds);
});
