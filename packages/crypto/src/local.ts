import { concat, domain, utf8, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';

const localDomain = domain('local');
const nonceLength = 12;

const aadOf = (name: string): Bytes => concat(localDomain, utf8(name));

/** Seals a record at rest under the device's own key, bound to the record's name. Not padded: nobody watches its length travel. */
export async function sealLocal(engine: Engine, dice: Dice, key: Uint8Array, bytes: Uint8Array, name = ''): Promise<Bytes> {
  const nonce = dice(nonceLength);
  return concat(nonce, await engine.aeadSeal(key, nonce, bytes, aadOf(name)));
}

/** The record, or nothing where key, name or a bit of it differs. */
export const openLocal = async (engine: Engine, key: Uint8Array, sealed: Uint8Array, name = ''): Promise<Bytes | undefined> =>
  sealed.length < nonceLength
    ? undefined
    : engine.aeadOpen(key, sealed.subarray(0, nonceLength), sealed.subarray(nonceLength), aadOf(name));
