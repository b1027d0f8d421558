import { concat, domain, pad, unpad, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { maxLetter } from './limits.ts';

const letterDomain = domain('letter');
const welcomeDomain = domain('welcome');

async function open(engine: Engine, seed: Uint8Array, info: Bytes, sealed: Uint8Array): Promise<Bytes | undefined> {
  if (sealed.length > maxLetter) return undefined;
  const padded = await engine.hpkeOpen(seed, info, sealed);
  return padded && unpad(padded);
}

/** A newcomer's CBOR, sealed to the invite's letter box (PROTOCOL §8). */
export const sealLetter = (
  engine: Engine,
  dice: Dice,
  boxKey: Uint8Array,
  space: Uint8Array,
  invite: Uint8Array,
  cbor: Uint8Array,
): Promise<Bytes> => engine.hpkeSeal(boxKey, concat(letterDomain, space, invite), pad(cbor), dice);

export const openLetter = (
  engine: Engine,
  boxSeed: Uint8Array,
  space: Uint8Array,
  invite: Uint8Array,
  sealed: Uint8Array,
): Promise<Bytes | undefined> => open(engine, boxSeed, concat(letterDomain, space, invite), sealed);

/** A greeter's CBOR, sealed to the newcomer's sealing key. */
export const sealWelcome = (
  engine: Engine,
  dice: Dice,
  sealingKey: Uint8Array,
  space: Uint8Array,
  slot: Uint8Array,
  cbor: Uint8Array,
): Promise<Bytes> => engine.hpkeSeal(sealingKey, concat(welcomeDomain, space, slot), pad(cbor), dice);

export const openWelcome = (
  engine: Engine,
  sealingSeed: Uint8Array,
  space: Uint8Array,
  slot: Uint8Array,
  sealed: Uint8Array,
): Promise<Bytes | undefined> => open(engine, sealingSeed, concat(welcomeDomain, space, slot), sealed);
