import { concat, copy, fromHex, hex, utf8, type Bytes } from '@awna/base';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { x25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { webDice } from './dice.ts';
import { chooseHpke, sealsRightly } from './hpke-choose.ts';
import { nobleHpke, nobleKem } from './hpke-noble.ts';
import { webHpke } from './hpke-web.ts';
import { type Hpke } from './hpke.ts';
import { nobleEngine } from './noble.ts';
import { checkSealingKey } from './strict.ts';
import { webEngine } from './web.ts';

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
  aad: bytes('436f756e742d30'),
  plain: bytes('4265617574792069732074727574682c20747275746820626561757479'),
  sealed: bytes('e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a'),
};

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

const ways = [
  { name: 'web', ...webHpke },
  { name: 'noble', ...nobleHpke },
];
/** Dice that always fall the same way, for one throw of a whole private key. */
const falling = (bytes: Uint8Array) => (): Bytes => copy(bytes);

test.each(ways)('[§2] RFC 9180, both directions: $name', async ({ seal, open }) => {
  expect(hex(await seal(v.pkRm, v.info, v.plain, falling(v.skEm), v.aad))).toBe(hex(concat(v.enc, v.sealed)));
  expect(await open(v.skRm, v.info, concat(v.enc, v.sealed), v.aad)).toEqual(v.plain);
  expect(await open(v.skRm, v.info, concat(v.enc, v.sealed), concat(v.aad, v.aad))).toBeUndefined();
});

test('[§2] RFC 9180, our KEM over noble: keys derived, secret agreed, also where the recipient’s public key is not at hand', async () => {
  const pair = await nobleKem.DeriveKeyPair(v.ikmE, true);
  expect(hex(await nobleKem.SerializePrivateKey(pair.privateKey))).toBe(hex(v.skEm));
  expect(hex(await nobleKem.SerializePublicKey(pair.publicKey))).toBe(hex(v.enc));
  const to = await nobleKem.DeserializePublicKey(v.pkRm);
  const encap = await { ...nobleKem, GenerateKeyPair: async () => pair }.Encap(to);
  expect(encap).toEqual({ enc: v.enc, shared_secret: v.sharedSecret });
  const mine = await nobleKem.DeserializePrivateKey(v.skRm, true);
  for (const own of [to, undefined]) expect(await nobleKem.Decap(v.enc, mine, own)).toEqual(v.sharedSecret);
  for (const key of small) await expect(nobleKem.Decap(key, mine, to)).rejects.toThrow();
});

/** Another people's RFC 9180, as the reference that both are held against. */
const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const owned = (b: Uint8Array): ArrayBuffer => copy(b).buffer;
const theirs = (b: Uint8Array, isPublic: boolean) => kem.importKey('raw', owned(b), isPublic);

async function theirSeal(publicKey: Bytes, info: Bytes, plain: Bytes, ephemeral: Bytes, aad: Bytes): Promise<Bytes> {
  const ekm = { privateKey: await theirs(ephemeral, false), publicKey: await theirs(await nobleEngine.sealingKeyOf(ephemeral), true) };
  const context = await suite.createSenderContext({ recipientPublicKey: await theirs(publicKey, true), info: owned(info), ekm });
  return concat(new Uint8Array(context.enc), new Uint8Array(await context.seal(owned(plain), owned(aad))));
}

async function theirOpen(seed: Bytes, publicKey: Bytes, info: Bytes, sealed: Bytes, aad: Bytes): Promise<Bytes> {
  const recipientKey = { privateKey: await theirs(seed, false), publicKey: await theirs(publicKey, true) };
  const context = await suite.createRecipientContext({ recipientKey, enc: owned(sealed.subarray(0, 32)), info: owned(info) });
  return new Uint8Array(await context.open(owned(sealed.subarray(32)), owned(aad)));
}

