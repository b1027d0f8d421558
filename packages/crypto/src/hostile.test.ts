import { concat, equal, pad, unpad, utf8, type Bytes } from '@awna/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { bent, chance, dear, flipped, patience, rounds, spoiled, taken, type Die } from '../tests/bent.ts';
import { openBlob, sealBlob } from './blob.ts';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { epochKeys, type EpochKeys } from './epoch.ts';
import { openLetter, openWelcome, sealLetter } from './letter.ts';
import { openLocal, sealLocal } from './local.ts';
import { openMessage, sealMessage, tagOf } from './message.ts';
import { nobleEngine } from './noble.ts';
import { openPart, sealPart } from './part.ts';
import { openTo } from './to.ts';
import { webEngine } from './web.ts';

const space = new Uint8Array(16).fill(1);
const seed = new Uint8Array(32).fill(5);
let keys: EpochKeys;
beforeAll(async () => {
  keys = await epochKeys(webEngine, new Uint8Array(32), space);
});

describe('who has no key: nothing opens, nothing throws', () => {
  test(`[§5] ${rounds} malformed frames`, { timeout: patience }, async () => {
    const die = chance(1);
    const sealed = await sealMessage(webEngine, webDice, keys, space, new Uint8Array(64), utf8('body'));
    const open = async (frame: Bytes): Promise<boolean> => {
      tagOf(frame);
      return (await openMessage(webEngine, keys, space, frame)).ok;
    };
    expect(await taken(rounds, () => spoiled(sealed, die), open)).toBe(0);
  });

  test(`[§5] ${rounds} malformed parts`, { timeout: patience }, async () => {
    const die = chance(2);
    const { part, hash } = await sealPart(webEngine, webDice, keys, space, utf8('words'));
    expect(
      await taken(
        rounds,
        () => spoiled(part, die),
        (bytes) => openPart(webEngine, keys, space, bytes, hash),
      ),
    ).toBe(0);
  });

  test(`[§5] ${rounds} malformed blobs, and ${dear} notes at rest`, { timeout: patience }, async () => {
    const die = chance(3);
    const { bytes: blob, key } = await sealBlob(webEngine, webDice, utf8('words'));
    expect(
      await taken(
        rounds,
        () => spoiled(blob, die),
        (bytes) => openBlob(webEngine, key, bytes),
      ),
    ).toBe(0);
    const note = await sealLocal(webEngine, webDice, key, utf8('words'), 'outbox');
    expect(
      await taken(
        dear,
        () => spoiled(note, die),
        (bytes) => openLocal(webEngine, key, bytes, 'outbox'),
      ),
    ).toBe(0);
  });
});

/** What no X25519 key looks like, or an opening that is too short or too long: told without a curve. */
function told(letter: Bytes, die: Die): Bytes {
  const rest = bent(letter, die).subarray(32);
  switch (die(5)) {
    case 0:
      return letter.slice(0, die(48));
    case 1:
      return concat(letter, new Uint8Array(16_385));
    case 2:
      return concat(letter.subarray(0, 31), Uint8Array.of(0x80 | die(128)), rest);
    case 3:
      return concat(Uint8Array.of(0xed + die(19)), new Uint8Array(30).fill(255), Uint8Array.of(127), rest);
    default:
      return concat(Uint8Array.of(die(2)), new Uint8Array(31), rest);
  }
}

