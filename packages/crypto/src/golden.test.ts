import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromHex, hex, sha256, u64, utf8, type Bytes } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { openBlob, sealBlob } from './blob.ts';
import { type Dice } from './dice.ts';
import { signDoor } from './door.ts';
import { type Door } from './door-bytes.ts';
import { type Engine } from './engine.ts';
import { epochKeys } from './epoch.ts';
import { relayKeyOf, signHead } from './head.ts';
import { nobleKem } from './hpke-noble.ts';
import { inviteKeyOf, signJoin, signWelcome } from './invite.ts';
import { openLetter, openWelcome, sealLetter, sealWelcome } from './letter.ts';
import { openLocal, sealLocal } from './local.ts';
import { openMessage, sealMessage, signMessage } from './message.ts';
import { nobleEngine } from './noble.ts';
import { openPart, sealPart } from './part.ts';
import { openTo, sealTo } from './to.ts';
import { verifyHead } from './verify.ts';
import { webEngine } from './web.ts';

/*
 * Golden bytes of version 1, suite 1. They are kept for ever: what is sealed in a group must open with every later
 * build. A file is written by hand only when a new version of a format gets a file of its own
 * (`GOLDEN=write npx vitest run packages/crypto/src/golden.test.ts`); one that stands is never written over.
 */
type Golden = Record<string, string>;

const fill = (length: number, n: number): Bytes => new Uint8Array(length).fill(n);
/** Dice that always fall the same way: SHA-256 over a counter. */
function fixedDice(): Dice {
  let thrown = 0;
  return (n) => {
    const out = new Uint8Array(n);
    for (let at = 0; at < n; at += 32) out.set(sha256(utf8('golden'), u64(thrown++)).subarray(0, n - at), at);
    return out;
  };
}

/** The same, for what is sealed to somebody: these files were made with an ephemeral key derived from the dice (RFC 9180 §7.1.3). */
async function ephemeralDice(): Promise<Dice> {
  const { privateKey } = await nobleKem.DeriveKeyPair(fixedDice()(32), true);
  return () => privateKey.bytes;
}

const space = fill(16, 0x11);
const genesis = fill(32, 0x22);
const device = fill(32, 0x33);
const sealing = fill(32, 0x44);
const K = fill(32, 0x55);
const body = utf8('a body: جسد');
const words = utf8('words: كلمات');
const binding = { space, type: 'exchange/taken@1', fact: fill(16, 1), from: fill(16, 2), to: fill(16, 3) };
const head = { space, size: 42, root: fill(32, 0x66), minute: 29_000_000 };

const makers: Record<string, (engine: Engine) => Promise<Golden>> = {
  async epoch(engine) {
    const keys = await epochKeys(engine, K, space);
    return Object.fromEntries(Object.entries(keys).map(([name, value]: [string, Bytes]) => [name, hex(value)]));
  },
  async frame(engine) {
    const keys = await epochKeys(engine, K, space);
    const signature = await signMessage(engine, device, space, genesis, keys.tag, body);
    return { signature: hex(signature), sealed: hex(await sealMessage(engine, fixedDice(), keys, space, signature, body)) };
  },
  async part(engine) {
    const keys = await epochKeys(engine, K, space);
    const { part, hash } = await sealPart(engine, fixedDice(), keys, space, words);
    const to = await sealTo(engine, await ephemeralDice(), await engine.sealingKeyOf(sealing), binding, words);
    const { blob, bytes, key } = await sealBlob(engine, fixedDice(), words);
    return { part: hex(part), hash: hex(hash), to: hex(to), blob: hex(blob), bytes: hex(bytes), key: hex(key) };
  },
  async letter(engine) {
    const invite = await inviteKeyOf(engine, fill(16, 0x77), space);
    const join = { space, genesis, invite: fill(16, 4), identity: fill(32, 5), sealing: fill(32, 6), device: fill(32, 7) };
    const letter = await sealLetter(engine, await ephemeralDice(), await engine.sealingKeyOf(sealing), space, fill(16, 4), words);
    return { invite: hex(invite.publicKey), proof: hex(await signJoin(engine, invite.seed, join)), letter: hex(letter) };
  },
  async welcome(engine) {
    const sign = await signWelcome(engine, device, { space, genesis, place: 7, keysAndHead: words });
    const welcome = await sealWelcome(engine, await ephemeralDice(), await engine.sealingKeyOf(sealing), space, fill(16, 8), words);
    return { sign: hex(sign), welcome: hex(welcome) };
  },
  async head() {
    return { key: hex(relayKeyOf(device)), signature: hex(signHead(device, head)) };
  },
  async door(engine) {
    const challenge = { key: fill(32, 0x88), nonce: fill(32, 0x99) };
    const sign = async (door: Door): Promise<string> => hex(await signDoor(engine, door, device, challenge, space));
    return { open: await sign('open'), read: await sign('read'), write: await sign('write') };
  },
  async local(engine) {
    return { sealed: hex(await sealLocal(engine, fixedDice(), K, words, 'outbox')) };
  },
};

const fileOf = (name: string): URL => new URL(`golden/${name}@1.json`, import.meta.url);
const read = (name: string): Golden => JSON.parse(readFileSync(fileOf(name), 'utf8')) as Golden;
const bytes = (golden: Golden, name: string): Bytes => fromHex(golden[name] ?? '') ?? utf8('?');

if (process.env['GOLDEN'] === 'write') {
  for (const [name, make] of Object.entries(makers)) {
    if (!existsSync(fileOf(name))) writeFileSync(fileOf(name), `${JSON.stringify(await make(nobleEngine), null, 2)}\n`);
  }
}

describe.each([webEngine, nobleEngine])('golden bytes, version 1, $name', (engine) => {
  test.each(Object.keys(makers))('%s: made again, the same bytes', async (name) => {
    expect(await makers[name]?.(engine)).toEqual(read(name));
  });

  test('what was sealed then opens now', async () => {
    const keys = await epochKeys(engine, K, space);
    const frame = await openMessage(engine, keys, space, bytes(read('frame'), 'sealed'));
    expect(frame).toEqual({ ok: true, value: { body, signature: bytes(read('frame'), 'signature') } });
    const part = read('part');
    expect(await openPart(engine, keys, space, bytes(part, 'part'), bytes(part, 'hash'))).toEqual(words);
    expect(await openTo(engine, sealing, binding, bytes(part, 'to'))).toEqual(words);
    expect(await openBlob(engine, bytes(part, 'key'), bytes(part, 'bytes'))).toEqual(words);
    expect(await openLetter(engine, sealing, space, fill(16, 4), bytes(read('letter'), 'letter'))).toEqual(words);
    expect(await openWelcome(engine, sealing, space, fill(16, 8), bytes(read('welcome'), 'welcome'))).toEqual(words);
    expect(await openLocal(engine, K, bytes(read('local'), 'sealed'), 'outbox')).toEqual(words);
    expect(verifyHead(bytes(read('head'), 'key'), head, bytes(read('head'), 'signature'))).toBe(true);
  });
});
