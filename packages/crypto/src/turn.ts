import { concat, domain, equal, sealsEach, sealsFilled, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { type EpochKeys, epochKeys } from './epoch.ts';

const nextDomain = domain('epoch/next');
const commitDomain = domain('epoch/commit');
const sealDomain = domain('turn/seal');

/** Bytes of one seal: `enc(32) ‖ ciphertext(32 + 16)`. */
export const sealBytes = 80;

/** Seals made before the others get a turn: the engine works beside us, and memory stays bounded. */
const atOnce = 64;

/** `K` of the epoch after this one, from 32 fresh random bytes (PROTOCOL §11). */
export const nextKey = (engine: Engine, K: Uint8Array, fresh: Uint8Array, space: Uint8Array): Promise<Bytes> =>
  engine.hkdf(fresh, K, concat(nextDomain, space), 32);

/** What a turn says beforehand of the `K` it opens, so that everybody knows that all got the same. */
export const commitmentOf = (engine: Engine, K: Uint8Array, space: Uint8Array): Promise<Bytes> => engine.hkdf(K, space, commitDomain, 32);

/** The keys of a `K`, where it is the one that a turn named by its tag and commitment; nothing where it is another. */
export async function keysNamed(
  engine: Engine,
  K: Uint8Array,
  space: Uint8Array,
  named: { readonly tag: Uint8Array; readonly commit: Uint8Array },
): Promise<EpochKeys | undefined> {
  if (K.length !== 32 || !equal(await commitmentOf(engine, K, space), named.commit)) return undefined;
  const keys = await epochKeys(engine, K, space);
  return equal(keys.tag, named.tag) ? keys : undefined;
}

/** What every seal of a turn is bound to: space and member ids have 16 bytes, the commitment 32. */
export interface Turning {
  readonly space: Uint8Array;
  readonly commit: Uint8Array;
  /** Who turns. */
  readonly from: Uint8Array;
}

/** One who may read on: member id and X25519 sealing key. */
export interface Recipient {
  readonly member: Uint8Array;
  readonly sealing: Uint8Array;
}

const sealInfo = (turning: Turning, to: Uint8Array): Bytes => concat(sealDomain, turning.space, turning.commit, turning.from, to);

/**
 * The blobs of a turn: `K` sealed to each recipient in the order of the roster, filled up with seals to a key that
 * nobody holds.
 */
export async function sealTurn(
  engine: Engine,
  dice: Dice,
  turning: Turning,
  K: Uint8Array,
  recipients: readonly Recipient[],
): Promise<readonly Bytes[]> {
  const nobody: Recipient = { member: dice(16), sealing: await engine.sealingKeyOf(dice(32)) };
  const all = [...recipients, ...Array<Recipient>(sealsFilled(recipients.length) - recipients.length).fill(nobody)];
  const seals: Bytes[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce);
    seals.push(...(await Promise.all(some.map(({ member, sealing }) => engine.hpkeSeal(sealing, sealInfo(turning, member), K, dice)))));
  }
  const blobs: Bytes[] = [];
  for (let at = 0; at < seals.length; at += sealsEach) blobs.push(concat(...seals.slice(at, at + sealsEach)));
  return blobs;
}

/** Where the seal of the person with this index in the roster stands: which of the turn's blobs, and the first byte in it. */
export const sealAt = (index: number): { readonly blob: number; readonly from: number } => ({
  blob: Math.floor(index / sealsEach),
  from: (index % sealsEach) * sealBytes,
});

/** `K` as it was sealed to the holder of this seed, or nothing. Whether it is the one named, `keysNamed` says. */
export function openSeal(
  engine: Engine,
  sealingSeed: Uint8Array,
  turning: Turning,
  to: Uint8Array,
  seal: Uint8Array,
): Promise<Bytes | undefined> {
  return seal.length === sealBytes ? engine.hpkeOpen(sealingSeed, sealInfo(turning, to), seal) : Promise.resolve(undefined);
}
