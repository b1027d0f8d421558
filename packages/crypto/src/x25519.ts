import { type Bytes } from '@awna/base';
import { x25519 } from '@noble/curves/ed25519.js';

/** X25519 by noble: the public key (32) of a private key (32). */
export const sealingKeySync = (seed: Uint8Array): Bytes => new Uint8Array(x25519.getPublicKey(seed));