test.each(ways)('[§2] @hpke/core and hpke write the same bytes and open each other’s: $name', async ({ seal, open }) => {
  const some = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max }).map((b) => new Uint8Array(b));
  await fc.assert(
    fc.asyncProperty(some(32, 32), some(32, 32), some(0, 70), some(0, 400), some(0, 40), async (seed, ephemeral, info, plain, aad) => {
      const to = await nobleEngine.sealingKeyOf(seed);
      const sealed = await seal(to, info, plain, falling(ephemeral), aad);
      expect(await theirSeal(to, info, plain, ephemeral, aad)).toEqual(sealed);
      expect(await theirOpen(seed, to, info, sealed, aad)).toEqual(plain);
      expect(await open(seed, info, sealed, aad)).toEqual(plain);
      // By dice of its own: other bytes, and they open just as well.
      expect(await theirOpen(seed, to, info, await seal(to, info, plain, webDice, aad), aad)).toEqual(plain);
    }),
    { numRuns: 100 },
  );
});

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

  test('nothing is sealed to a key of small order or of two spellings, and nothing opens that claims to come from one', async () => {
    const twice = (await engine.sealingKeyOf(seed)).map((byte, i) => (i === 31 ? byte | 0x80 : byte));
    for (const key of [...small, twice]) {
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

const agrees = (seed: Bytes, publicKey: Bytes): boolean => {
  try {
    return x25519.getSharedSecret(seed, publicKey).length === 32;
  } catch {
    return false;
  }
};

test('[§9] the list of keys of small order is whole: below p it refuses exactly those with which nothing can be agreed', () => {
  // Any private key tells: the clamped bits are multiples of 8, so exactly the keys of small order give zero under it.
  const probe = new Uint8Array(32).fill(1);
  const near = small.flatMap((key) =>
    [0, 1, 2, 255].map((d) => key.map((byte, i) => (i === 0 ? (byte + d) & 255 : i === 31 ? byte & 127 : byte))),
  );
  const low = Array.from({ length: 200 }, (_, n) => Uint8Array.from({ length: 32 }, (__, i) => (i === 0 ? n : 0)));
  const isBelow = (key: Bytes): boolean => hex(copy(key).reverse()) < `7f${'ff'.repeat(30)}ed`;
  for (const key of [...near, ...low]) expect([hex(key), checkSealingKey(key)]).toEqual([hex(key), isBelow(key) && agrees(probe, key)]);
});

const none = new Uint8Array();
const broken: [name: string, broken: Partial<Hpke>][] = [
  ['forgets its info', { seal: (to, _, plain, dice) => webHpke.seal(to, none, plain, dice) }],
  ['throws no dice of ours', { seal: (to, info, plain) => webHpke.seal(to, info, plain, webDice) }],
  ['opens nothing', { open: async () => undefined }],
  ['opens what was changed', { open: async () => utf8('awna') }],
  [
    'seals to nobody by its own dice',
    { seal: async (to, info, plain, dice) => (dice === webDice ? none : webHpke.seal(to, info, plain, dice)) },
  ],
  ['throws', { open: () => Promise.reject(new Error('not supported')) }],
];

test.each(broken)('shelf: the known answers set aside an HPKE that %s', async (_, bent) => {
  expect(await sealsRightly({ ...webHpke, ...bent })).toBe(false);
  expect(await chooseHpke({ ...webHpke, ...bent })).toBe(nobleHpke);
});

test('[§2] both give the known answers, and the platform’s is taken', async () => {
  for (const way of ways) expect(await sealsRightly(way)).toBe(true);
  expect(await chooseHpke()).toBe(webHpke);
});

afterEach(() => vi.restoreAllMocks());

test('[§2] where the platform exports no public key the engine’s answers stay the same', async () => {
  const seed = new Uint8Array(32).fill(9);
  vi.spyOn(crypto.subtle, 'exportKey').mockRejectedValue(new Error('not supported'));
  expect(await webEngine.publicKeyOf(seed)).toEqual(await nobleEngine.publicKeyOf(seed));
  vi.spyOn(crypto.subtle, 'exportKey').mockResolvedValue({ kty: 'OKP', crv: 'Ed25519' } as never);
  expect(await webEngine.publicKeyOf(seed)).toEqual(await nobleEngine.publicKeyOf(seed));
});
