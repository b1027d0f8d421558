import { decode as cborgDecode, encode as cborgEncode, rfc8949EncodeOptions } from 'cborg';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromHex, hex, utf8 } from './bytes.ts';
import { decode, encode, encodeState, maxDepth, type Value } from './cbor.ts';
import { depthOf } from './depth.ts';

const raw = (text: string): Uint8Array => fromHex(text.replaceAll(' ', '')) ?? utf8('bad hex in a test');
const nest = (depth: number, opener: number, inner: string): Uint8Array => concat(new Uint8Array(depth).fill(opener), raw(inner));

const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Value>(null, true, false, -1, 0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32, Number.MAX_SAFE_INTEGER),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 8 }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

test('[§1] whatever is a value goes there and back, and to the same bytes again', () => {
  fc.assert(
    fc.property(values, (value) => {
      const bytes = encode(value);
      const read = decode(bytes);
      expect(read.ok).toBe(true);
      if (!read.ok) return;
      expect(read.value).toEqual(Object.is(value, -0) ? 0 : value);
      expect(hex(encode(read.value))).toBe(hex(bytes));
    }),
    { numRuns: 500 },
  );
});

test('[§1] another people’s encoder writes the same bytes, and reads ours', () => {
  fc.assert(
    fc.property(values, (value) => {
      const bytes = encode(value);
      expect(hex(bytes)).toBe(hex(new Uint8Array(cborgEncode(value, rfc8949EncodeOptions))));
      const read = decode(bytes);
      if (!hex(bytes).includes('efbbbf')) expect(read).toEqual({ ok: true, value: cborgDecode(bytes) });
    }),
    {
      numRuns: 500,
      examples: [[{ [`${'ك'.repeat(12)}`]: 1, ['a'.repeat(23)]: 2, ['a'.repeat(25)]: 3 }], [2 ** 32 + 2 ** 31], [-(2 ** 40)]],
    },
  );
});

test('[§1] the examples of RFC 8949, appendix A, that are within our part of it', () => {
  const known: [Value, string][] = [
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [1_000_000_000_000, '1b000000e8d4a51000'],
    [-1, '20'],
    [-1000, '3903e7'],
    [false, 'f4'],
    [null, 'f6'],
    [Uint8Array.of(1, 2, 3, 4), '4401020304'],
    ['ü', '62c3bc'],
    ['水', '63e6b0b4'],
    ['', '60'],
    [[1, [2, 3], [4, 5]], '8301820203820405'],
    [{ a: 1, b: [2, 3] }, 'a26161016162820203'],
    [{}, 'a0'],
  ];
  for (const [value, bytes] of known) {
    expect(hex(encode(value))).toBe(bytes);
    expect(decode(raw(bytes))).toEqual({ ok: true, value });
  }
});

test('[§1] maps are sorted by their encoded keys, whatever the order they were written in', () => {
  expect(hex(encode({ b: 2, aa: 3, a: 1, '10': 4 }))).toBe(hex(encode({ '10': 4, a: 1, aa: 3, b: 2 })));
  expect(hex(encode({ b: 2, aa: 3, a: 1 }))).toBe('a3616101616202626161' + '03');
  expect(
    hex(
      encodeState({
        m: new Map([
          ['b', 1],
          ['a', 2],
        ]),
      }),
    ),
  ).toBe(hex(encode({ m: { a: 2, b: 1 } })));
});

