import { concat, equal, pad, unpad, utf8, type Bytes } from '@awna/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBlob, sealBlob } from './blob.ts';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { epochKeys, type EpochKeys } from './epoch.ts';
import { openLetter, openWelcome, sealLetter } from './letter.ts';
import { openLocal, sealLocal } from './local.ts';
import { openMessage, sealMessage, tagOf } from './message.ts';
import { nobleEngine } from './noble.ts';
import { openPart, sealPart } from './part.ts';
import { checkSealingKey, isWellFormed } from './strict.ts';
import { openTo } from './to.ts';
import { checkPublicKey, verifySync } from './verify.ts';
import { webEngine } from './web.ts';

/** Inputs that each parser gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = Number(process.env['HOSTILE_SEED'] ?? 0);
/** So many of them get as far as a curve; the others are told by their bytes. */
const dear = Math.ceil(rounds / 50);
const patience = 60_000 + rounds;

type Die = (n: number) => number;

/** Seeded chance (mulberry32), so that a case that failed can be met again. */
function chance(seed: number): Die {
  let a = seed * 1_000_003 + from;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const flipped = (bytes: Uint8Array, at: number, die: Die): Bytes =>
  concat(bytes.subarray(0, at), Uint8Array.of((bytes[at] ?? 0) ^ (1 << die(8))), bytes.subarray(at + 1));

/** Cut, stretched, flipped, doubled, with a piece from elsewhere: what a lazy or a clever liar sends. */
function bent(sound: Uint8Array, die: Die): Bytes {
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
      return flipped(sound, at, die);
    case 4:
      return concat(sound, sound.subarray(0, die(64)));
    case 5:
      return concat(sound.subarray(0, Math.min(22, at)), new Uint8Array(die(600)).fill(die(256)));
    default:
      return concat(Uint8Array.of(die(3), die(3)), sound.subarray(2, 2 + die(sound.length)));
  }
}

/** Hands over so many, fifty at a time; says how many were not refused. */
async function taken(
  count: number,
  make: (i: number) => Bytes | undefined,
  take: (bytes: Bytes, i: number) => Promise<unknown>,
): Promise<number> {
  let sum = 0;
  for (let i = 0; i < count; i += 50) {
    const some = Array.from({ length: Math.min(50, count - i) }, (_, k) => [make(i + k), i + k] as const);
    const asked = some.map(([bytes, k]) => (bytes ? take(bytes, k) : undefined));
    for (const answer of await Promise.all(asked)) if (answer) sum++;
  }
  return sum;
}

/** Something bent that is not, after all, the sound one. */
const spoiled = (sound: Uint8Array, die: Die): Bytes | undefined => {
  const bytes = bent(sound, die);
  return equal(bytes, sound) ? undefined : bytes;
};

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

const order = Uint8Array.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'.match(/../g) ?? [], (pair) =>
  Number.parseInt(pair, 16),
);

/** A signature of the right length: a half exchanged, S near L, R beyond p, or a bit or a byte off. */
function forged(sound: Bytes, die: Die): Bytes {
  const [r, s] = [sound.subarray(0, 32), sound.subarray(32)];
  switch (die(9)) {
    case 0:
      return concat(r, flipped(order, die(2), die));
    case 1:
      return concat(Uint8Array.of(0xed + die(19)), new Uint8Array(30).fill(255), Uint8Array.of(die(2) === 0 ? 127 : 255), s);
    case 2:
      return concat(s, r);
    case 3:
      return concat(r, new Uint8Array(32).map(() => die(256)).fill(die(17), 31));
    case 4:
    case 5:
      return flipped(sound, die(64), die);
    default:
      return bent(sound, die);
  }
}

test(
  `[§9] ${rounds} malformed signatures, whatever has their form by the platform’s curve, ${Math.ceil(dear / 4)} by noble’s too: none is good, none throws`,
  { timeout: patience },
  async () => {
    const die = chance(8);
    const key = await nobleEngine.publicKeyOf(seed);
    const message = utf8('message');
    const signature = await nobleEngine.sign(seed, message);
    let formed = 0;
    const judge = async (bytes: Bytes): Promise<boolean> => {
      if (isWellFormed(bytes) && formed++ < dear / 4 && verifySync(key, bytes, message)) return true;
      return webEngine.verify(key, bytes, message);
    };
    expect(
      await taken(
        rounds,
        () => {
          const bytes = forged(signature, die);
          return equal(bytes, signature) ? undefined : bytes;
        },
        judge,
      ),
    ).toBe(0);
    expect(formed).toBeGreaterThan(rounds / 10);
    expect(formed).toBeLessThan(rounds * 0.9);
  },
);

test(
  `[§9] ${rounds} malformed keys told by their bytes, ${Math.ceil(dear / 2)} more by the curve: no throw, and only sound ones pass`,
  { timeout: patience },
  async () => {
    const die = chance(9);
    const key = await nobleEngine.publicKeyOf(seed);
    for (let i = 0; i < rounds; i++) {
      const beyond = concat(Uint8Array.of(0xed + die(19)), new Uint8Array(30).fill(255), Uint8Array.of(die(2) === 0 ? 127 : 255));
      const short = key.subarray(0, die(32));
      const bytes = [beyond, short, concat(key, short, Uint8Array.of(1))][die(3)] ?? beyond;
      if (checkPublicKey(bytes) || checkSealingKey(bytes)) throw new Error(`passed in round ${i}`);
    }
    let passed = 0;
    for (let i = 0; i < dear / 2; i++) if (checkPublicKey(flipped(key, die(32), die))) passed++;
    // Half of all y lie on no curve, and of the others an eighth are of prime order.
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(dear / 8);
  },
);