test(
  `[§8] ${rounds} malformed letters and welcomes told by their bytes, ${dear} more by the curve, some in each engine: none opens, none throws`,
  { timeout: patience },
  async () => {
    const die = chance(4);
    const letter = await sealLetter(webEngine, webDice, await webEngine.sealingKeyOf(seed), space, space, utf8('words'));
    const unwilling: Engine = { ...webEngine, aeadOpen: () => Promise.reject(new Error('worked')) };
    const open = (bytes: Bytes, i: number): Promise<unknown> =>
      i % 2 === 0 ? openLetter(unwilling, seed, space, space, bytes) : openWelcome(unwilling, seed, space, space, bytes);
    expect(await taken(rounds, () => told(letter, die), open)).toBe(0);
    const work = (bytes: Bytes, i: number): Promise<unknown> =>
      openLetter(i % 5 === 0 ? nobleEngine : webEngine, seed, space, space, bytes);
    expect(await taken(dear, (i) => (i % 2 === 0 ? spoiled(letter, die) : flipped(letter, die(letter.length), die)), work)).toBe(0);
  },
);

describe('who has the key seals rubbish', () => {
  /** What is opened is what was handed over: the plaintext is the liar's, and only how it is read is asked. */
  const unsealed: Engine = {
    ...webEngine,
    aeadOpen: async (_key, _nonce, sealed) => new Uint8Array(sealed),
    hpkeOpen: async (_seed, _info, sealed) => new Uint8Array(sealed),
  };
  const binding = { space, type: 'exchange/taken@1', fact: space, from: space, to: space };
  const plaintext = (die: Die): Bytes =>
    die(4) === 0
      ? pad(new Uint8Array(die(300)).fill(die(256)))
      : bent(pad(new Uint8Array(die(300)).fill(die(2) === 0 ? 0x80 : die(256))), die);

  test(
    `[§5] ${rounds} plaintexts of every shape as a message: read or given a reason, and only in the one spelling`,
    { timeout: patience },
    async () => {
      const die = chance(5);
      const reasons = new Map<string, number>();
      for (let i = 0; i < rounds; i++) {
        const plain = plaintext(die);
        const read = await openMessage(unsealed, keys, space, concat(Uint8Array.of(1, 1), keys.tag, new Uint8Array(12), plain));
        const reason = read.ok ? 'opened' : read.error;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        if (read.ok && !equal(pad(concat(read.value.signature, read.value.body)), plain)) throw new Error(`read otherwise in round ${i}`);
      }
      expect([...reasons.keys()].sort()).toEqual(['not-open', 'opened']);
      expect(reasons.get('opened')).toBeGreaterThan(rounds / 20);
    },
  );

  test(
    `[§5] ${rounds} as a part, a blob, a letter, a welcome and an entry each: only what was padded is read`,
    { timeout: patience },
    async () => {
      const die = chance(6);
      let read = 0;
      for (let i = 0; i < rounds; i++) {
        const plain = plaintext(die);
        const boxed = concat(new Uint8Array(12), plain);
        const given = [
          await openBlob(unsealed, seed, boxed),
          await openLetter(unsealed, seed, space, space, plain),
          await openWelcome(unsealed, seed, space, space, plain),
          await openTo(unsealed, seed, binding, plain),
        ];
        if (await openPart(unsealed, keys, space, boxed, seed)) throw new Error(`a part of another hash in round ${i}`);
        const whole = unpad(plain);
        if (whole) read++;
        if (given.some((one) => (one && whole ? !equal(one, whole) : one !== whole))) throw new Error(`read otherwise in round ${i}`);
      }
      expect(read).toBeGreaterThan(rounds / 20);
      expect(read).toBeLessThan(rounds / 2);
    },
  );

  test(`[§5] ${dear} of them really sealed: the same verdict`, { timeout: patience }, async () => {
    const die = chance(7);
    const aad = concat(utf8('awna/1/frame\0'), space, Uint8Array.of(1, 1), keys.tag);
    const nonce = new Uint8Array(12);
    for (let i = 0; i < dear; i++) {
      const plain = plaintext(die);
      const header = concat(Uint8Array.of(1, 1), keys.tag, nonce);
      const sealed = await openMessage(webEngine, keys, space, concat(header, await webEngine.aeadSeal(keys.env, nonce, plain, aad)));
      expect(sealed).toEqual(await openMessage(unsealed, keys, space, concat(header, plain)));
    }
  });
});
