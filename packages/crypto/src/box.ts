import { concat, pad, unpad, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';

const nonceLength = 12;

/** `nonce ‖ AES-GCM(key, pad(plain), aad)` with a fresh random nonce: the shape of parts and blobs. */
export async function sealBox(engine: Engine, dice: Dice, key: Uint8Array, aad: Uint8Array, plain: Uint8Array): Promise<Bytes> {
  const nonce = dice(nonceLength);
  return concat(nonce, await engine.aeadSeal(key, nonce, pad(plain), aad));
}

/** What `sealBox` sealed, or nothing. */
export async function openBox(engine: Engine, key: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Promise<Bytes | undefined> {
  if (sealed.length < nonceLength) return undefined;
  const padded = await engine.aeadOpen(key, sealed.subarray(0, nonceLength), sealed.subarray(nonceLength), aad);
  return padded && unpad(padded);
}