const hostile: [name: string, bytes: string][] = [
  ['nothing', ''],
  ['two items', '0000'],
  ['a number not in its shortest form', '1800'],
  ['a length not in its shortest form', '780161'],
  ['unsorted map', 'a2 6162 01 6161 02'],
  ['duplicate key', 'a2 6161 01 6161 02'],
  ['a key that is a number', 'a1 01 02'],
  ['a key that is bytes', 'a1 4101 02'],
  ['__proto__', 'a1 69 5f5f70726f746f5f5f a0'],
  ['broken UTF-8', '61ff'],
  ['a surrogate in UTF-8', '63eda080'],
  ['overlong UTF-8', '62c0af'],
  ['broken UTF-8 after a byte order mark', '64efbbbfff'],
  ['half float', 'f93c00'],
  ['float that is whole', 'fb3ff0000000000000'],
  ['minus zero', 'f98000'],
  ['NaN', 'f97e00'],
  ['infinity', 'f97c00'],
  ['undefined', 'f7'],
  ['a simple value', 'e0'],
  ['a simple value in two bytes', 'f8ff'],
  ['a tag', 'c000'],
  ['a big number by tag', 'c249010000000000000000'],
  ['indefinite bytes', '5f4100ff'],
  ['indefinite text', '7f6161ff'],
  ['indefinite array', '9f00ff'],
  ['indefinite map', 'bf616100ff'],
  ['a break', 'ff'],
  ['2^53', '1b0020000000000000'],
  ['-2^53', '3b001fffffffffffff'],
  ['2^64 - 1', '1bffffffffffffffff'],
  ['a claim of 2^64 - 1 bytes', '5bffffffffffffffff00'],
  ['a claim of 2^32 items', '9a ffffffff 00'],
  ['a claim of 2^64 - 1 pairs', 'bbffffffffffffffff00'],
  ['bytes that end early', '43 0102'],
  ['an array that ends early', '8200'],
  ['a map without its value', 'a16161'],
  ['a reserved length', '1c'],
];

for (const [name, bytes] of hostile) {
  test(`[§1] refused, without throwing: ${name}`, () => {
    expect(decode(raw(bytes))).toEqual({ ok: false, error: 'not-canonical' });
  });
}

test('[§1] nesting up to 16 passes, 17 is too deep', () => {
  for (const opener of [0x81, 0xa1]) {
    const at = (depth: number): Uint8Array =>
      opener === 0x81 ? nest(depth - 1, 0x81, '80') : concat(...Array.from({ length: depth - 1 }, () => raw('a16161')), raw('a0'));
    expect(decode(at(maxDepth)).ok).toBe(true);
    expect(decode(at(maxDepth + 1))).toEqual({ ok: false, error: 'too-deep' });
  }
});

test('[§1] 10,000 levels, and 10,000,000, are measured and refused without recursion', () => {
  expect(decode(nest(10_000, 0x81, '80'))).toEqual({ ok: false, error: 'too-deep' });
  expect(decode(nest(10_000_000, 0x81, '80'))).toEqual({ ok: false, error: 'too-deep' });
  expect(depthOf(nest(10_000, 0x81, '80'), Number.POSITIVE_INFINITY)).toBe(10_001);
});

test('[§1] a long claim makes nothing long: a few bytes never become an allocation', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 1_000; i++) decode(raw('9a3fffffff00'));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

test('[§1] text that begins with a byte order mark comes back whole, as key too', () => {
  for (const text of ['\ufeff', '\ufeffعونة', `\ufeff${'ا'.repeat(300)}`, '\ufeff\ufeffa', 'a\ufeff']) {
    expect(decode(encode(text))).toEqual({ ok: true, value: text });
    expect(decode(encode({ [text]: [text] }))).toEqual({ ok: true, value: { [text]: [text] } });
  }
});

test('decoded maps are plain: no key reaches a prototype', () => {
  const read = decode(encode({ constructor: 1, toString: 2, hasOwnProperty: 3 }));
  expect(read).toEqual({ ok: true, value: { constructor: 1, toString: 2, hasOwnProperty: 3 } });
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('outside Value is a programmer’s mistake: encode throws', () => {
  const deep = (depth: number): Value => (depth === 0 ? 0 : [deep(depth - 1)]);
  expect(() => encode(deep(maxDepth))).not.toThrow();
  const outside: unknown[] = [
    0.5,
    Number.NaN,
    2 ** 53,
    undefined,
    1n,
    new Date(),
    new Map(),
    [undefined],
    { a: () => 0 },
    deep(maxDepth + 1),
  ];
  outside.push(JSON.parse('{"__proto__": 1}'));
  for (const value of outside) expect(() => encode(value as Value)).toThrow(TypeError);
  for (const key of [1, Symbol.iterator, undefined]) expect(() => encodeState(new Map([[key, 0]]))).toThrow(TypeError);
});

test('shelf: a strict reader alone, like cborg’s, takes unsorted maps and broken UTF-8; the second encoding is what refuses them', () => {
  const unsorted = raw('a2 6162 01 6161 02');
  const broken = raw('61ff');
  expect(cborgDecode(unsorted, { strict: true })).toEqual({ a: 2, b: 1 });
  expect(cborgDecode(broken, { strict: true })).toBe('\ufffd');
  expect(decode(unsorted).ok || decode(broken).ok).toBe(false);
});
