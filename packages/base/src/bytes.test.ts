import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64url, compare, concat, copy, equal, fromBase64url, fromHex, fromUtf8, hex, u64, utf8 } from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 70 }).map((b) => new Uint8Array(b));

test('[§1] base64url is RFC 4648 §5 without padding', () => {
  const known: [string, string][] = [
    ['', ''],
    ['66', 'Zg'],
    ['666f', 'Zm8'],
    ['666f6f', 'Zm9v'],
    ['666f6f62', 'Zm9vYg'],
    ['fbff', '-_8'],
  ];
  for (const [h, text] of known) {
    expect(base64url(fromHex(h) ?? utf8('?'))).toBe(text);
    expect(hex(fromBase64url(text) ?? utf8('?'))).toBe(h);
  }
});

test('[§1] base64url goes there and back, and agrees with the platform', () => {
  fc.assert(
    fc.property(bytes, (b) => {
      expect(base64url(b)).toBe(Buffer.from(b).toString('base64url'));
      expect(fromBase64url(base64url(b))).toEqual(b);
    }),
  );
});

test('[§1] each value has one base64url spelling: what is accepted is what would be written', () => {
  const letter = fc.constantFrom(...'ABYZabyz0189-_+/= \n\u00e9');
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 9 }), (letters) => {
      const text = letters.join('');
      const read = fromBase64url(text);
      if (read) expect(base64url(read)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
  for (const bad of ['A', 'AB', 'Zg==', 'Zm9v\n', 'Z+', 'Zh', 'Zm9', 'é', '😀😀']) expect(fromBase64url(bad)).toBeUndefined();
});

test('[§1] u64 is eight bytes, big-endian, and takes nothing else', () => {
  expect(hex(u64(0))).toBe('0000000000000000');
  expect(hex(u64(2 ** 32))).toBe('0000000100000000');
  expect(hex(u64(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  fc.assert(
    fc.property(fc.maxSafeNat(), (n) => {
      expect(new DataView(u64(n).buffer).getBigUint64(0)).toBe(BigInt(n));
    }),
  );
  for (const bad of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => u64(bad)).toThrow(RangeError);
});

test('u64 orders as numbers do', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      expect(Math.sign(compare(u64(a), u64(b)))).toBe(Math.sign(a - b));
    }),
  );
});

test('hex goes there and back; odd lengths and foreign letters are refused', () => {
  fc.assert(
    fc.property(bytes, (b) => {
      expect(fromHex(hex(b))).toEqual(b);
    }),
  );
  for (const bad of ['0', 'zz', '0x', ' 0', '00 ']) expect(fromHex(bad)).toBeUndefined();
});

test('[§1] text that is not UTF-8 is nothing, and a byte order mark stays', () => {
  expect(fromUtf8(Uint8Array.of(0xff))).toBeUndefined();
  expect(fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
  expect(fromUtf8(Uint8Array.of(0xc0, 0xaf))).toBeUndefined();
  expect(fromUtf8(utf8('\ufeffعونة'))).toBe('\ufeffعونة');
});

test('joining, copying and comparing are by content, and a copy owns its memory', () => {
  const a = Uint8Array.of(1, 2);
  const b = copy(a);
  a[0] = 9;
  expect(b).toEqual(Uint8Array.of(1, 2));
  expect(concat(a, new Uint8Array(), b)).toEqual(Uint8Array.of(9, 2, 1, 2));
  expect(equal(a, b)).toBe(false);
  expect(equal(b, Uint8Array.of(1, 2))).toBe(true);
  expect(equal(b, Uint8Array.of(1, 2, 0))).toBe(false);
  expect(compare(b, Uint8Array.of(1, 2, 0))).toBeLessThan(0);
  expect(compare(Uint8Array.of(2), b)).toBeGreaterThan(0);
});
