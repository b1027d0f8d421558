import { concat, decode, encode, type Bytes, type Value } from '@awna/base';
import type { Chance } from './chance.ts';

/** Values that are at home nowhere. */
const strange: readonly Value[] = [
  null,
  true,
  0,
  -1,
  2 ** 53 - 1,
  '',
  'x'.repeat(300),
  '\u0000\ud7ff',
  new Uint8Array(0),
  new Uint8Array(16),
  new Uint8Array(32),
  new Uint8Array(64),
  [],
  {},
  [[[[]]]],
  { constructor: 1, toString: 2, length: 3 },
];

function bentValue(value: Value, dice: Chance, depth = 0): Value {
  if (depth > 6 || dice.happens(0.25)) return dice.pick(strange);
  if (Array.isArray(value)) {
    const items = [...(value as readonly Value[])];
    if (items.length === 0) return [dice.pick(strange)];
    const at = dice.whole(0, items.length - 1);
    const fate = dice.whole(0, 3);
    if (fate === 0) items.splice(at, 1);
    else if (fate === 1) items.splice(at, 0, items[at] ?? null);
    else items[at] = bentValue(items[at] ?? null, dice, depth + 1);
    return items;
  }
  if (value instanceof Uint8Array) {
    const bytes = new Uint8Array(value);
    if (bytes.length > 0 && dice.happens(0.5)) bytes[dice.whole(0, bytes.length - 1)] = dice.whole(0, 255);
    return dice.happens(0.3) ? bytes.slice(0, dice.whole(0, bytes.length)) : bytes;
  }
  if (value !== null && typeof value === 'object') {
    const map: Record<string, Value> = { ...(value as Readonly<Record<string, Value>>) };
    const keys = Object.keys(map);
    const key = keys.length > 0 && dice.happens(0.9) ? dice.pick(keys) : 'also';
    if (dice.happens(0.2)) delete map[key];
    else map[key] = bentValue(map[key] ?? null, dice, depth + 1);
    return map;
  }
  if (typeof value === 'number') return dice.pick([value + 1, value - 1, -value, value * 2, 2 ** 32, 2 ** 52].filter(Number.isSafeInteger));
  if (typeof value === 'string') return dice.pick([`${value}x`, value.slice(1), value.toUpperCase(), '']);
  return dice.pick(strange);
}

function bentBytes(bytes: Bytes, other: Bytes, dice: Chance): Bytes {
  if (bytes.length === 0) return Uint8Array.of(dice.whole(0, 255));
  const at = dice.whole(0, bytes.length - 1);
  const to = dice.whole(at, Math.min(bytes.length, at + 40));
  switch (dice.whole(0, 5)) {
    case 0:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << dice.whole(0, 7)) : byte));
    case 1:
      return bytes.map((byte, i) => (i === at ? dice.whole(0, 255) : byte));
    case 2:
      return bytes.slice(0, at);
    case 3:
      return concat(bytes.subarray(0, at), bytes.subarray(to));
    case 4:
      return concat(bytes.subarray(0, to), bytes.subarray(at));
    default:
      return concat(bytes.subarray(0, at), other.subarray(dice.whole(0, other.length)));
  }
}

/** Sound bytes, gone wrong: as CBOR (structure kept, one thing changed) or as mere bytes; sometimes more than once. */
export function mutated(samples: readonly Bytes[], dice: Chance): Bytes {
  let bytes = dice.pick(samples);
  for (let times = dice.pick([1, 1, 1, 2, 4]); times > 0; times--) {
    const decoded = dice.happens(0.6) ? decode(bytes) : undefined;
    bytes = decoded?.ok ? encode(bentValue(decoded.value, dice)) : bentBytes(bytes, dice.pick(samples), dice);
  }
  return bytes;
}
