import { concat, domain, pad, unpad, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { maxLetter } from './limits.ts';

const boxDomain = domain('reseal/box');
const letterDomain = domain('reseal/letter');
const askDomain = domain('reseal/ask');
const resealDomain = domain('reseal');

/** The letter box of those who could not open a turn: whoever held the `K` before it can read and write there (PROTOCOL §11). */
export async function resealBoxOf(engine: Engine, before: Uint8Array, space: Uint8Array): Promise<{ seed: Bytes; publicKey: Bytes }> {
  const seed = await engine.hkdf(before, space, boxDomain, 32);
  return { seed, publicKey: await engine.sealingKeyOf(seed) };
}

const letterInfo = (space: Uint8Array, tag: Uint8Array): Bytes => concat(letterDomain, space, tag);

/** An ask, as CBOR, sealed to that box. */
export const sealAsk = (
  engine: Engine,
  dice: Dice,
  boxKey: Uint8Array,
  space: Uint8Array,
  tag: Uint8Array,
  cbor: Uint8Array,
): Promise<Bytes> => engine.hpkeSeal(boxKey, letterInfo(space, tag), pad(cbor), dice);

export async function openAsk(
  engine: Engine,
  boxSeed: Uint8Array,
  space: Uint8Array,
  tag: Uint8Array,
  sealed: Uint8Array,
): Promise<Bytes | undefined> {
  if (sealed.length > maxLetter) return undefined;
  const padded = await engine.hpkeOpen(boxSeed, letterInfo(space, tag), sealed);
  return padded && unpad(padded);
}

/** What a device signs that lacks the keys of the epoch with this tag: for one slot, in one log. */
export interface Ask {
  readonly space: Uint8Array;
  readonly genesis: Uint8Array;
  readonly tag: Uint8Array;
  readonly slot: Uint8Array;
}

const askBytes = ({ space, genesis, tag, slot }: Ask): Bytes => concat(askDomain, space, genesis, tag, slot);

export const signAsk = (engine: Engine, deviceSeed: Uint8Array, ask: Ask): Promise<Bytes> => engine.sign(deviceSeed, askBytes(ask));

export const verifyAsk = (engine: Engine, deviceKey: Uint8Array, signature: Uint8Array, ask: Ask): Promise<boolean> =>
  engine.verify(deviceKey, signature, askBytes(ask));

const resealInfo = (space: Uint8Array, commit: Uint8Array, member: Uint8Array): Bytes => concat(resealDomain, space, commit, member);

/** `K` sealed anew to one member; the answer to an ask. */
export const reseal = (
  engine: Engine,
  dice: Dice,
  sealingKey: Uint8Array,
  to: { readonly space: Uint8Array; readonly commit: Uint8Array; readonly member: Uint8Array },
  K: Uint8Array,
): Promise<Bytes> => engine.hpkeSeal(sealingKey, resealInfo(to.space, to.commit, to.member), K, dice);

export const openReseal = (
  engine: Engine,
  sealingSeed: Uint8Array,
  to: { readonly space: Uint8Array; readonly commit: Uint8Array; readonly member: Uint8Array },
  sealed: Uint8Array,
): Promise<Bytes | undefined> =>
  sealed.length > maxLetter ? Promise.resolve(undefined) : engine.hpkeOpen(sealingSeed, resealInfo(to.space, to.commit, to.member), sealed);
