import { concat, copy, fromHex, hex, utf8, type Bytes } from '@awna/base';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { derivePrivateKey, keySchedule } from './hpke.ts';
import { nobleEngine, nobleHpke } from './noble.ts';
import { checkSealingKey } from './strict.ts';
import { webEngine, webHpke } from './web.ts';
import { agree } from './x25519.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? utf8('bad hex in a test');

/** From the test vectors that accompany RFC 9180: mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0002, sequence number 0. */
const v = {
  info: bytes('4f6465206f6e2061204772656369616e2055726e'),
  ikmE: bytes('2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9'),
  skEm: bytes('179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11'),
  skRm: bytes('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
  pkRm: bytes('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
  enc: bytes('6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256'),
  sharedSecret: bytes('3101c54c3a4f87439eaac080699ed9bbcc726ffe44e860c0424ccb7e3e2ead7b'),
  key: bytes('f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f'),
  nonce: bytes('151d9929e2449747889bc923'),
  aad: bytes('436f756e742d30'),
  plain: bytes('4265617574792069732074727574682c20747275746820626561757479'),
  sealed: bytes('e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a'),
};

test('[§2] RFC 9180: the steps of our composition', () => {
  expect(hex(derivePrivateKey(v.ikmE))).toBe(hex(v.skEm));
  expect(keySchedule(v.sharedSecret, v.info)).toEqual({ key: v.key, nonce: v.nonce });
});

const ways = [
  { name: 'web', ...webHpke },
  { name: 'noble', ...nobleHpke },
];

test.each(ways)('[§2] RFC 9180, both directions: $name', async ({ seal, open }) => {
  expect(hex(await seal(v.pkRm, v.info, v.plain, v.ikmE, v.aad))).toBe(hex(concat(v.enc, v.sealed)));
  expect(await open(v.skRm, v.info, concat(v.enc, v.sealed), v.aad)).toEqual(v.plain);
  expect(await open(v.skRm, v.info, concat(v.enc, v.sealed), concat(v.aad, v.aad))).toBeUndefined();
});

/** Another people's RFC 9180, as the reference that ours is held against. */
const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const owned = (b: Uint8Array): ArrayBuffer => copy(b).buffer;

async function theirSeal(publicKey: Bytes, info: Bytes, plain: Bytes, ikm: Bytes, aad: Bytes): Promise<Bytes> {
  const recipientPublicKey = await kem.importKey('raw', owned(publicKey), true);
  const context = await suite.createSenderContext({ recipientPublicKey, info: owned(info), ekm: owned(ikm) });
  return concat(new Uint8Array(context.enc), new Uint8Array(await context.seal(owned(plain), owned(aad))));
}

async function theirOpen(seed: Bytes, publicKey: Bytes, info: Bytes, sealed: Bytes, aad: Bytes): Promise<Bytes> {
  const privateKey = await kem.importKey('raw', owned(seed), false);
  const recipientKey = { privateKey, publicKey: await kem.importKey('raw', owned(publicKey), true) };
  const context = await suite.createRecipientContext({ recipientKey, enc: owned(sealed.subarray(0, 32)), info: owned(info) });
  return new Uint8Array(await context.open(owned(sealed.subarray(32)), owned(aad)));
}

test.each(ways)('[§2] @hpke/core and we write the same bytes and open each other’s: $name', async ({ seal, open }) => {
  const some = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max }).map((b) => new Uint8Array(b));
  await fc.assert(
    fc.asyncProperty(some(32, 32), some(32, 32), some(0, 70), some(0, 400), some(0, 40), async (seed, ikm, info, plain, aad) => {
      const to = await nobleEngine.sealingKeyOf(seed);
      const sealed = await seal(to, info, plain, ikm, aad);
      expect(await theirSeal(to, info, plain, ikm, aad)).toEqual(sealed);
      expect(await theirOpen(seed, to, info, sealed, aad)).toEqual(plain);
      expect(await open(seed, info, sealed, aad)).toEqual(plain);
    }),
    { numRuns: 100 },
  );
});

/** Every u of small order, with the spellings above p that reduce to one (RFC 7748 §6.1; Bernstein's list). */
const small = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map(bytes);

