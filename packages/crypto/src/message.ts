import { concat, domain, equal, err, ok, pad, sha256, unpad, type Bytes, type Result } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { type EpochKeys } from './epoch.ts';
import { maxBody, maxSealed } from './limits.ts';

export interface Message {
  readonly signature: Bytes;
  readonly body: Bytes;
}

export type NotOpened = 'wrong-tag' | 'not-open' | 'too-large';

const frameDomain = domain('frame');
const messageDomain = domain('message');
/** v = 1, suite = 1. */
const mark = Uint8Array.of(1, 1);
const headerLength = 10;
const nonceLength = 12;

const frameAad = (space: Uint8Array, tag: Uint8Array): Bytes => concat(frameDomain, space, mark, tag);

/** A signed message as a frame's `sealed` bytes (PROTOCOL §5). */
export async function sealMessage(
  engine: Engine,
  dice: Dice,
  keys: EpochKeys,
  space: Uint8Array,
  signature: Uint8Array,
  body: Uint8Array,
): Promise<Bytes> {
  if (signature.length !== 64 || body.length > maxBody) throw new TypeError('a signature has 64 bytes, a body at most 65,536');
  const nonce = dice(nonceLength);
  const sealed = await engine.aeadSeal(keys.env, nonce, pad(concat(signature, body)), frameAad(space, keys.tag));
  return concat(mark, keys.tag, nonce, sealed);
}

/** The epoch's tag (8) that a frame claims; nothing where it is no frame of version 1 and suite 1. */
export const tagOf = (sealed: Uint8Array): Bytes | undefined =>
  sealed.length >= headerLength && equal(sealed.subarray(0, 2), mark) ? new Uint8Array(sealed.subarray(2, headerLength)) : undefined;

/** Opens `sealed` under an epoch's keys. The signature inside is not judged here. */
export async function openMessage(
  engine: Engine,
  keys: EpochKeys,
  space: Uint8Array,
  sealed: Uint8Array,
): Promise<Result<Message, NotOpened>> {
  const tag = tagOf(sealed);
  if (!tag) return err('not-open');
  if (!equal(tag, keys.tag)) return err('wrong-tag');
  // The longest body pads to less than this: whoever sent more wants us to work for nothing.
  if (sealed.length > maxSealed) return err('too-large');
  const nonce = sealed.subarray(headerLength, headerLength + nonceLength);
  if (nonce.length !== nonceLength) return err('not-open');
  const padded = await engine.aeadOpen(keys.env, nonce, sealed.subarray(headerLength + nonceLength), frameAad(space, tag));
  const plain = padded && unpad(padded);
  if (!plain || plain.length < 64) return err('not-open');
  if (plain.length - 64 > maxBody) return err('too-large');
  return ok({ signature: plain.slice(0, 64), body: plain.slice(64) });
}

/** What an author signs: D(message) ‖ space ‖ genesis ‖ tag ‖ SHA-256(body); genesis is 32 zeros at place 0. */
export const messageDigestInput = (space: Uint8Array, genesis: Uint8Array, tag: Uint8Array, body: Uint8Array): Bytes =>
  concat(messageDomain, space, genesis, tag, sha256(body));

/** A device's signature (64) on a body. */
export const signMessage = (
  engine: Engine,
  seed: Uint8Array,
  space: Uint8Array,
  genesis: Uint8Array,
  tag: Uint8Array,
  body: Uint8Array,
): Promise<Bytes> => engine.sign(seed, messageDigestInput(space, genesis, tag, body));

/** Strict verification of `signMessage`. */
export const verifyMessage = (
  engine: Engine,
  publicKey: Uint8Array,
  signature: Uint8Array,
  space: Uint8Array,
  genesis: Uint8Array,
  tag: Uint8Array,
  body: Uint8Array,
): Promise<boolean> => engine.verify(publicKey, signature, messageDigestInput(space, genesis, tag, body));
