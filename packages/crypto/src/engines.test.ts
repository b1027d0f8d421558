import { fromHex, utf8, type Bytes } from '@awna/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nobleEngine } from './noble.ts';
import { webEngine } from './web.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? utf8('bad hex in a test');
const run = (from: number, to: number): Bytes => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe.each([webEngine, nobleEngine])('[§2] $name', (engine) => {
  test('HKDF-SHA256: RFC 5869, A.1 to A.3', async () => {
    const one = await engine.hkdf(new Uint8Array(22).fill(0x0b), run(0, 12), run(0xf0, 0xf9), 42);
    expect(one).toEqual(bytes('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'));
    const two = await engine.hkdf(run(0, 0x4f), run(0x60, 0xaf), run(0xb0, 0xff), 82);
    expect(two).toEqual(
      bytes(
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
      ),
    );
    const three = await engine.hkdf(new Uint8Array(22).fill(0x0b), new Uint8Array(), new Uint8Array(), 42);
    expect(three).toEqual(bytes('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'));
  });

  const gcm = [
    { name: '13', key: '00'.repeat(32), nonce: '00'.repeat(12), aad: '', plain: '', sealed: '530f8afbc74536b9a963b4f1c4cb738b' },
    {
      name: '14',
      key: '00'.repeat(32),
      nonce: '00'.repeat(12),
      aad: '',
      plain: '00'.repeat(16),
      sealed: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    },
    {
      name: '16',
      key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
      nonce: 'cafebabefacedbaddecaf888',
      aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      plain: 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
      sealed:
        '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    },
  ];
  test.each(gcm)('AES-256-GCM: test case $name of the specification, and none of its bits may differ', async (v) => {
    const [key, nonce, aad, plain, sealed] = [v.key, v.nonce, v.aad, v.plain, v.sealed].map(bytes) as [Bytes, Bytes, Bytes, Bytes, Bytes];
    expect(await engine.aeadSeal(key, nonce, plain, aad)).toEqual(sealed);
    expect(await engine.aeadOpen(key, nonce, sealed, aad)).toEqual(plain);
    const spoiled = (b: Bytes): Bytes => b.map((byte, i) => (i === b.length - 1 ? byte ^ 0x80 : byte));
    expect(await engine.aeadOpen(spoiled(key), nonce, sealed, aad)).toBeUndefined();
    expect(await engine.aeadOpen(key, spoiled(nonce), sealed, aad)).toBeUndefined();
    expect(await engine.aeadOpen(key, nonce, spoiled(sealed), aad)).toBeUndefined();
    expect(await engine.aeadOpen(key, nonce, sealed, Uint8Array.of(...aad, 0))).toBeUndefined();
    for (let n = 0; n < sealed.length; n++) expect(await engine.aeadOpen(key, nonce, sealed.subarray(0, n), aad)).toBeUndefined();
  });

  test('a key buffer written over is another key: no handle outlives its bytes', async () => {
    const key = new Uint8Array(32).fill(1);
    const nonce = new Uint8Array(12);
    const none = new Uint8Array();
    const first = await engine.aeadSeal(key, nonce, utf8('a'), none);
    key.fill(2);
    const second = await engine.aeadSeal(key, nonce, utf8('a'), none);
    expect(second).not.toEqual(first);
    expect(second).toEqual(await engine.aeadSeal(new Uint8Array(32).fill(2), nonce, utf8('a'), none));
    const before = await engine.sign(key, utf8('a'));
    key.fill(3);
    expect(await engine.sign(key, utf8('a'))).not.toEqual(before);
  });

  test('what is given is neither kept nor changed', async () => {
    const [key, nonce, plain, aad] = [run(0, 31), run(0, 11), run(0, 99), run(0, 9)];
    await engine.aeadSeal(key, nonce, plain, aad);
    await engine.sign(key, plain);
    await engine.hpkeSeal(await engine.sealingKeyOf(key), aad, plain);
    expect([key, nonce, plain, aad]).toEqual([run(0, 31), run(0, 11), run(0, 99), run(0, 9)]);
  });
});

const some = (min: number, max: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((b) => new Uint8Array(b));

test('[§2] the two engines are one: same bytes sealed, derived, signed; each opens what the other sealed', async () => {
  await fc.assert(
    fc.asyncProperty(
      some(32, 32),
      some(12, 12),
      some(0, 600),
      some(0, 60),
      fc.integer({ min: 1, max: 200 }),
      async (key, nonce, plain, aad, n) => {
        const [w, m] = [webEngine, nobleEngine];
        const sealed = await w.aeadSeal(key, nonce, plain, aad);
        expect(await m.aeadSeal(key, nonce, plain, aad)).toEqual(sealed);
        expect(await w.aeadOpen(key, nonce, sealed, aad)).toEqual(plain);
        expect(await m.aeadOpen(key, nonce, sealed, aad)).toEqual(plain);
        expect(await w.hkdf(key, nonce, aad, n)).toEqual(await m.hkdf(key, nonce, aad, n));
        const publicKey = await w.publicKeyOf(key);
        expect(await m.publicKeyOf(key)).toEqual(publicKey);
        const signature = await w.sign(key, plain);
        expect(await m.sign(key, plain)).toEqual(signature);
        expect(await m.verify(publicKey, signature, plain)).toBe(true);
        expect(await w.verify(publicKey, signature, plain)).toBe(true);
        const dice = (k: number): Bytes => new Uint8Array(k).fill(n);
        const to = await w.sealingKeyOf(key);
        const letter = await w.hpkeSeal(to, aad, plain, dice);
        expect(await m.hpkeSeal(to, aad, plain, dice)).toEqual(letter);
        expect(await w.hpkeOpen(key, aad, letter)).toEqual(plain);
        expect(await m.hpkeOpen(key, aad, letter)).toEqual(plain);
      },
    ),
    { numRuns: 60 },
  );
});

test('[§2] the two engines refuse alike: bits flipped, lengths cut, bytes added', async () => {
  await fc.assert(
    fc.asyncProperty(some(32, 32), some(0, 80), fc.nat(), fc.constantFrom('flip', 'cut', 'add'), async (key, plain, at, how) => {
      const nonce = key.slice(0, 12);
      const bend = (b: Bytes): Bytes =>
        how === 'cut'
          ? b.slice(0, at % b.length)
          : how === 'add'
            ? Uint8Array.of(...b, at & 0xff)
            : b.map((byte, i) => (i === at % b.length ? byte ^ (1 + (at % 255)) : byte));
      const sealed = bend(await webEngine.aeadSeal(key, nonce, plain, nonce));
      const letter = bend(await webEngine.hpkeSeal(await webEngine.sealingKeyOf(key), nonce, plain));
      for (const engine of [webEngine, nobleEngine]) {
        expect(await engine.aeadOpen(key, nonce, sealed, nonce)).toBeUndefined();
        expect(await engine.hpkeOpen(key, nonce, letter)).toBeUndefined();
      }
    }),
    { numRuns: 100 },
  );
});
