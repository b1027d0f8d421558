import { concat, fromHex, utf8, type Bytes } from '@awna/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifySync } from './ed25519.ts';
import { nobleEngine } from './noble.ts';
import { checkPublicKey, isWellFormed } from './strict.ts';
import { namedVectors } from './vector-names.ts';
import { webEngine } from './web.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? utf8('bad hex in a test');
const Point = ed25519.Point;
const order = Point.Fn.ORDER;
/** A point of order 8; its multiples are all the torsion there is. */
const t8 = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
const torsion = Array.from({ length: 8 }, (_, i) => (i === 0 ? Point.ZERO : t8.multiplyUnsafe(BigInt(i))));

const rfc8032 = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

describe.each([webEngine, nobleEngine])('[§9] strict Ed25519, $name', (engine) => {
  test.each(rfc8032)('RFC 8032 §7.1: message $message', async (v) => {
    const [seed, publicKey, message, signature] = [bytes(v.seed), bytes(v.publicKey), bytes(v.message), bytes(v.signature)];
    expect(await engine.publicKeyOf(seed)).toEqual(publicKey);
    expect(await engine.sign(seed, message)).toEqual(signature);
    expect(await engine.verify(publicKey, signature, message)).toBe(true);
    expect(await engine.verify(publicKey, signature, concat(message, utf8('.')))).toBe(false);
  });

  test.each(namedVectors)('$name: $good', async ({ publicKey, signature, message, good }) => {
    expect(await engine.verify(publicKey, signature, message)).toBe(good);
  });

  test('each bit of a signature, of its key and of its message counts', async () => {
    const seed = new Uint8Array(32).fill(3);
    const publicKey = await engine.publicKeyOf(seed);
    const message = utf8('عونة');
    const signature = await engine.sign(seed, message);
    const flipped = (b: Uint8Array, bit: number): Bytes => b.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) as Bytes;
    for (let bit = 0; bit < 512; bit += 5) expect(await engine.verify(publicKey, flipped(signature, bit), message)).toBe(false);
    for (let bit = 0; bit < 256; bit += 17) expect(await engine.verify(flipped(publicKey, bit), signature, message)).toBe(false);
    for (let bit = 0; bit < message.length * 8; bit += 9)
      expect(await engine.verify(publicKey, signature, flipped(message, bit))).toBe(false);
    expect(await engine.verify(publicKey, signature, message)).toBe(true);
  });

  test('lengths other than 32 and 64 are no keys and no signatures, and nothing is thrown', async () => {
    for (const n of [0, 31, 33, 64]) expect(await engine.verify(new Uint8Array(n), new Uint8Array(64), utf8(''))).toBe(false);
    const publicKey = await engine.publicKeyOf(new Uint8Array(32));
    for (const n of [0, 63, 65, 128]) expect(await engine.verify(publicKey, new Uint8Array(n), utf8(''))).toBe(false);
  });
});

test('[§9] no point of small order is a key, in any of its spellings; nor is any with torsion', () => {
  for (const point of torsion) expect(checkPublicKey(point.toBytes())).toBe(false);
  const p = 2n ** 255n - 19n;
  for (const y of [0n, 1n, p - 1n, p, p + 1n, 2n ** 255n - 1n]) {
    for (const sign of [0n, 1n]) expect(checkPublicKey(numberToBytesLE(y + sign * 2n ** 255n, 32))).toBe(false);
  }
  const a = Point.BASE.multiply(7n);
  expect(checkPublicKey(a.toBytes())).toBe(true);
  for (const point of torsion.slice(1)) expect(checkPublicKey(a.add(point).toBytes())).toBe(false);
});

test('[§9] S is below L to the last bit', () => {
  const r = Point.BASE.toBytes();
  expect(isWellFormed(concat(r, numberToBytesLE(order - 1n, 32)))).toBe(true);
  for (const s of [order, order + 1n, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n])
    expect(isWellFormed(concat(r, numberToBytesLE(s, 32)))).toBe(false);
});

/** What §9 says, asked one by one with noble's own tests, without the shortcut of `strict.ts`. */
function slowly(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    const A = Point.fromBytes(publicKey);
    const R = Point.fromBytes(signature.subarray(0, 32));
    const s = bytesToNumberLE(signature.subarray(32));
    if (s >= order) return false;
    for (const point of [A, R]) if (point.isSmallOrder() || !point.isTorsionFree()) return false;
    const k = Point.Fn.create(bytesToNumberLE(sha512(concat(signature.subarray(0, 32), publicKey, message))));
    return Point.BASE.multiplyUnsafe(s).equals(R.add(A.multiplyUnsafe(k)));
  } catch {
    return false;
  }
}

test('[§9] the shortcut is honest: crafted signatures with every torsion get the verdict of the whole list, from both engines', async () => {
  const scalar = fc.bigInt({ min: 0n, max: order - 1n });
  const eighth = fc.nat({ max: 7 });
  await fc.assert(
    fc.asyncProperty(
      scalar,
      scalar,
      eighth,
      eighth,
      fc.constantFrom(0n, 0n, 0n, 1n, 8n, order),
      fc.nat({ max: 3 }),
      async (a, r, ta, tr, off, nudge) => {
        // Half the runs sign honestly apart from torsion; a = 0 or r = 0 make points of small order.
        const A = Point.BASE.multiplyUnsafe(a).add(torsion[nudge === 0 ? 0 : ta] ?? Point.ZERO);
        const R = Point.BASE.multiplyUnsafe(r).add(torsion[nudge < 2 ? 0 : tr] ?? Point.ZERO);
        const message = utf8(`${a}`);
        const k = Point.Fn.create(bytesToNumberLE(sha512(concat(R.toBytes(), A.toBytes(), message))));
        const signature = concat(R.toBytes(), numberToBytesLE(Point.Fn.create(r + k * a) + off, 32));
        const want = slowly(A.toBytes(), signature, message);
        expect(verifySync(A.toBytes(), signature, message)).toBe(want);
        expect(await webEngine.verify(A.toBytes(), signature, message)).toBe(want);
      },
    ),
    {
      numRuns: 250,
      examples: [
        [0n, 5n, 0, 0, 0n, 0],
        [5n, 0n, 0, 0, 0n, 0],
        [5n, 7n, 0, 0, 0n, 0],
        [5n, 7n, 4, 4, 0n, 3],
        [5n, 7n, 0, 0, order, 0],
      ],
    },
  );
});
