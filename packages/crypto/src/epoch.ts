import { domain, type Bytes } from '@awna/base';
import { type Engine } from './engine.ts';

/** The keys of an epoch (PROTOCOL §4). Keep the object: the engine's handles live as long as its byte arrays. */
export interface EpochKeys {
  /** 8 bytes that name the epoch on frames. */
  readonly tag: Bytes;
  readonly env: Bytes;
  readonly part: Bytes;
  readonly checkpoint: Bytes;
  /** Ed25519 seeds of the reading and the writing door, and their public keys, which the relay holds. */
  readonly rsk: Bytes;
  readonly wsk: Bytes;
  readonly rpk: Bytes;
  readonly wpk: Bytes;
}

/** Everything that follows from an epoch's 32 bytes `K` in a space. */
export async function epochKeys(engine: Engine, K: Uint8Array, space: Uint8Array): Promise<EpochKeys> {
  if (K.length !== 32 || space.length !== 16) throw new TypeError('K has 32 bytes, a space 16');
  const derive = (name: string): Promise<Bytes> => engine.hkdf(K, space, domain(name), 32);
  const [tag, env, part, checkpoint, rsk, wsk] = await Promise.all([
    derive('epoch/tag'),
    derive('epoch/env'),
    derive('epoch/part'),
    derive('epoch/checkpoint'),
    derive('door/read'),
    derive('door/write'),
  ]);
  const [rpk, wpk] = await Promise.all([engine.publicKeyOf(rsk), engine.publicKeyOf(wsk)]);
  return { tag: tag.slice(0, 8), env, part, checkpoint, rsk, wsk, rpk, wpk };
}
