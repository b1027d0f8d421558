import { equal, hex, sealBlobs, sealsEach, type Bytes } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { webDice } from './dice.ts';
import { epochKeys } from './epoch.ts';
import { nobleEngine } from './noble.ts';
import { openAsk, openReseal, reseal, resealBoxOf, sealAsk, signAsk, verifyAsk } from './reseal.ts';
import { commitmentOf, keysNamed, nextKey, openSeal, sealAt, sealBytes, sealTurn, type Recipient } from './turn.ts';
import { webEngine } from './web.ts';

const id = (n: number): Bytes => new Uint8Array(16).fill(n);
const space = id(1);

async function people(engine: typeof webEngine, count: number): Promise<{ seed: Bytes; recipient: Recipient }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const seed = webDice(32);
      return { seed, recipient: { member: webDice(16), sealing: await engine.sealingKeyOf(seed) } };
    }),
  );
}

describe.each([webEngine, nobleEngine])('$name', (engine) => {
  test('[§11] the next key follows from the last and from what is fresh; neither alone makes it', async () => {
    const [K, fresh] = [webDice(32), webDice(32)];
    const next = await nextKey(engine, K, fresh, space);
    expect(await nextKey(engine, K, fresh, space)).toEqual(next);
    expect(await nextKey(engine, webDice(32), fresh, space)).not.toEqual(next);
    expect(await nextKey(engine, K, webDice(32), space)).not.toEqual(next);
    expect(await nextKey(engine, K, fresh, id(2))).not.toEqual(next);
    expect(await nextKey(engine, K, fresh, space)).toEqual(await nextKey(engine === webEngine ? nobleEngine : webEngine, K, fresh, space));
  });

  test('[§11] everybody in the roster opens their own seal, and no other seal opens for them', async () => {
    const K = webDice(32);
    const turning = { space, commit: await commitmentOf(engine, K, space), from: id(7) };
    const three = await people(engine, 3);
    const blobs = await sealTurn(
      engine,
      webDice,
      turning,
      K,
      three.map(({ recipient }) => recipient),
    );
    expect(blobs.map(({ length }) => length)).toEqual([64 * sealBytes]);
    for (const [index, { seed, recipient }] of three.entries()) {
      for (let other = 0; other < 5; other++) {
        const { blob, from } = sealAt(other);
        const seal = blobs[blob]?.subarray(from, from + sealBytes) ?? new Uint8Array();
        const opened = await openSeal(engine, seed, turning, recipient.member, seal);
        expect(opened !== undefined && equal(opened, K)).toBe(other === index);
      }
      const mine = blobs[0]?.subarray(index * sealBytes, (index + 1) * sealBytes) ?? new Uint8Array();
      expect(await openSeal(engine, seed, { ...turning, from: id(8) }, recipient.member, mine)).toBeUndefined();
      expect(await openSeal(engine, seed, { ...turning, space: id(2) }, recipient.member, mine)).toBeUndefined();
      expect(await openSeal(engine, seed, { ...turning, commit: new Uint8Array(32) }, recipient.member, mine)).toBeUndefined();
      expect(await openSeal(engine, seed, turning, recipient.member, mine.subarray(1))).toBeUndefined();
    }
  });

  test('[§11] a key that is not the one named is as good as none', async () => {
    const K = webDice(32);
    const named = { tag: (await epochKeys(engine, K, space)).tag, commit: await commitmentOf(engine, K, space) };
    expect((await keysNamed(engine, K, space, named))?.tag).toEqual(named.tag);
    expect(await keysNamed(engine, webDice(32), space, named)).toBeUndefined();
    expect(await keysNamed(engine, K, space, { ...named, tag: new Uint8Array(8) })).toBeUndefined();
    expect(await keysNamed(engine, K, id(2), named)).toBeUndefined();
    expect(await keysNamed(engine, K.subarray(1), space, named)).toBeUndefined();
  });

  test('[§11] who cannot open a turn asks, and is answered for themselves alone', async () => {
    const [before, K, deviceSeed, sealing] = [webDice(32), webDice(32), webDice(32), webDice(32)];
    const commit = await commitmentOf(engine, K, space);
    const { tag } = await epochKeys(engine, K, space);
    const box = await resealBoxOf(engine, before, space);
    const letter = await sealAsk(engine, webDice, box.publicKey, space, tag, Uint8Array.of(1, 2));
    expect(await openAsk(engine, (await resealBoxOf(engine, before, space)).seed, space, tag, letter)).toEqual(Uint8Array.of(1, 2));
    expect(await openAsk(engine, (await resealBoxOf(engine, K, space)).seed, space, tag, letter)).toBeUndefined();
    expect(await openAsk(engine, box.seed, space, id(1).subarray(0, 8), letter)).toBeUndefined();
    const ask = { space, genesis: new Uint8Array(32), tag, slot: id(3) };
    const sign = await signAsk(engine, deviceSeed, ask);
    const device = await engine.publicKeyOf(deviceSeed);
    expect(await verifyAsk(engine, device, sign, ask)).toBe(true);
    expect(await verifyAsk(engine, device, sign, { ...ask, slot: id(4) })).toBe(false);
    const to = { space, commit, member: id(5) };
    const answer = await reseal(engine, webDice, await engine.sealingKeyOf(sealing), to, K);
    expect(await openReseal(engine, sealing, to, answer)).toEqual(K);
    expect(await openReseal(engine, sealing, { ...to, member: id(6) }, answer)).toBeUndefined();
    expect(await openReseal(engine, webDice(32), to, answer)).toBeUndefined();
  });
});

test('[§11] 900 people have two blobs, and each seal stands where its index says', async () => {
  const K = webDice(32);
  const turning = { space, commit: await commitmentOf(webEngine, K, space), from: id(7) };
  const some = await people(webEngine, 3);
  const [first, middle, last] = some;
  if (!first || !middle || !last) throw new Error('three were made');
  const roster = Array.from({ length: 900 }, (_, at) => (at === 818 ? middle : at === 899 ? last : first).recipient);
  const blobs = await sealTurn(webEngine, webDice, turning, K, roster);
  expect(blobs.map(({ length }) => length)).toEqual([sealsEach * sealBytes, (960 - sealsEach) * sealBytes]);
  expect(blobs.length).toBe(sealBlobs(900));
  expect(new Set(blobs.map(hex)).size).toBe(2);
  for (const [index, { seed, recipient }] of [
    [0, first],
    [818, middle],
    [899, last],
  ] as const) {
    const { blob, from } = sealAt(index);
    const seal = blobs[blob]?.subarray(from, from + sealBytes) ?? new Uint8Array();
    expect(await openSeal(webEngine, seed, turning, recipient.member, seal)).toEqual(K);
  }
});
