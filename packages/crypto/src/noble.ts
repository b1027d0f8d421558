import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { webDice } from './dice.ts';
import { publicKeySync, signSync, verifySync } from './ed25519.ts';
import { type Engine } from './engine.ts';
import { lazily } from './lazily.ts';
import { checkPublicKey } from './strict.ts';
import { sealingKeySync } from './x25519.ts';

const aeadSeal: Engine['aeadSeal'] = async (key, nonce, plain, aad) => new Uint8Array(gcm(key, nonce, aad).encrypt(plain));

const aeadOpen: Engine['aeadOpen'] = async (key, nonce, sealed, aad) => {
  if (sealed.length < 16) return undefined;
  const cipher = gcm(key, nonce, aad);
  try {
    return new Uint8Array(cipher.decrypt(sealed));
  } catch {
    return undefined;
  }
};

const hpke = lazily(async () => (await import('./hpke-noble.ts')).nobleHpke);

/** The primitives in JavaScript alone: for plain http off localhost, and where the platform's own fail the vectors. */
export const nobleEngine: Engine = {
  name: 'noble',
  publicKeyOf: async (seed) => publicKeySync(seed),
  sign: async (seed, message) => signSync(seed, message),
  verify: async (publicKey, signature, message) => verifySync(publicKey, signature, message),
  checkPublicKey,
  aeadSeal,
  aeadOpen,
  hkdf: async (ikm, salt, info, length) => new Uint8Array(hkdf(sha256, ikm, salt, info, length)),
  sealingKeyOf: async (seed) => sealingKeySync(seed),
  hpkeSeal: async (publicKey, info, plain, dice = webDice) => (await hpke()).seal(publicKey, info, plain, dice),
  hpkeOpen: async (seed, info, sealed) => (await hpke()).open(seed, info, sealed),
};
