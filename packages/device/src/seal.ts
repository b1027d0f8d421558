import { concat, domain } from '@awna/base';
import { openLocal, sealLocal, type Dice, type Engine } from '@awna/crypto';
import type { LocalSeal } from './platform.ts';

/** Seals with 32 bytes that stand beside the store: against somebody who gets hold of the store alone. */
export const sealWithBytes = (engine: Engine, dice: Dice, key: Uint8Array): LocalSeal => ({
  seal: (bytes) => sealLocal(engine, dice, key, bytes),
  open: (sealed) => openLocal(engine, key, new Uint8Array(sealed)),
});

const additionalData = domain('local');
const nonceLength = 12;

/** What we need of `crypto.subtle`. */
export type Subtle = Pick<SubtleCrypto, 'encrypt' | 'decrypt'>;

/** Seals with a key the browser keeps and shows to nobody, not even to this app: the same bytes as `sealWithBytes` makes. */
export const sealWithHandle = (subtle: Subtle, dice: Dice, key: CryptoKey): LocalSeal => ({
  async seal(bytes) {
    const nonce = dice(nonceLength);
    return concat(nonce, new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, bytes)));
  },
  async open(sealed) {
    if (sealed.length < nonceLength) return undefined;
    const iv = sealed.slice(0, nonceLength);
    try {
      return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed.slice(nonceLength)));
    } catch {
      return undefined;
    }
  },
});
