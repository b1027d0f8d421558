import { type Bytes } from '@awna/base';
import { x25519 } from '@noble/curves/ed25519.js';

/** The shared secret, or nothing where the other side's key is of small order (RFC 7748 §6.1's all-zero check). */
export function agree(seed: Uint8Array, publicKey: Uint8Array): Bytes | undefined {
  try {
    return new Uint8Array(x25519.getSharedSecret(seed, publicKey));
  } catch {
    return undefined;
  }
}

export const sealingKeySync = (seed: Uint8Array): Bytes => new Uint8Array(x25519.getPublicKey(seed));
