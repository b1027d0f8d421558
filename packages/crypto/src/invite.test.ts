import { concat, sha256, u64, utf8, type Bytes } from '@awna/base';
import { describe, expect, test } from 'vitest';
import {
  greetingBytes,
  inviteKeyOf,
  joinBytes,
  signJoin,
  signLetter,
  signWelcome,
  verifyJoin,
  verifyLetter,
  verifyWelcome,
  type Greeting,
  type Join,
} from './invite.ts';
import { boxIdOf, slotOf } from './names.ts';
import { nobleEngine } from './noble.ts';
import { webEngine } from './web.ts';

const fill = (length: number, n: number): Bytes => new Uint8Array(length).fill(n);
const space = fill(16, 1);
const join: Join = { space, genesis: fill(32, 2), invite: fill(16, 3), identity: fill(32, 4), sealing: fill(32, 5), device: fill(32, 6) };
const greeting: Greeting = { space, genesis: fill(32, 2), place: 7, keysAndHead: utf8('cbor') };

test('[§8] what is signed on coming in is exactly what the protocol says', () => {
  const keys = sha256(join.identity, join.sealing, join.device);
  expect(joinBytes(join)).toEqual(concat(utf8('awna/1/join\0'), space, join.genesis, join.invite, keys));
  expect(greetingBytes(greeting)).toEqual(concat(utf8('awna/1/welcome/sign\0'), space, greeting.genesis, u64(7), sha256(utf8('cbor'))));
});

test('[§3] boxes and slots are named by hashes of their own', () => {
  expect(boxIdOf(join.sealing)).toEqual(sha256(utf8('awna/1/box\0'), join.sealing).slice(0, 16));
  expect(slotOf(join.sealing)).toEqual(sha256(utf8('awna/1/slot\0'), join.sealing).slice(0, 16));
});

describe.each([webEngine, nobleEngine])('[§8] coming in, $name', (engine) => {
  test('who has the link has the invite’s key, in that space alone', async () => {
    const invite = await inviteKeyOf(engine, fill(16, 9), space);
    expect(await inviteKeyOf(engine, fill(16, 9), space)).toEqual(invite);
    expect((await inviteKeyOf(engine, fill(16, 9), fill(16, 2))).publicKey).not.toEqual(invite.publicKey);
    expect(invite.publicKey).toEqual(await engine.publicKeyOf(invite.seed));
  });

  test('a proof is for these keys, this invite, this group', async () => {
    const invite = await inviteKeyOf(engine, fill(16, 9), space);
    const proof = await signJoin(engine, invite.seed, join);
    expect(await verifyJoin(engine, invite.publicKey, proof, join)).toBe(true);
    const bent: Partial<Join>[] = [
      { space: fill(16, 0) },
      { genesis: fill(32, 0) },
      { invite: fill(16, 0) },
      { identity: fill(32, 0) },
      { sealing: fill(32, 0) },
      { device: fill(32, 0) },
    ];
    for (const change of bent) expect(await verifyJoin(engine, invite.publicKey, proof, { ...join, ...change })).toBe(false);
  });

  test('a letter shows that the device holds its key; a welcome that the greeter vouched for it', async () => {
    const seed = fill(32, 8);
    const device = await engine.publicKeyOf(seed);
    const proof = fill(64, 1);
    const letter = await signLetter(engine, seed, proof);
    expect(await verifyLetter(engine, device, letter, proof)).toBe(true);
    expect(await verifyLetter(engine, device, letter, fill(64, 2))).toBe(false);
    const welcome = await signWelcome(engine, seed, greeting);
    expect(await verifyWelcome(engine, device, welcome, greeting)).toBe(true);
    const bent: Partial<Greeting>[] = [{ space: fill(16, 0) }, { genesis: fill(32, 0) }, { place: 8 }, { keysAndHead: utf8('CBOR') }];
    for (const change of bent) expect(await verifyWelcome(engine, device, welcome, { ...greeting, ...change })).toBe(false);
  });
});
