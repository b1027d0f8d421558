import { inviteKeyOf, webEngine, type Engine } from '@awna/crypto';
import { expect, test } from 'vitest';
import { readLetter, writeLetter } from './letter.ts';

const fill = (length: number, n: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(n);
const group = { space: fill(16, 1), genesis: fill(32, 2), invite: fill(16, 3) };

async function knock(engine: Engine): Promise<Awaited<ReturnType<typeof readLetter>>> {
  const secret = fill(16, 4);
  const seeds = { identitySeed: fill(32, 5), sealingSeed: fill(32, 6), deviceSeed: fill(32, 7), replyKey: fill(32, 8) };
  const cbor = await writeLetter(engine, { ...group, secret, ...seeds, name: 'سلمى' });
  return readLetter(webEngine, cbor, { ...group, inviteKey: (await inviteKeyOf(webEngine, secret, group.space)).publicKey });
}

test('[§8] a letter is read by the invite it was written with', async () => {
  const letter = await knock(webEngine);
  expect(letter.ok && letter.value.name).toBe('سلمى');
});

test('[§9] a letter with a sealing key of small order is refused: it would stop whoever welcomes its owner', async () => {
  expect(await knock({ ...webEngine, sealingKeyOf: async () => fill(32, 0) })).toEqual({ ok: false, error: 'not-readable' });
});
