import { copy, type Bytes } from '@awna/base';
import { webDice } from './dice.ts';
import { type Engine } from './engine.ts';
import { hpkeOver } from './hpke.ts';
import { checkPublicKey, isWellFormed } from './strict.ts';
import { aeadKey, agreeingKey, exportedKey, signingKey, verifyingKey } from './web-keys.ts';

/** u = 9, the base point of X25519 (RFC 7748 §4.1): agreed with, it gives the public key, also where keys cannot be exported. */
const basePoint = new Uint8Array(32);
basePoint[0] = 9;

/** The shared secret, or nothing where the other side's key is of small order; not every platform refuses to give zeros by itself. */
async function agree(seed: Uint8Array, publicKey: Uint8Array): Promise<Bytes | undefined> {
  const handle = await agreeingKey(seed);
  try {
    const other = await crypto.subtle.importKey('raw', copy(publicKey), 'X25519', true, []);
    const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, handle, 256));
    return shared.some((byte) => byte !== 0) ? shared : undefined;
  } catch {
    return undefined;
  }
}

async function sealingKeyOf(seed: Uint8Array): Promise<Bytes> {
  const key = await agree(seed, basePoint);
  if (!key) throw new TypeError('this platform does not know X25519');
  return key;
}

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

/** HPKE over the platform's primitives. */
export const webHpke = hpkeOver({ agree, sealingKeyOf, aeadSeal, aeadOpen });

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
  hpkeSeal: (publicKey, info, plain, dice = webDice) => webHpke.seal(publicKey, info, plain, dice(32)),
  hpkeOpen: (seed, info, sealed) => webHpke.open(seed, info, sealed),
};
