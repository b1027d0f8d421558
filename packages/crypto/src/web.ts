import { concat, copy, type Bytes } from '@awna/base';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { webDice } from './dice.ts';
import { checkPublicKey, isWellFormed, publicKeySync } from './ed25519.ts';
import { type Engine } from './engine.ts';
import { aeadKey, signingKey, verifyingKey } from './web-keys.ts';
import { sealingKeySync } from './x25519.ts';

const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

const owned = (bytes: Uint8Array): ArrayBuffer => copy(bytes).buffer;

/** As the engine's `hpkeSeal`; `ikm` are 32 fresh random bytes, from which RFC 9180 §4 lets the ephemeral key be derived. */
export async function webSeal(
  publicKey: Uint8Array,
  info: Uint8Array,
  plain: Uint8Array,
  ikm: Uint8Array,
  aad?: Uint8Array,
): Promise<Bytes> {
  const recipientPublicKey = await kem.importKey('raw', owned(publicKey), true);
  const context = await suite.createSenderContext({ recipientPublicKey, info: owned(info), ekm: owned(ikm) });
  const sealed = await context.seal(owned(plain), owned(aad ?? new Uint8Array()));
  return concat(new Uint8Array(context.enc), new Uint8Array(sealed));
}

/** As the engine's `hpkeOpen`. */
export async function webOpen(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Promise<Bytes | undefined> {
  if (sealed.length < 48) return undefined;
  const privateKey = await kem.importKey('raw', owned(seed), false);
  const publicKey = await kem.importKey('raw', owned(sealingKeySync(seed)), true);
  try {
    const context = await suite.createRecipientContext({
      recipientKey: { privateKey, publicKey },
      enc: owned(sealed.subarray(0, 32)),
      info: owned(info),
    });
    return new Uint8Array(await context.open(owned(sealed.subarray(32)), owned(aad ?? new Uint8Array())));
  } catch {
    return undefined;
  }
}

/**
 * The platform's primitives (WebCrypto), HPKE by @hpke/core over them. Public keys are derived by noble, since some
 * platforms cannot export what they imported. Ed25519 verdicts are the platform's together with the checks of `ed25519.ts`.
 */
export const webEngine: Engine = {
  name: 'web',
  publicKeyOf: async (seed) => publicKeySync(seed),
  sign: async (seed, message) => new Uint8Array(await crypto.subtle.sign('Ed25519', await signingKey(seed), copy(message))),
  verify: async (publicKey, signature, message) =>
    isWellFormed(signature) &&
    checkPublicKey(publicKey) &&
    (await crypto.subtle.verify('Ed25519', await verifyingKey(publicKey), copy(signature), copy(message))),
  checkPublicKey,
  aeadSeal: async (key, nonce, plain, aad) =>
    new Uint8Array(
      await crypto.subtle.encrypt({ name: 'AES-GCM', iv: copy(nonce), additionalData: copy(aad) }, await aeadKey(key), copy(plain)),
    ),
  aeadOpen: async (key, nonce, sealed, aad) => {
    const handle = await aeadKey(key);
    try {
      const algorithm = { name: 'AES-GCM', iv: copy(nonce), additionalData: copy(aad) };
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, handle, copy(sealed)));
    } catch {
      return undefined;
    }
  },
  hkdf: async (ikm, salt, info, length) => {
    const handle = await crypto.subtle.importKey('raw', copy(ikm), 'HKDF', false, ['deriveBits']);
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: copy(salt), info: copy(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, handle, length * 8));
  },
  sealingKeyOf: async (seed) => sealingKeySync(seed),
  hpkeSeal: async (publicKey, info, plain, dice = webDice) => webSeal(publicKey, info, plain, dice(32)),
  hpkeOpen: (seed, info, sealed) => webOpen(seed, info, sealed),
};
