import { concat, equal, type Bytes } from '@awna/base';

/** Inputs that each parser gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
export const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = Number(process.env['HOSTILE_SEED'] ?? 0);
/** So many of them get as far as a curve; the others are told by their bytes. */
export const dear = Math.ceil(rounds / 50);
export const patience = 60_000 + rounds;

export type Die = (n: number) => number;

/** Seeded chance (mulberry32), so that a case that failed can be met again. */
export function chance(seed: number): Die {
  let a = seed * 1_000_003 + from;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

export const flipped = (bytes: Uint8Array, at: number, die: Die): Bytes =>
  concat(bytes.subarray(0, at), Uint8Array.of((bytes[at] ?? 0) ^ (1 << die(8))), bytes.subarray(at + 1));

/** Cut, stretched, flipped, doubled, with a piece from elsewhere: what a lazy or a clever liar sends. */
export function bent(sound: Uint8Array, die: Die): Bytes {
  const at = die(sound.length);
  const [head, tail] = [sound.subarray(0, at), sound.subarray(at)];
  switch (die(7)) {
    case 0:
      return concat(head);
    case 1:
      return concat(head, Uint8Array.of(die(256)), tail);
    case 2:
      return concat(head, tail.subarray(1 + die(16)));
    case 3:
      return flipped(sound, at, die);
    case 4:
      return concat(sound, sound.subarray(0, die(64)));
    case 5:
      return concat(sound.subarray(0, Math.min(22, at)), new Uint8Array(die(600)).fill(die(256)));
    default:
      return concat(Uint8Array.of(die(3), die(3)), sound.subarray(2, 2 + die(sound.length)));
  }
}

/** Hands over so many, fifty at a time; says how many were not refused. */
export async function taken(
  count: number,
  make: (i: number) => Bytes | undefined,
  take: (bytes: Bytes, i: number) => Promise<unknown>,
): Promise<number> {
  let sum = 0;
  for (let i = 0; i < count; i += 50) {
    const some = Array.from({ length: Math.min(50, count - i) }, (_, k) => [make(i + k), i + k] as const);
    const asked = some.map(async ([bytes, k]) => bytes !== undefined && take(bytes, k));
    for (const answer of await Promise.all(asked)) if (answer) sum++;
  }
  return sum;
}

/** Something bent that is not, after all, the sound one. */
export const spoiled = (sound: Uint8Array, die: Die): Bytes | undefined => {
  const bytes = bent(sound, die);
  return equal(bytes, sound) ? undefined : bytes;
};
