import { concat, type Bytes } from '@awna/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answersRightly, chooseEngine, judgesStrictly } from './choose.ts';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { nobleEngine } from './noble.ts';
import { checkPublicKey, isWellFormed } from './strict.ts';
import { webEngine } from './web.ts';

afterEach(() => vi.unstubAllGlobals());

test('[§9] the platform’s engine is taken where it judges as we do, and noble’s stands ready', async () => {
  for (const engine of [webEngine, nobleEngine]) {
    expect(await judgesStrictly(engine)).toBe(true);
    expect(await answersRightly(engine)).toBe(true);
  }
  expect((await chooseEngine()).name).toBe('web');
});

test('[§9] on plain http there is no SubtleCrypto: noble is taken, and the dice still fall', async () => {
  const real = globalThis.crypto;
  vi.stubGlobal('crypto', { getRandomValues: (into: Uint8Array<ArrayBuffer>) => real.getRandomValues(into) });
  const engine = await chooseEngine();
  expect(engine.name).toBe('noble');
  const seed = webDice(32);
  const sealed = await engine.hpkeSeal(await engine.sealingKeyOf(seed), seed, seed);
  expect(await engine.hpkeOpen(seed, seed, sealed)).toEqual(seed);
});

const Point = ed25519.Point;
const order = Point.Fn.ORDER;

/** Verifiers one meets: each lacks one of the checks of §9. */
type Checks = { key?: boolean; identity?: boolean; canonical?: boolean; below?: boolean; cofactor?: boolean };
const lax =
  ({ key = true, identity = true, canonical = true, below = true, cofactor = false }: Checks): Engine['verify'] =>
  async (publicKey, signature, message) => {
    try {
      const [r, s] = [signature.subarray(0, 32), bytesToNumberLE(signature.subarray(32))];
      if ((key && !checkPublicKey(publicKey)) || (below && s >= order)) return false;
      const A = Point.fromBytes(publicKey, true);
      const R = Point.fromBytes(r, !canonical);
      if (identity && R.is0()) return false;
      const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, message))));
      const rest = Point.BASE.multiplyUnsafe(s % order)
        .subtract(R)
        .subtract(A.multiplyUnsafe(k));
      return (cofactor ? rest.clearCofactor() : rest).is0();
    } catch {
      return false;
    }
  };

const shelf: [name: string, verify: Engine['verify']][] = [
  ['without the check of the public key', lax({ key: false })],
  ['that takes R = identity, as noble and Node 20 do', lax({ identity: false })],
  ['that takes R = identity in a second spelling', lax({ identity: false, canonical: false })],
  ['that takes S ≥ L', lax({ below: false })],
  ['that multiplies by the cofactor', lax({ cofactor: true })],
  ['of ZIP 215', async (publicKey, signature, message) => ed25519.verify(signature, message, publicKey)],
  ['of RFC 8032 in noble', async (publicKey, signature, message) => ed25519.verify(signature, message, publicKey, { zip215: false })],
  ['that says yes', async () => true],
  ['that says no', async () => false],
  ['that looks at form alone', async (_, signature) => isWellFormed(signature)],
];

describe('shelf: the vectors set aside a verifier', () => {
  test('the shelf’s own verifier lacks nothing when nothing is taken away', async () => {
    expect(await judgesStrictly({ verify: lax({}) })).toBe(true);
  });

  test.each(shelf)('%s', async (_, verify) => {
    expect(await judgesStrictly({ verify })).toBe(false);
    expect((await chooseEngine({ ...webEngine, verify })).name).toBe('noble');
  });
});

const none = new Uint8Array();
const brokenEngines: [name: string, broken: Partial<Engine>][] = [
  ['AES-GCM that binds no associated data', { aeadSeal: (k, n, p) => webEngine.aeadSeal(k, n, p, none) }],
  ['AES-GCM that opens whatever its associated data', { aeadOpen: (k, n, s) => webEngine.aeadOpen(k, n, s, gcmAad) }],
  ['AES-GCM that checks no tag', { aeadOpen: async (_k, _n, s) => s.slice(0, -16) }],
  ['HKDF without its salt', { hkdf: (ikm, _, info, n) => webEngine.hkdf(ikm, none, info, n) }],
  ['HKDF without its info', { hkdf: (ikm, salt, _, n) => webEngine.hkdf(ikm, salt, none, n) }],
  ['a signature over something else', { sign: (seed) => webEngine.sign(seed, none) }],
  ['an Ed25519 key of another seed', { publicKeyOf: () => webEngine.publicKeyOf(new Uint8Array(32)) }],
  ['an X25519 key of another seed', { sealingKeyOf: () => webEngine.sealingKeyOf(new Uint8Array(32)) }],
  ['a platform that throws', { sign: () => Promise.reject(new Error('not supported')) }],
];
const gcmAad: Bytes = Uint8Array.from('feedfacedeadbeeffeedfacedeadbeefabaddad2'.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

test.each(brokenEngines)('shelf: the known answers set aside %s', async (_, broken) => {
  expect((await chooseEngine({ ...webEngine, ...broken })).name).toBe('noble');
});
