import { readFileSync } from 'node:fs';
import { concat, u64, utf8, type Bytes } from '@awna/base';
import { expect, test } from 'vitest';
import { checkHead, signDoor } from './door.ts';
import { headBytes, relayKeyOf, signHead, type Head } from './head.ts';
import { nobleEngine } from './noble.ts';
import { verify, verifyDoor, verifyHead, type Door } from './verify.ts';
import { webEngine } from './web.ts';

const fill = (length: number, n: number): Bytes => new Uint8Array(length).fill(n);
const seed = fill(32, 7);
const head: Head = { space: fill(16, 1), size: 3, root: fill(32, 2), minute: 29_000_000 };

test('[§6] a head says its space, size, root and minute, and every one of them is signed', async () => {
  expect(headBytes(head)).toEqual(concat(utf8('awna/1/head\0'), head.space, u64(3), head.root, u64(29_000_000)));
  const key = relayKeyOf(seed);
  const signature = signHead(seed, head);
  expect(verifyHead(key, head, signature)).toBe(true);
  const bent: Partial<Head>[] = [{ space: fill(16, 0) }, { size: 4 }, { root: fill(32, 0) }, { minute: 0 }];
  for (const engine of [webEngine, nobleEngine]) {
    expect(await checkHead(engine, key, head, signature)).toBe(true);
    for (const change of bent) {
      expect(verifyHead(key, { ...head, ...change }, signature)).toBe(false);
      expect(await checkHead(engine, key, { ...head, ...change }, signature)).toBe(false);
    }
    expect(await checkHead(engine, relayKeyOf(fill(32, 8)), head, signature)).toBe(false);
  }
});

test('[§6] a head of impossible numbers or lengths is false, not an exception', async () => {
  const impossible: Partial<Head>[] = [
    { size: -1 },
    { size: 0.5 },
    { minute: Number.NaN },
    { size: 2 ** 53 },
    { root: fill(31, 0) },
    { space: fill(17, 0) },
  ];
  for (const change of impossible) {
    expect(verifyHead(relayKeyOf(seed), { ...head, ...change }, fill(64, 1))).toBe(false);
    expect(await checkHead(webEngine, relayKeyOf(seed), { ...head, ...change }, fill(64, 1))).toBe(false);
  }
});

test('[§10] a signature opens one door, of one space, at one relay, on one connection', async () => {
  const doors: Door[] = ['open', 'read', 'write'];
  const key = await webEngine.publicKeyOf(seed);
  const [at, space] = [{ key: fill(32, 9), nonce: fill(32, 3) }, fill(16, 1)];
  for (const door of doors) {
    const signature = await signDoor(webEngine, door, seed, at, space);
    for (const other of doors) expect(verifyDoor(other, key, signature, at, space)).toBe(other === door);
    expect(verifyDoor(door, key, signature, { ...at, nonce: fill(32, 4) }, space)).toBe(false);
    expect(verifyDoor(door, key, signature, { ...at, key: fill(32, 8) }, space)).toBe(false);
    // What is signed has a fixed place for each: a byte moved from one to the other is refused by length.
    expect(verifyDoor(door, key, signature, { key: fill(31, 9), nonce: Uint8Array.of(9, ...at.nonce) }, space)).toBe(false);
    expect(verifyDoor(door, key, signature, at, fill(16, 2))).toBe(false);
    expect(verifyDoor(door, key, signature, { ...at, nonce: fill(31, 3) }, space)).toBe(false);
  }
});

test('[§9] the relay’s verifier is as strict as ours', async () => {
  const { vectors } = await import('./vectors.ts');
  for (const v of vectors) expect(await verify(v.publicKey, v.signature, v.message)).toBe(v.good);
});

/** Every module reached from a file, by reading what it imports. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.startsWith('./')) return seen;
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  for (const [, from] of source.matchAll(/from '([^']+)'/g)) if (from) reach(from, seen);
  return seen;
}

test('the relay’s two doors into this room reach nothing that opens what is sealed', () => {
  const reached = [...reach('./verify.ts'), ...reach('./head.ts')];
  expect(reached.some((name) => /ciphers|hpke|x25519|hkdf|noble\.ts|web|epoch|message|part|letter|box|local|blob|to\.ts/.test(name))).toBe(
    false,
  );
  expect(reached).toContain('./ed25519.ts');
  expect([...reach('./index.ts')].some((name) => /ciphers|hpke/.test(name))).toBe(true);
});
