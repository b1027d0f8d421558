import { concat, domain, equal, sha256, type Bytes } from '@awna/base';
import { openBox, sealBox } from './box.ts';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { type EpochKeys } from './epoch.ts';
import { maxSealed } from './limits.ts';

const partDomain = domain('part');
const saltLength = 32;

/** Seals what can be forgotten; `hash` = SHA-256(salt ‖ CBOR entries) goes into the body, the salt keeps it unguessable. */
export async function sealPart(
  engine: Engine,
  dice: Dice,
  keys: EpochKeys,
  space: Uint8Array,
  entriesCbor: Uint8Array,
): Promise<{ part: Bytes; hash: Bytes }> {
  const plain = concat(dice(saltLength), entriesCbor);
  const part = await sealBox(engine, dice, keys.part, concat(partDomain, space), plain);
  return { part, hash: sha256(plain) };
}

/** The CBOR of a part's entries, or nothing where it does not open or is not the one the body names. */
export async function openPart(
  engine: Engine,
  keys: EpochKeys,
  space: Uint8Array,
  part: Uint8Array,
  hash: Uint8Array,
): Promise<Bytes | undefined> {
  if (part.length > maxSealed) return undefined;
  const plain = await openBox(engine, keys.part, concat(partDomain, space), part);
  return plain && plain.length >= saltLength && equal(sha256(plain), hash) ? plain.slice(saltLength) : undefined;
}
