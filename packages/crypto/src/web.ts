import { copy, type Bytes } from '@awna/base';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { lazily } from './lazily.ts';
import { checkPublicKey, isWellFormed } from './strict.ts';
import { aeadKey, exportedKey, sealingKeyOf, signingKey, verifyingKey } from './web-keys.ts';

async function aeadSeal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv: copy(nonce), additionalData: copy(aad) };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, await aeadKey(key), copy(plain)));
}

async function aeadOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Promise<Bytes | undefined> {
  const handle = await aeadKey(key);
  try {
    const algorithm = { name: 'AES-GCM', iv: copy(nonce), additionalData: copy(aad) };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, handle, copy(sealed)));
  } catch {
    return undefined;
  }
}

/** HPKE is no part of the first load: it comes, is asked for its known answers and stays when something is first sealed to somebody. */
const hpke = lazily(async () => (await import('./hpke-choose.ts')).chooseHpke());

/**
 * The platform's primitives (WebCrypto). Ed25519 verdicts are the platform's together with the checks of `strict.ts`;
 * where a platform cannot export the public key of a seed, noble derives it.
 */
export const webEngine: Engine = {
  name: 'web',
  publicKeyOf: async (seed) => (await exportedKey(seed)) ?? (await import('./ed25519.ts')).publicKeySync(seed),
  sign: async (seed, message) => new Uint8Array(await crypto.subtle.sign('Ed25519', await signingKey(seed), copy(message))),
  verify: async (publicKey, signature, message) =>
    isWellFormed(signature) &&
    checkPublicKey(publicKey) &&
    (await crypto.subtle.verify('Ed25519', await verifyingKey(publicKey), copy(signature), copy(message))),
  checkPublicKey,
  aeadSeal,
  aeadOpen,
  hkdf: async (ikm, salt, info, length) => {
    const handle = await crypto.subtle.importKey('raw', copy(ikm), 'HKDF', false, ['deriveBits']);
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: copy(salt), info: copy(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, handle, length * 8));
  },
  sealingKeyOf,
  hpkeSeal: async (publicKey, info, plain, dice = webDice) => (await hpke()).seal(publicKey, info, plain, dice),
  hpkeOpen: async (seed, info, sealed) => (await hpke()).open(seed, info, sealed),
};
