import { concat, decode, encode, type Value } from '@awna/base';
import { describe, expect, it } from 'vitest';
import {
  decodeAnswer,
  decodeCall,
  decodeCallAnswer,
  decodeFromRelay,
  decodeRequest,
  encodeAnnouncement,
  encodeAnswer,
  encodeCall,
  encodeCallAnswer,
  encodeRequest,
  ops,
  relayErrors,
} from './index.ts';

/** Inputs that each parser gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const inputs = Number(process.env['HOSTILE'] ?? 100_000);
const from = Number(process.env['HOSTILE_SEED'] ?? 0);

/** Seeded chance (mulberry32): the same seed, the same inputs. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

type Dice = () => number;
const upTo = (dice: Dice, n: number): number => dice() % n;

const lengths = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 300];
const numbers = [0, 1, -1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER];
const words = [...ops, ...Object.keys(relayErrors), 'frames', 'letter', 'constructor', '__proto_', '', '\u202e', 'x'.repeat(300)];
const keys = [
  'space',
  'sealed',
  'part',
  'head',
  'frames',
  'from',
  'max',
  'box',
  'slot',
  'bytes',
  'day',
  'key',
  'error',
  'wait',
  'limits',
  'missing',
  'letters',
  'versions',
  'blob',
  'record',
  'control',
  'k',
  'count',
  'place',
  'rpk',
  'wpk',
  'sign',
];

/** A value of the right making: what a parser of canonical CBOR lets through, and the shapes have to judge. */
function value(dice: Dice, depth = 0): Value {
  const kind = upTo(dice, depth > 3 ? 5 : 8);
  if (kind === 0) return numbers[upTo(dice, numbers.length)] ?? 0;
  if (kind === 1) return [null, true, false][upTo(dice, 3)] ?? null;
  if (kind === 2) return words[upTo(dice, words.length)] ?? '';
  if (kind <= 4) return new Uint8Array(lengths[upTo(dice, lengths.length)] ?? 0).fill(upTo(dice, 256));
  if (kind <= 6) return Array.from({ length: upTo(dice, 7) }, () => value(dice, depth + 1));
  return Object.fromEntries(Array.from({ length: upTo(dice, 6) }, () => [keys[upTo(dice, keys.length)] ?? 'x', value(dice, depth + 1)]));
}

/** A well-formed value with one of its leaves or branches exchanged for something else. */
function bent(dice: Dice, whole: Value): Value {
  if (upTo(dice, 4) === 0) return value(dice, 2);
  if (Array.isArray(whole) && whole.length > 0) {
    const items: Value[] = [...(whole as readonly Value[])];
    const at = upTo(dice, items.length);
    const act = upTo(dice, 6);
    if (act === 0) items.splice(at, 1);
    else if (act === 1) items.push(value(dice, 2));
    else items[at] = bent(dice, items[at] ?? null);
    return items;
  }
  if (whole && typeof whole === 'object' && !(whole instanceof Uint8Array) && !Array.isArray(whole)) {
    const entries = Object.entries(whole);
    const at = upTo(dice, Math.max(1, entries.length));
    const act = upTo(dice, 6);
    if (act === 0) entries.splice(at, 1);
    else if (act === 1) entries.push([keys[upTo(dice, keys.length)] ?? 'x', value(dice, 2)]);
    else if (entries[at]) entries[at] = [entries[at][0], bent(dice, entries[at][1])];
    return Object.fromEntries(entries);
  }
  return value(dice, 2);
}

/** Bytes that were fine before: bits flipped, cut, lengthened, lengths lied about, keys out of order. */
function broken(dice: Dice, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes);
  const act = upTo(dice, 5);
  if (act === 0) return out.subarray(0, upTo(dice, out.length + 1));
  if (act === 1) return concat(out, Uint8Array.of(upTo(dice, 256)));
  if (act === 2) return concat(out.subarray(0, upTo(dice, out.length)), out.subarray(upTo(dice, out.length)));
  for (let i = 0; i <= upTo(dice, 4); i++) {
    const at = act === 3 ? upTo(dice, Math.min(24, out.length)) : upTo(dice, out.length);
    out[at] = (out[at] ?? 0) ^ (1 << upTo(dice, 8));
  }
  return out;
}

