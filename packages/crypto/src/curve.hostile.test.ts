import { concat, equal, type Bytes } from '@awna/base';
import { expect, test } from 'vitest';
import { bent, chance, dear, flipped, patience, rounds, taken, type Die } from '../tests/bent.ts';
import { nobleEngine } from './noble.ts';
import { checkSealingKey, isWellFormed } from './strict.ts';
import { checkPublicKey, verifySync } from './verify.ts';
import { webEngine } from './web.ts';

const seed = new Uint8Array(32).fill(5);
const order = Uint8Array.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'.match(/../g) ?? [], (pair) =>
  Number.parseInt(pair, 16),
);

/** A signature of the right length: a half exchanged, S near L, R beyond p, or a bit or a byte off. */
function forged(sound: Bytes, die: Die): Bytes {
  const [r, s] = [sound.subarray(0, 32), sound.subarray(32)];
  switch (die(9)) {
    case 0:
      return concat(r, flipped(order, die(2), die));
    case 1:
      return concat(Uint8Array.of(0xed + die(19)), new Uint8Array(30).fill(255), Uint8Array.of(die(2) === 0 ? 127 : 255), s);
    case 2:
      return concat(s, r);
    case 3:
      return concat(r, new Uint8Array(32).map(() => die(256)).fill(die(17), 31));
    case 4:
    case 5:
      return flipped(sound, die(64), die);
    default:
      return bent(sound, die);
  }
}

test(
  `[§9] ${rounds} malformed signatures, whatever has their form by the platform’s curve, ${Math.ceil(dear / 4)} by noble’s too: none is good, none throws`,
  { timeout: patience },
  async () => {
    const die = chance(8);
    const key = await nobleEngine.publicKeyOf(seed);
    const message = new Uint8Array(7).fill(6);
    const signature = await nobleEngine.sign(seed, message);
    let formed = 0;
    const judge = async (bytes: Bytes): Promise<boolean> => {
      if (isWellFormed(bytes) && formed++ < dear / 4 && verifySync(key, bytes, message)) return true;
      return webEngine.verify(key, bytes, message);
    };
    expect(
      await taken(
        rounds,
        () => {
          const bytes = forged(signature, die);
          return equal(bytes, signature) ? undefined : bytes;
        },
        judge,
      ),
    ).toBe(0);
    expect(formed).toBeGreaterThan(rounds / 10);
    expect(formed).toBeLessThan(rounds * 0.9);
  },
);

test(
  `[§9] ${rounds} malformed keys told by their bytes, ${Math.ceil(dear / 2)} more by the curve: no throw, and only sound ones pass`,
  { timeout: patience },
  async () => {
    const die = chance(9);
    const key = await nobleEngine.publicKeyOf(seed);
    for (let i = 0; i < rounds; i++) {
      const beyond = concat(Uint8Array.of(0xed + die(19)), new Uint8Array(30).fill(255), Uint8Array.of(die(2) === 0 ? 127 : 255));
      const short = key.subarray(0, die(32));
      const bytes = [beyond, short, concat(key, short, Uint8Array.of(1))][die(3)] ?? beyond;
      if (checkPublicKey(bytes) || checkSealingKey(bytes)) throw new Error(`passed in round ${i}`);
    }
    let passed = 0;
    for (let i = 0; i < dear / 2; i++) if (checkPublicKey(flipped(key, die(32), die))) passed++;
    // Half of all y lie on no curve, and of the others an eighth are of prime order.
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(dear / 8);
  },
);