describe.each([webEngine, nobleEngine])('[§2] HPKE, $name', (engine) => {
  const seed = new Uint8Array(32).fill(9);
  const info = utf8('info');

  test('the public key is RFC 9180’s for its private key', async () => {
    expect(await engine.sealingKeyOf(v.skRm)).toEqual(v.pkRm);
  });

  test('every sealing is fresh, and opens only with its key and its info', async () => {
    const to = await engine.sealingKeyOf(seed);
    const [one, two] = [await engine.hpkeSeal(to, info, utf8('a')), await engine.hpkeSeal(to, info, utf8('a'))];
    expect(hex(one.subarray(0, 32))).not.toBe(hex(two.subarray(0, 32)));
    expect(await engine.hpkeOpen(seed, info, one)).toEqual(utf8('a'));
    expect(await engine.hpkeOpen(seed, utf8('other'), one)).toBeUndefined();
    expect(await engine.hpkeOpen(new Uint8Array(32).fill(8), info, one)).toBeUndefined();
    for (const n of [0, 1, 31, 32, 47, one.length - 1]) expect(await engine.hpkeOpen(seed, info, one.subarray(0, n))).toBeUndefined();
  });

  test('nothing is sealed to a key of small order, and nothing opens that claims to come from one', async () => {
    for (const key of small) {
      expect(checkSealingKey(key)).toBe(false);
      await expect(engine.hpkeSeal(key, info, utf8('a'))).rejects.toThrow();
      expect(await engine.hpkeOpen(seed, info, concat(key, new Uint8Array(40)))).toBeUndefined();
    }
  });
});

test('[§9] a sealing key has one spelling: at or above p, or with the top bit, it is refused', async () => {
  const good = await nobleEngine.sealingKeyOf(new Uint8Array(32).fill(9));
  expect(checkSealingKey(good)).toBe(true);
  expect(checkSealingKey(good.map((byte, i) => (i === 31 ? byte | 0x80 : byte)))).toBe(false);
  expect(checkSealingKey(bytes(`f0${'ff'.repeat(30)}7f`))).toBe(false);
  for (const n of [0, 31, 33]) expect(checkSealingKey(new Uint8Array(n).fill(9))).toBe(false);
});

test('[§9] the list of keys of small order is whole: below p it refuses exactly those with which nothing can be agreed', () => {
  // Any private key tells: the clamped bits are multiples of 8, so exactly the keys of small order give zero under it.
  const probe = new Uint8Array(32).fill(1);
  const near = small.flatMap((key) =>
    [0, 1, 2, 255].map((d) => key.map((byte, i) => (i === 0 ? (byte + d) & 255 : i === 31 ? byte & 127 : byte))),
  );
  const low = Array.from({ length: 200 }, (_, n) => Uint8Array.from({ length: 32 }, (__, i) => (i === 0 ? n : 0)));
  const isBelow = (key: Bytes): boolean => hex(copy(key).reverse()) < `7f${'ff'.repeat(30)}ed`;
  for (const key of [...near, ...low])
    expect([hex(key), checkSealingKey(key)]).toEqual([hex(key), isBelow(key) && agree(probe, key) !== undefined]);
});

afterEach(() => vi.restoreAllMocks());

test('[§2] where the platform exports no public key, or agrees on zeros, the engine’s answers stay the same', async () => {
  const seed = new Uint8Array(32).fill(9);
  vi.spyOn(crypto.subtle, 'exportKey').mockRejectedValue(new Error('not supported'));
  expect(await webEngine.publicKeyOf(seed)).toEqual(await nobleEngine.publicKeyOf(seed));
  vi.spyOn(crypto.subtle, 'exportKey').mockResolvedValue({ kty: 'OKP', crv: 'Ed25519' } as never);
  expect(await webEngine.publicKeyOf(seed)).toEqual(await nobleEngine.publicKeyOf(seed));
  vi.spyOn(crypto.subtle, 'deriveBits').mockResolvedValue(new ArrayBuffer(32));
  await expect(webEngine.hpkeSeal(bytes('00'.repeat(32)), seed, seed)).rejects.toThrow('not a key to seal to');
});
