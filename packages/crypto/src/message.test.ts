import { concat, pad, sha256, utf8, type Bytes } from '@awna/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { epochKeys, type EpochKeys } from './epoch.ts';
import { maxBody, maxSealed } from './limits.ts';
import { messageDigestInput, openMessage, sealMessage, signMessage, tagOf, verifyMessage } from './message.ts';
import { nobleEngine } from './noble.ts';
import { webEngine } from './web.ts';

const space = new Uint8Array(16).fill(1);
const genesis = new Uint8Array(32).fill(2);
const seed = new Uint8Array(32).fill(3);
const body = utf8('body');
const K = new Uint8Array(32).fill(4);
const flip = (b: Uint8Array, at: number): Bytes => Uint8Array.from(b, (byte, i) => (i === at ? byte ^ 1 : byte));

describe.each([webEngine, nobleEngine])('[§5] frames, $name', (engine) => {
  let keys: EpochKeys;
  let signature: Bytes;
  let sealed: Bytes;
  beforeAll(async () => {
    keys = await epochKeys(engine, K, space);
    signature = await signMessage(engine, seed, space, genesis, keys.tag, body);
    sealed = await sealMessage(engine, webDice, keys, space, signature, body);
  });

  test('[§4] the keys of an epoch are eight different ones, and other in another space', async () => {
    const here = [keys.env, keys.part, keys.checkpoint, keys.rsk, keys.wsk, keys.rpk, keys.wpk];
    const there = await epochKeys(engine, K, new Uint8Array(16));
    const all = [...here, there.env, there.part, there.checkpoint, there.rsk, there.wsk, there.rpk, there.wpk];
    expect(new Set(all.map(String)).size).toBe(14);
    for (const key of here) expect(key).toHaveLength(32);
    expect(keys.tag).toHaveLength(8);
    expect(String(keys.tag)).not.toBe(String(there.tag));
    expect(keys.rpk).toEqual(await engine.publicKeyOf(keys.rsk));
    await expect(epochKeys(engine, K.subarray(1), space)).rejects.toThrow(TypeError);
  });

  test('what is sealed opens, and the signature inside is good', async () => {
    expect(tagOf(sealed)).toEqual(keys.tag);
    const opened = await openMessage(engine, keys, space, sealed);
    expect(opened).toEqual({ ok: true, value: { signature, body } });
    const publicKey = await engine.publicKeyOf(seed);
    expect(await verifyMessage(engine, publicKey, signature, space, genesis, keys.tag, body)).toBe(true);
  });

  test('the same message sealed twice shares nothing but its header and length', async () => {
    const again = await sealMessage(engine, webDice, keys, space, signature, body);
    expect(again.length).toBe(sealed.length);
    expect(again.subarray(0, 10)).toEqual(sealed.subarray(0, 10));
    expect(again.subarray(10)).not.toEqual(sealed.subarray(10));
  });

  test('a signature holds for its space, genesis, epoch and body alone', async () => {
    const publicKey = await engine.publicKeyOf(seed);
    const other = new Uint8Array(32);
    const ask = (s: Bytes, g: Bytes, t: Bytes, b: Bytes): Promise<boolean> => verifyMessage(engine, publicKey, signature, s, g, t, b);
    expect(await ask(other.slice(0, 16), genesis, keys.tag, body)).toBe(false);
    expect(await ask(space, other, keys.tag, body)).toBe(false);
    expect(await ask(space, genesis, other.slice(0, 8), body)).toBe(false);
    expect(await ask(space, genesis, keys.tag, utf8('bodY'))).toBe(false);
  });

  test('every byte of a frame counts; cut anywhere it is no frame', async () => {
    for (let at = 0; at < sealed.length; at++) {
      const opened = await openMessage(engine, keys, space, flip(sealed, at));
      expect(opened.ok ? at : opened.error).toBe(at >= 2 && at < 10 ? 'wrong-tag' : 'not-open');
    }
    for (let n = 0; n < sealed.length; n += n < 40 ? 1 : 17)
      expect((await openMessage(engine, keys, space, sealed.subarray(0, n))).ok).toBe(false);
  });

  test('another space, another epoch: shut', async () => {
    expect(await openMessage(engine, keys, new Uint8Array(16), sealed)).toEqual({ ok: false, error: 'not-open' });
    const other = await epochKeys(engine, new Uint8Array(32), space);
    expect(await openMessage(engine, other, space, sealed)).toEqual({ ok: false, error: 'wrong-tag' });
    expect(await openMessage(engine, { ...other, tag: keys.tag }, space, sealed)).toEqual({ ok: false, error: 'not-open' });
  });

  test('the largest body passes; one byte more is too large, sealed by whomever', async () => {
    const largest = new Uint8Array(maxBody).fill(7);
    const full = await sealMessage(engine, webDice, keys, space, signature, largest);
    expect(full.length).toBeLessThan(maxSealed);
    expect((await openMessage(engine, keys, space, full)).ok).toBe(true);
    await expect(sealMessage(engine, webDice, keys, space, signature, new Uint8Array(maxBody + 1))).rejects.toThrow(TypeError);
    const over = await forge(engine, keys, pad(concat(signature, new Uint8Array(maxBody + 1))));
    expect(await openMessage(engine, keys, space, over)).toEqual({ ok: false, error: 'too-large' });
    const vast = concat(sealed, new Uint8Array(maxSealed));
    expect(await openMessage(engine, keys, space, vast)).toEqual({ ok: false, error: 'too-large' });
  });

  test('a member who seals rubbish makes a frame that does not open', async () => {
    for (const plain of [
      new Uint8Array(),
      new Uint8Array(256),
      pad(new Uint8Array(63)),
      concat(signature, body),
      concat(pad(signature), new Uint8Array(16)),
    ]) {
      expect(await openMessage(engine, keys, space, await forge(engine, keys, plain))).toEqual({ ok: false, error: 'not-open' });
    }
  });
});

async function forge(engine: Engine, keys: EpochKeys, plain: Uint8Array): Promise<Bytes> {
  const nonce = webDice(12);
  const mark = Uint8Array.of(1, 1);
  const aad = concat(utf8('awna/1/frame\0'), space, mark, keys.tag);
  return concat(mark, keys.tag, nonce, await engine.aeadSeal(keys.env, nonce, plain, aad));
}

test('[§5] what is signed is exactly what the protocol says', () => {
  const tag = new Uint8Array(8).fill(5);
  expect(messageDigestInput(space, genesis, tag, body)).toEqual(concat(utf8('awna/1/message\0'), space, genesis, tag, sha256(body)));
});

test('[§5] a frame of another version or suite has no tag we know', () => {
  expect(tagOf(Uint8Array.of(1, 1, 1, 2, 3, 4, 5, 6, 7, 8))).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  for (const bad of [[], [1], [1, 1, 0], [2, 1, 1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 1, 2, 3, 4, 5, 6, 7, 8]]) {
    expect(tagOf(Uint8Array.from(bad))).toBeUndefined();
  }
});
