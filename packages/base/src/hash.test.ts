import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, copy, hex, utf8, type Bytes } from './bytes.ts';
import { hashWith, sha256 } from './hash.ts';

const reference = (bytes: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const agrees = (): void =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), (parts) => {
      expect(hex(sha256(...parts))).toBe(hex(reference(concat(...parts))));
    }),
  );

test('[§1] SHA-256 is FIPS 180-4’s, of parts as of the whole, by whichever hand', () => {
  expect(hex(sha256(utf8('abc')))).toBe(abc);
  agrees();
  let asked = 0;
  hashWith((bytes) => {
    asked++;
    return reference(bytes);
  });
  const before = asked;
  expect(hex(sha256(utf8('a'), utf8('bc')))).toBe(abc);
  expect(asked).toBe(before + 1);
  agrees();
});

const shelf: [what: string, own: (bytes: Uint8Array) => Bytes][] = [
  ['gives another hash', (bytes) => new Uint8Array(createHash('sha512-256').update(bytes).digest())],
  ['forgets the end', (bytes) => reference(bytes.subarray(0, 64))],
  ['is wrong where a block ends', (bytes) => reference(bytes.length === 64 ? copy(bytes).fill(1, 0, 1) : bytes)],
  ['gives too little', (bytes) => reference(bytes).slice(0, 31)],
];

test.each(shelf)('[§1] shelf: a hand that %s is not taken', (_, own) => {
  expect(() => hashWith(own)).toThrow(TypeError);
  expect(hex(sha256(utf8('abc')))).toBe(abc);
});
