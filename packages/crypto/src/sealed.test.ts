import { concat, pad, sha256, utf8, type Bytes } from '@awna/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBlob, sealBlob } from './blob.ts';
import { webDice } from './dice.ts';
import { epochKeys, type EpochKeys } from './epoch.ts';
import { openLetter, openWelcome, sealLetter, sealWelcome } from './letter.ts';
import { maxBlob, maxLetter, maxSealed } from './limits.ts';
import { openLocal, sealLocal } from './local.ts';
import { nobleEngine } from './noble.ts';
import { openPart, sealPart } from './part.ts';
import { openTo, sealTo, type Binding } from './to.ts';
import { webEngine } from './web.ts';

const id = (n: number): Bytes => new Uint8Array(16).fill(n);
const space = id(1);
const text = utf8('ليلى، زقاق الياسمين 7');
const flip = (b: Uint8Array, at: number): Bytes => Uint8Array.from(b, (byte, i) => (i === at ? byte ^ 1 : byte));

describe.each([webEngine, nobleEngine])('$name', (engine) => {
  let keys: EpochKeys;
  beforeAll(async () => {
    keys = await epochKeys(engine, new Uint8Array(32).fill(4), space);
  });

  test('[§5] a part opens for its hash alone; its hash tells nothing of its words', async () => {
    const { part, hash } = await sealPart(engine, webDice, keys, space, text);
    expect(await openPart(engine, keys, space, part, hash)).toEqual(text);
    const again = await sealPart(engine, webDice, keys, space, text);
    expect(again.hash).not.toEqual(hash);
    expect(again.part.length).toBe(part.length);
    expect(await openPart(engine, keys, space, again.part, hash)).toBeUndefined();
    expect(await openPart(engine, keys, id(2), part, hash)).toBeUndefined();
    expect(await openPart(engine, await epochKeys(engine, new Uint8Array(32), space), space, part, hash)).toBeUndefined();
    for (let at = 0; at < part.length; at += 7) expect(await openPart(engine, keys, space, flip(part, at), hash)).toBeUndefined();
    for (const n of [0, 11, 12, 27, 28, part.length - 1])
      expect(await openPart(engine, keys, space, part.subarray(0, n), hash)).toBeUndefined();
    expect(await openPart(engine, keys, space, new Uint8Array(maxSealed + 1), hash)).toBeUndefined();
  });

  test('[§5] a part too short for its salt is none, whatever hash the body names', async () => {
    const nonce = webDice(12);
    const sealed = await engine.aeadSeal(keys.part, nonce, pad(utf8('short')), concat(utf8('awna/1/part\0'), space));
    expect(await openPart(engine, keys, space, concat(nonce, sealed), sha256(utf8('short')))).toBeUndefined();
  });

  test('[X5] what is sealed to one member opens for them alone, and for that fact, type, sender and receiver alone', async () => {
    const seed = webDice(32);
    const to = await engine.sealingKeyOf(seed);
    const binding: Binding = { space, type: 'exchange/taken@1', fact: id(3), from: id(4), to: id(5) };
    const sealed = await sealTo(engine, webDice, to, binding, text);
    expect(await openTo(engine, seed, binding, sealed)).toEqual(text);
    expect(await openTo(engine, webDice(32), binding, sealed)).toBeUndefined();
    const moved: Partial<Binding>[] = [
      { space: id(9) },
      { type: 'exchange/taken@2' },
      { fact: id(9) },
      { from: id(5), to: id(4) },
      { to: id(9) },
    ];
    for (const change of moved) expect(await openTo(engine, seed, { ...binding, ...change }, sealed)).toBeUndefined();
    expect(sealed.length).toBe((await sealTo(engine, webDice, to, binding, utf8('x'))).length);
  });

  test('[§3] a blob has a key of its own and is named by its sealed bytes', async () => {
    const photo = webDice(5_000);
    const { blob, bytes, key } = await sealBlob(engine, webDice, photo);
    expect(blob).toEqual(sha256(bytes));
    expect(await openBlob(engine, key, bytes)).toEqual(photo);
    const again = await sealBlob(engine, webDice, photo);
    expect(again.key).not.toEqual(key);
    expect(await openBlob(engine, again.key, bytes)).toBeUndefined();
    expect(await openBlob(engine, key, flip(bytes, 100))).toBeUndefined();
    expect(await openBlob(engine, key, bytes.subarray(0, 5))).toBeUndefined();
    expect(await openBlob(engine, key.subarray(1), bytes)).toBeUndefined();
    expect(await openBlob(engine, key, new Uint8Array(maxBlob + 1))).toBeUndefined();
  });

  test('[§8] letters open for the box and the invite they were written to', async () => {
    const seed = webDice(32);
    const box = await engine.sealingKeyOf(seed);
    const letter = await sealLetter(engine, webDice, box, space, id(6), text);
    expect(await openLetter(engine, seed, space, id(6), letter)).toEqual(text);
    expect(await openLetter(engine, seed, space, id(7), letter)).toBeUndefined();
    expect(await openLetter(engine, seed, id(7), id(6), letter)).toBeUndefined();
    expect(await openLetter(engine, webDice(32), space, id(6), letter)).toBeUndefined();
    expect(await openLetter(engine, seed, space, id(6), new Uint8Array(maxLetter + 1))).toBeUndefined();
    expect(await openWelcome(engine, seed, space, id(6), letter)).toBeUndefined();
  });

  test('[§8] a welcome opens for the newcomer and the slot it was laid into', async () => {
    const seed = webDice(32);
    const welcome = await sealWelcome(engine, webDice, await engine.sealingKeyOf(seed), space, id(6), text);
    expect(await openWelcome(engine, seed, space, id(6), welcome)).toEqual(text);
    expect(await openWelcome(engine, seed, space, id(7), welcome)).toBeUndefined();
    expect(await openLetter(engine, seed, space, id(6), welcome)).toBeUndefined();
    expect(await openWelcome(engine, seed, space, id(6), flip(welcome, 40))).toBeUndefined();
  });

  test('what rests on this device opens with its key under its name alone', async () => {
    const key = webDice(32);
    const sealed = await sealLocal(engine, webDice, key, text, 'outbox');
    expect(await openLocal(engine, key, sealed, 'outbox')).toEqual(text);
    expect(await openLocal(engine, key, sealed, 'keys')).toBeUndefined();
    expect(await openLocal(engine, webDice(32), sealed, 'outbox')).toBeUndefined();
    for (let n = 0; n < sealed.length; n += 3) expect(await openLocal(engine, key, sealed.subarray(0, n), 'outbox')).toBeUndefined();
  });

  test('what is longer than the protocol allows is refused before any work is done for it', async () => {
    const unwilling = {
      ...engine,
      aeadOpen: () => Promise.reject(new Error('worked')),
      hpkeOpen: () => Promise.reject(new Error('worked')),
    };
    const key = webDice(32);
    expect(await openPart(unwilling, keys, space, new Uint8Array(maxSealed + 1), key)).toBeUndefined();
    expect(await openBlob(unwilling, key, new Uint8Array(maxBlob + 1))).toBeUndefined();
    expect(await openLetter(unwilling, key, space, id(6), new Uint8Array(maxLetter + 1))).toBeUndefined();
    expect(await openWelcome(unwilling, key, space, id(6), new Uint8Array(maxLetter + 1))).toBeUndefined();
    await expect(openBlob(unwilling, key, new Uint8Array(maxBlob))).rejects.toThrow('worked');
  });

  test('nothing sealed holds its words in the clear', async () => {
    const seed = webDice(32);
    const to = await engine.sealingKeyOf(seed);
    const sealed = [
      (await sealPart(engine, webDice, keys, space, text)).part,
      (await sealBlob(engine, webDice, text)).bytes,
      await sealLetter(engine, webDice, to, space, id(6), text),
      await sealLocal(engine, webDice, seed, text),
    ];
    for (const bytes of sealed) expect(Buffer.from(bytes).includes(Buffer.from(text.subarray(0, 12)))).toBe(false);
  });
});
