import { concat, copy, type Bytes } from '@awna/base';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { CipherSuite, DecapError, OpenError, type AEADFactory, type KDF, type KEM, type Key, type KeyPair } from 'hpke';
import { webDice, type Dice } from './dice.ts';
import { isSealingKey } from './strict.ts';

/** A way to seal and to open in HPKE's base mode (RFC 9180), one message a context. */
export interface Hpke {
  /** `enc(32) ‖ ciphertext`. Throws on a key that nobody may seal to. */
  seal(publicKey: Uint8Array, info: Uint8Array, plain: Uint8Array, dice: Dice, aad?: Uint8Array): Promise<Bytes>;
  /** What was sealed, or nothing. */
  open(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Promise<Bytes | undefined>;
}

/** What is under the composition: a way to agree, a cipher, and the key pair of a private key's 32 bytes. */
export interface Under<K extends Key> {
  readonly kem: Readonly<KEM<K>>;
  readonly aead: AEADFactory;
  pairOf(seed: Uint8Array): Promise<KeyPair<K>>;
}

const none: Bytes = new Uint8Array();

/**
 * HKDF-SHA256 (KDF 0x0001) by noble, here and now: through WebCrypto each of the six steps of a key schedule goes to
 * another thread and back, and a seal takes half as long again.
 */
export const kdf = (): KDF => ({
  id: 1,
  type: 'KDF',
  name: 'HKDF-SHA256',
  Nh: 32,
  stages: 2,
  Extract: async (salt, ikm) => extract(sha256, ikm, salt),
  Expand: async (prk, info, length) => expand(sha256, prk, info, length),
  Derive: async () => Promise.reject(new TypeError('HKDF has two stages')),
});

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, put together by the library from what lies under it. */
export function hpkeOver<K extends Key>({ kem, aead, pairOf }: Under<K>): Hpke {
  const suite = new CipherSuite(() => kem, kdf, aead);
  /** The platform's dice it throws itself; other dice give the ephemeral private key (RFC 9180 §4, GenerateKeyPair). */
  const thrownBy = (dice: Dice): CipherSuite<K> =>
    dice === webDice ? suite : new CipherSuite(() => ({ ...kem, GenerateKeyPair: () => pairOf(dice(32)) }), kdf, aead);
  return {
    async seal(publicKey, info, plain, dice, aad = none) {
      if (!isSealingKey(publicKey)) throw new TypeError('not a key to seal to');
      const by = thrownBy(dice);
      const { encapsulatedSecret, ciphertext } = await by.Seal(await by.DeserializePublicKey(copy(publicKey)), plain, { info, aad });
      return concat(encapsulatedSecret, ciphertext);
    },
    async open(seed, info, sealed, aad = none) {
      // Shorter than a key and a tag, or no key: known before anything is worked out.
      const enc = copy(sealed.subarray(0, 32));
      if (sealed.length < 48 || !isSealingKey(enc)) return undefined;
      const pair = await pairOf(seed);
      try {
        return copy(await suite.Open(pair, enc, copy(sealed.subarray(32)), { info, aad }));
      } catch (error) {
        if (error instanceof OpenError || error instanceof DecapError) return undefined;
        throw error;
      }
    },
  };
}
