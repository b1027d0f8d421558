import { domain, sha256, type Bytes } from '@awna/base';
import { openBox, sealBox } from './box.ts';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';
import { maxBlob } from './limits.ts';

const blobDomain = domain('blob');

/** Seals a photo or the like under a key of its own; `blob` = SHA-256 of the sealed bytes is its name. */
export async function sealBlob(engine: Engine, dice: Dice, plain: Uint8Array): Promise<{ blob: Bytes; bytes: Bytes; key: Bytes }> {
  const key = dice(32);
  const bytes = await sealBox(engine, dice, key, blobDomain, plain);
  return { blob: sha256(bytes), bytes, key };
}

/** What was sealed, or nothing. That the bytes are the blob asked for (its hash) is the caller's to check. */
export const openBlob = async (engine: Engine, key: Uint8Array, bytes: Uint8Array): Promise<Bytes | undefined> =>
  key.length !== 32 || bytes.length > maxBlob ? undefined : openBox(engine, key, blobDomain, bytes);
