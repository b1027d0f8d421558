import { concat, pad, utf8, type Bytes } from '@awna/base';
import { expect, test } from 'vitest';
import { isWellFormed } from './strict.ts';
import { epochKeys } from './epoch.ts';
import { openLetter, sealLetter } from './letter.ts';
import { openMessage, sealMessage, tagOf } from './message.ts';
import { nobleEngine } from './noble.ts';
import { openPart, sealPart } from './part.ts';
import { webDice } from './dice.ts';
import { webEngine } from './web.ts';
import { checkPublicKey, verifySync } from './verify.ts';

/** More by hand: `HOSTILE=100000 npx vitest run packages/crypto/src/hostile.test.ts` gives the slow parsers as many too. */
const rounds = Number(process.env['HOSTILE'] ?? 0);

function chance(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (Math.imul(a, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((a / 2 ** 32) * n);
  };
}

/** Cut, stretched, flipped, doubled, with a piece from elsewhere: what a lazy or a clever liar sends. */
function bent(sound: Uint8Array, die: (n: number) => number): Bytes {
  const at = die(sound.length);
  const [head, tail] = [sound.subarray(0, at), sound.subarray(at)];
  switch (die(7)) {
    case 0:
      return concat(head);
    case 1:
      return concat(head, Uint8Array.of(die(256)), tail);
    case 2:
      return concat(head, tail.subarray(1 + die(16)));
    case 3:
      return concat(head, Uint8Array.of((tail[0] ?? 0) ^ (1 << die(8))), tail.subarray(1));
    case 4:
      return concat(sound, sound.subarray(0, die(64)));
    case 5:
      return concat(sound.subarray(0, Math.min(22, at)), new Uint8Array(die(600)).fill(die(256)));
    default:
      return concat(Uint8Array.of(die(3), die(3)), sound.subarray(2, 2 + die(sound.length)));
  }
}

const space = new Uint8Array(16).fill(1);
const differs = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) !== 0;

test('[§5] 100,000 malformed frames: none opens, none throws', async () => {
  const die = chance(1);
  const keys = await epochKeys(webEngine, new Uint8Array(32), space);
  const sealed = await sealMessage(webEngine, webDice, keys, space, new Uint8Array(64), utf8('body'));
  let opened = 0;
  for (let i = 0; i < Math.max(rounds, 100_000); i += 50) {
    const frames = Array.from({ length: 50 }, () => bent(sealed, die)).filter((frame) => differs(frame, sealed));
    for (const frame of frames) tagOf(frame);
    for (const result of await Promise.all(frames.map((frame) => openMessage(webEngine, keys, space, frame)))) if (result.ok) opened++;
  }
  expect(opened).toBe(0);
});

test('[§5] members who seal rubbish: 20,000 plaintexts of every shape give a frame or a reason', async () => {
  const die = chance(2);
  const keys = await epochKeys(webEngine, new Uint8Array(32), space);
  const aad = concat(utf8('awna/1/frame\0'), space, Uint8Array.of(1, 1), keys.tag);
  const nonce = new Uint8Array(12);
  const reasons = new Set<string>();
  for (let i = 0; i < Math.max(rounds, 20_000); i++) {
    const plain = die(4) === 0 ? pad(new Uint8Array(die(300))) : bent(pad(new Uint8Array(die(300)).fill(0x80)), die);
    const frame = concat(Uint8Array.of(1, 1), keys.tag, nonce, await webEngine.aeadSeal(keys.env, nonce, plain, aad));
    const result = await openMessage(webEngine, keys, space, frame);
    reasons.add(result.ok ? 'opened' : result.error);
  }
  expect([...reasons].sort()).toEqual(['not-open', 'opened']);
});

test('[§5] malformed parts: none opens, none throws', async () => {
  const die = chance(3);
  const keys = await epochKeys(webEngine, new Uint8Array(32), space);
  const { part, hash } = await sealPart(webEngine, webDice, keys, space, utf8('words'));
  for (let i = 0; i < Math.max(rounds, 20_000); i++) {
    const spoiled = bent(part, die);
    if (differs(spoiled, part) && (await openPart(webEngine, keys, space, spoiled, hash))) throw new Error(`opened in round ${i}`);
  }
});

test('[§8] malformed letters: none opens, none throws, in either engine', async () => {
  const die = chance(4);
  const seed = new Uint8Array(32).fill(5);
  const letter = await sealLetter(webEngine, webDice, await webEngine.sealingKeyOf(seed), space, space, utf8('words'));
  for (let i = 0; i < Math.max(rounds, 600); i++) {
    const spoiled = bent(letter, die);
    const engine = i % 2 === 0 ? webEngine : nobleEngine;
    if (differs(spoiled, letter) && (await openLetter(engine, seed, space, space, spoiled))) throw new Error(`opened in round ${i}`);
  }
});

test('[§9] malformed signatures and keys: 100,000 judged by their form, those that pass by the curve; none is good, none throws', async () => {
  const die = chance(5);
  const seed = new Uint8Array(32).fill(6);
  const key = await nobleEngine.publicKeyOf(seed);
  const message = utf8('message');
  const signature = await nobleEngine.sign(seed, message);
  let formed = 0;
  for (let i = 0; i < Math.max(rounds, 100_000); i++) {
    const spoiled = bent(signature, die);
    if (!isWellFormed(spoiled) || !differs(spoiled, signature)) continue;
    if (formed++ < Math.max(rounds, 500) && verifySync(key, spoiled, message)) throw new Error(`good in round ${i}`);
  }
  expect(formed).toBeGreaterThan(500);
  for (let i = 0; i < Math.max(rounds, 500); i++) checkPublicKey(bent(key, die));
});
