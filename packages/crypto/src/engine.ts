import { type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';

/** The primitives of suite 1 (PROTOCOL §2). The platform's engines and noble's stand behind it, and agree on every byte judged. */
export interface Engine {
  readonly name: 'web' | 'node' | 'noble';
  /** Ed25519 public key (32) of a seed (32). */
  publicKeyOf(seed: Uint8Array): Promise<Bytes>;
  /** Ed25519 signature (64). Some platforms add randomness: never expect the same bytes twice. */
  sign(seed: Uint8Array, message: Uint8Array): Promise<Bytes>;
  /** Strict Ed25519 (PROTOCOL §9). Total: anything malformed is simply not a signature. */
  verify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean>;
  /** Whether an Ed25519 public key may enter the log: canonical, torsion-free, not of small order. */
  checkPublicKey(publicKey: Uint8Array): boolean;
  /** AES-256-GCM: ciphertext and tag. */
  aeadSeal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Promise<Bytes>;
  /** The plaintext, or nothing where key, nonce, aad or a bit of it differs. */
  aeadOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Promise<Bytes | undefined>;
  /** HKDF-SHA256 (RFC 5869), extract and expand. */
  hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Bytes>;
  /** X25519 public key (32) of a private key (32). */
  sealingKeyOf(seed: Uint8Array): Promise<Bytes>;
  /** HPKE base mode, one message, empty aad: `enc(32) ‖ ciphertext`. Throws on a key that `checkSealingKey` refuses. */
  hpkeSeal(publicKey: Uint8Array, info: Uint8Array, plain: Uint8Array, dice?: Dice): Promise<Bytes>;
  /** What `hpkeSeal` sealed to this private key under this info, or nothing. */
  hpkeOpen(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array): Promise<Bytes | undefined>;
}
