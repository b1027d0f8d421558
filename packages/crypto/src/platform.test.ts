import { concat } from '@awna/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { afterEach, expect, test, vi } from 'vitest';
import { judgesStrictly } from './choose.ts';
import { isWellFormed } from './strict.ts';
import { namedVectors } from './vector-names.ts';
import { webEngine } from './web.ts';

/*
 * The platform under these tests is stricter than some: here stand laxer ones in its place, to see that our own checks
 * of R and S are what makes the difference, and where they are not enough, that the vectors say so.
 */
const Point = ed25519.Point;

/** A platform that reads points in any spelling, takes R = identity and any S, and multiplies by 8 or not. */
function laxPlatform(cofactored: boolean): void {
  const verify = async (_: string, key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> => {
    const r = signature.subarray(0, 32);
    const A = Point.fromBytes(key, true);
    const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, key, message))));
    const s = Point.Fn.create(bytesToNumberLE(signature.subarray(32)));
    const rest = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(r, true)).subtract(A.multiplyUnsafe(k));
    return (cofactored ? rest.clearCofactor() : rest).is0();
  };
  vi.stubGlobal('crypto', { subtle: { verify, importKey: async (_: string, key: Uint8Array) => key } });
}

afterEach(() => vi.unstubAllGlobals());

test('[§9] over a lax cofactorless platform our checks make every verdict strict', async () => {
  laxPlatform(false);
  for (const v of namedVectors) expect([v.name, await webEngine.verify(v.publicKey, v.signature, v.message)]).toEqual([v.name, v.good]);
});

test('[§9] a cofactored platform cannot be made strict by checks of form: the vectors set it aside', async () => {
  laxPlatform(true);
  expect(await judgesStrictly(webEngine)).toBe(false);
});

test('[§9] the form of a signature: R canonical and not the identity, S below L', () => {
  const refused = namedVectors.filter((v) => !isWellFormed(v.signature)).map((v) => v.name);
  expect(refused).toEqual([
    'S > L',
    'S far above L',
    'R spelled p, hashed as received',
    'R spelled p, hashed as 0',
    'S + L',
    'R is the identity',
    'R is the identity with a sign',
    'R is the identity spelled p + 1',
  ]);
});