const fill = (n: number, length: number): Uint8Array => new Uint8Array(length).fill(n);
const head = { size: 3, root: fill(1, 32), minute: 7, signature: fill(2, 64) };
const frame = { place: 0, minute: 6, sealed: fill(3, 40), partHash: fill(4, 32), part: fill(5, 40), day: 9 };
const space = fill(7, 16);
const append = { space, sealed: fill(3, 40), part: { bytes: fill(2, 9), day: 0 } };

/** Throws where a parser throws, or answers neither yes nor a reason. */
function assault(name: string, seeds: readonly Uint8Array[], parse: (bytes: Uint8Array) => { readonly ok: boolean }): void {
  it(`${name}: ${inputs} malformed inputs, each judged, none thrown at`, () => {
    const dice = chance(0xa5a5 + from);
    const wholes = seeds.map((seed) => decode(seed)).flatMap((one) => (one.ok ? [one.value] : []));
    expect(wholes.length).toBe(seeds.length);
    let refused = 0;
    for (let i = 0; i < inputs; i++) {
      const at = upTo(dice, seeds.length);
      const bytes = i % 2 === 0 ? broken(dice, seeds[at] ?? fill(0, 1)) : encode(bent(dice, wholes[at] ?? null));
      if (!parse(bytes).ok) refused++;
    }
    for (const seed of seeds) expect(parse(seed).ok).toBe(true);
    expect(refused).toBeGreaterThan(inputs / 2);
  }, 120_000);
}

const record = { count: 3, rpk: fill(1, 32), wpk: fill(2, 32), place: 9, control: [fill(3, 32), fill(4, 32), fill(5, 32)], k: 2 };
const door = { space, record, key: fill(3, 32), sign: fill(6, 64) };

describe('[wire] hostile bytes', () => {
  assault(
    'requests',
    [
      encodeRequest(5, 'append', append),
      encodeRequest(6, 'heal', { space, frames: [frame, { ...frame, part: null }] }),
      encodeRequest(7, 'show', { space, head }),
      encodeRequest(8, 'hello', { versions: [1] }),
      encodeRequest(9, 'open', { ...append, rpk: fill(1, 32), wpk: fill(2, 32), control: [fill(4, 32)], k: 1, sign: fill(3, 64) }),
    ],
    decodeRequest,
  );
  assault(
    'lone calls',
    [
      encodeCall('append', append),
      encodeCall('letter-put', { box: space, slot: space, bytes: fill(1, 30) }),
      encodeCall('read', { space, from: 4, max: 2 }),
    ],
    decodeCall,
  );
  assault('[§12] door records', [encodeRequest(5, 'door', door), encodeCall('door', door)], (bytes) => {
    const request = decodeRequest(bytes);
    return request.ok ? request : decodeCall(bytes);
  });
  assault(
    'answers and announcements',
    [
      encodeAnnouncement({ kind: 'frames', space, frames: [frame], missing: [4], head }),
      encodeAnnouncement({ kind: 'letter', space, box: space }),
      encodeAnswer(5, 'read', { frames: [frame], missing: [], head }),
    ],
    (bytes) => {
      const heard = decodeFromRelay(bytes);
      if (!heard.ok || heard.value.kind === 'announcement') return heard;
      return decodeAnswer('read', heard.value.status, heard.value.value);
    },
  );
  assault('answers to lone calls', [encodeCallAnswer('letters', { letters: [{ seq: 1, slot: space, bytes: fill(1, 30) }] })], (bytes) =>
    decodeCallAnswer('letters', bytes),
  );
  assault(
    '[§12] what a relay says of a door',
    [
      encodeCallAnswer('enter', { head, door: { count: 3, control: record.control, k: 2 }, until: null }),
      encodeCallAnswer('enter', { head, door: null, until: 7 }),
    ],
    (bytes) => decodeCallAnswer('enter', bytes),
  );
});
