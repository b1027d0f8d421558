import type { Bytes } from '@awna/base';
import { chooseEngine, nobleEngine, webEngine, type Engine } from '@awna/crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeEngine } from './engine.ts';

const some = (min: number, max: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((b) => new Uint8Array(b));
const others: readonly Engine[] = [webEngine, nobleEngine];

test('[§9] Node’s engine gives the known answers and judges the vectors strictly, so it is the one that is taken', async () => {
  expect((await chooseEngine(nodeEngine)).name).toBe('node');
  expect((await chooseEngine({ ...nodeEngine, aeadOpen: async (_k, _n, sealed) => sealed.slice(0, -16) })).name).toBe('noble');
});

test('[§2] Node’s engine seals the bytes the other two seal, and opens what they sealed', async () => {
  await fc.assert(
    fc.asyncProperty(some(32, 32), some(12, 12), some(0, 2_000), some(0, 60), async (key, nonce, plain, aad) => {
      const sealed = await nodeEngine.aeadSeal(key, nonce, plain, aad);
      expect(await nodeEngine.aeadOpen(key, nonce, sealed, aad)).toEqual(plain);
      for (const other of others) {
        expect(await other.aeadSeal(key, nonce, plain, aad)).toEqual(sealed);
        expect(await other.aeadOpen(key, nonce, sealed, aad)).toEqual(plain);
      }
    }),
    { numRuns: 100 },
  );
});

test('[§2] Node’s engine refuses what the other two refuse: bits flipped anywhere, lengths cut, bytes added', async () => {
  const what = fc.constantFrom('key', 'nonce', 'sealed', 'aad');
  const how = fc.constantFrom('flip', 'cut', 'add');
  await fc.assert(
    fc.asyncProperty(some(32, 32), some(0, 80), fc.nat(), what, how, async (key, plain, at, which, bent) => {
      const [nonce, aad] = [key.slice(0, 12), key.slice(12, 20)];
      const bend = (b: Bytes): Bytes =>
        bent === 'cut'
          ? b.slice(0, at % b.length)
          : bent === 'add'
            ? Uint8Array.of(...b, at & 0xff)
            : b.map((byte, i) => (i === at % b.length ? byte ^ (1 + (at % 255)) : byte));
      const given = { key, nonce, aad, sealed: await nodeEngine.aeadSeal(key, nonce, plain, aad) };
      // A key or nonce of another length is a programmer's mistake, and no engine has to be told of it.
      if (bent !== 'flip' && (which === 'key' || which === 'nonce')) return;
      const spoiled = { ...given, [which]: bend(given[which as keyof typeof given]) };
      for (const engine of [nodeEngine, ...others]) {
        expect(await engine.aeadOpen(spoiled.key, spoiled.nonce, spoiled.sealed, spoiled.aad)).toBeUndefined();
      }
    }),
    { numRuns: 200 },
  );
});

test('[§2] a key written over is another key, what is given is not changed, what comes back is nobody else’s memory', async () => {
  const key = new Uint8Array(32).fill(1);
  const [nonce, none, plain] = [new Uint8Array(12), new Uint8Array(), new Uint8Array([7, 8, 9])];
  const first = await nodeEngine.aeadSeal(key, nonce, plain, none);
  const there = await nodeEngine.aeadOpen(key, nonce, first, none);
  expect([first.buffer.byteLength, there?.buffer.byteLength]).toEqual([first.length, plain.length]);
  expect([plain, nonce]).toEqual([new Uint8Array([7, 8, 9]), new Uint8Array(12)]);
  key.fill(2);
  expect(await nodeEngine.aeadOpen(key, nonce, first, none)).toBeUndefined();
  expect(await nodeEngine.aeadSeal(key, nonce, plain, none)).toEqual(
    await nodeEngine.aeadSeal(new Uint8Array(32).fill(2), nonce, plain, none),
  );
});

test('a thousand boxes opened in one go let others have their turn', async () => {
  const [key, nonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array()];
  const sealed = await nodeEngine.aeadSeal(key, nonce, none, none);
  let turns = 0;
  const turn = (): void => void (turns++, (next = setImmediate(turn)));
  let next = setImmediate(turn);
  await Promise.all(Array.from({ length: 1_024 }, () => nodeEngine.aeadOpen(key, nonce, sealed, none)));
  clearImmediate(next);
  expect(turns).toBeGreaterThan(0);
});
