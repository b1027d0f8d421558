import { concat, sha256, u64, utf8, type Bytes } from '@awna/base';
import type { Dice } from '@awna/crypto';

/** Chance that falls the same way every time from one seed. Not for keys that anybody relies on. */
export interface Chance {
  /** 0 ≤ x < 1. */
  float(): number;
  /** A whole number, min ≤ n ≤ max. */
  whole(min: number, max: number): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of the keys, as likely as its weight. */
  weigh<K extends string>(weights: Readonly<Record<K, number>>): K;
  shuffle<T>(items: readonly T[]): T[];
  /** A chance of its own, so that drawing more here changes nothing there. */
  fork(name: string): Chance;
}

/** Dice whose throws follow from a seed: SHA-256 in counter mode. */
export function seededDice(seed: string | number): Dice {
  const key = sha256(utf8(`awna/testkit/dice/${String(seed)}`));
  let block = 0;
  let left: Bytes = new Uint8Array(0);
  return (n) => {
    while (left.length < n) left = concat(left, sha256(key, u64(block++)));
    const out = left.slice(0, n);
    left = left.slice(n);
    return out;
  };
}

export function chance(seed: string | number): Chance {
  // sfc32 (Doty-Humphrey): four 32-bit words, passes PractRand, one line to carry over elsewhere.
  const words = new DataView(sha256(utf8(`awna/testkit/chance/${String(seed)}`)).buffer);
  let a = words.getUint32(0);
  let b = words.getUint32(4);
  let c = words.getUint32(8);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const float = (): number => next() / 2 ** 32;
  const whole = (min: number, max: number): number => min + Math.floor(float() * (max - min + 1));
  return {
    float,
    whole,
    happens: (p) => float() < p,
    pick: <T>(from: readonly T[]): T => {
      const index = whole(0, from.length - 1);
      if (from.length === 0) throw new RangeError('nothing to pick from');
      return from[index] as T;
    },
    weigh: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const entries = Object.entries<number>(weights) as [K, number][];
      let at = float() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) if ((at -= weight) < 0) return key;
      const last = entries.at(-1);
      if (!last) throw new RangeError('nothing to weigh');
      return last[0];
    },
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = whole(0, i);
        [out[i], out[j]] = [out[j] as never, out[i] as never];
      }
      return out;
    },
    fork: (name) => chance(`${String(seed)}/${name}`),
  };
}
