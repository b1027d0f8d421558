import { expect, test } from 'vitest';
import { hex, utf8 } from './bytes.ts';
import { domain, sha256 } from './hash.ts';
import { deviceIdOf, factIdOf, idBytes, idOf, isId } from './ids.ts';

test('SHA-256 gives the answer of FIPS 180-4, in pieces too', () => {
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(hex(sha256(utf8('abc')))).toBe(known);
  expect(hex(sha256(utf8('a'), utf8(''), utf8('bc')))).toBe(known);
  expect(hex(sha256())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('[§1] a domain string ends in 0x00, so none is the beginning of another', () => {
  expect(domain('message')).toEqual(utf8('awna/1/message\0'));
});

test('[§3] an id is 16 bytes as 22 letters, spelled in one way', () => {
  const id = idOf(sha256(utf8('x')));
  expect(id).toHaveLength(22);
  expect(isId(id)).toBe(true);
  expect(idOf(idBytes(id))).toBe(id);
  for (const bad of [
    '',
    'A'.repeat(21),
    'A'.repeat(23),
    `${'A'.repeat(21)}B`,
    `${'A'.repeat(21)}=`,
    `${'A'.repeat(21)}\n`,
    `${'A'.repeat(22)}\n`,
  ]) {
    expect(isId(bad)).toBe(false);
    expect(() => idBytes(bad)).toThrow(TypeError);
  }
});

test('[§3] names of devices and facts are the hashes the protocol says', () => {
  const key = new Uint8Array(32).fill(7);
  const salt = new Uint8Array(16).fill(9);
  const device = deviceIdOf(key);
  expect(device).toEqual(sha256(key).slice(0, 16));
  expect(factIdOf(device, salt)).toBe(idOf(sha256(utf8('awna/1/fact\0'), device, salt)));
});
