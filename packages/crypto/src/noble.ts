import { type Bytes } from '@awna/base';
import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { webDice } from './dice.ts';
import { publicKeySync, signSync, verifySync } from './ed25519.ts';
import { type Engine } from './engine.ts';
import { hpkeOver } from './hpke.ts';
import { checkPublicKey } from './strict.ts';
import { agree, sealingKeySync } from './x25519.ts';

const sealingKeyOf = async (seed: Uint8Array): Promise<Bytes> => sealingKeySync(seed);

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

/** HPKE over noble's primitives. */
export const nobleHpke = hpkeOver({ agree: async (seed, publicKey) => agree(seed, publicKey), sealingKeyOf, aeadSeal, aeadOpen });

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
  sealingKeyOf,
  hpkeSeal: (publicKey, info, plain, dice = webDice) => nobleHpke.seal(publicKey, info, plain, dice(32)),
  hpkeOpen: (seed, info, sealed) => nobleHpke.open(seed, info, sealed),
};
