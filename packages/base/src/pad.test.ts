import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, utf8 } from './bytes.ts';
import { pad, paddedLength, padFloor, unpad } from './pad.ts';

const lengths = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 70_000 }));

test('[§1] Padmé lengths, worked out by hand from the paper', () => {
  const known: [number, number][] = [
    [0, 256],
    [256, 256],
    [257, 272],
    [272, 272],
    [273, 288],
    [511, 512],
    [512, 512],
    [513, 544],
    [1000, 1024],
    [65_601, 67_584],
    [1_000_000, 1_015_808],
  ];
  for (const [n, want] of known) expect([n, paddedLength(n)]).toEqual([n, want]);
});

test('[§1] a padded length is at least the length, at most 12 % over above the floor, and padded again the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (n) => {
      const padded = paddedLength(n);
      expect(padded).toBeGreaterThanOrEqual(Math.max(n, padFloor));
      if (n > padFloor) expect(padded / n).toBeLessThanOrEqual(1.12);
      expect(paddedLength(padded)).toBe(padded);
    }),
  );
});

test('[§1] lengths never shrink as contents grow', () => {
  let last = 0;
  for (let n = 0; n <= 20_000; n++) {
    const padded = paddedLength(n);
    expect(padded).toBeGreaterThanOrEqual(last);
    last = padded;
  }
});

test('[§1] what is padded comes back, whatever its end', () => {
  fc.assert(
    fc.property(lengths, fc.constantFrom(0, 0x80, 1, 255), (n, end) => {
      const plain = new Uint8Array(n).fill(end);
      const padded = pad(plain);
      expect(padded.length).toBe(paddedLength(n + 1));
      expect(unpad(padded)).toEqual(plain);
    }),
    { numRuns: 300 },
  );
});

test('[§1] only the one spelling is taken: no mark, a mark too early or padding too long is nothing', () => {
  expect(unpad(new Uint8Array())).toBeUndefined();
  expect(unpad(new Uint8Array(256))).toBeUndefined();
  expect(unpad(new Uint8Array(256).fill(1))).toBeUndefined();
  expect(unpad(Uint8Array.of(0x80))).toBeUndefined();
  expect(unpad(pad(utf8('x')).subarray(0, 255))).toBeUndefined();
  expect(unpad(concat(pad(utf8('x')), new Uint8Array(16)))).toBeUndefined();
  const longer = new Uint8Array(512);
  longer[3] = 0x80;
  expect(unpad(longer)).toBeUndefined();
});

test('[§1] 100,000 arbitrary endings: unpad never throws, and what it takes is what pad writes', () => {
  let seed = 0x5eed;
  const next = (n: number): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % n;
  for (let i = 0; i < 100_000; i++) {
    const bytes = new Uint8Array(i % 3 === 0 ? paddedLength(next(600)) : next(600));
    bytes.fill(next(256), 0, next(bytes.length + 1));
    if (bytes.length > 0) bytes[next(bytes.length)] = 0x80;
    const plain = unpad(bytes);
    if (plain) expect(Buffer.compare(pad(plain), bytes)).toBe(0);
  }
});

test('a length that is none is a programmer’s mistake', () => {
  for (const bad of [-1, 0.5, Number.NaN]) expect(() => paddedLength(bad)).toThrow(RangeError);
});
