import { base64url, type Bytes } from '@awna/base';
import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { remember } from './remember.ts';

const p = 2n ** 255n - 19n;
/** Any private key: the clamped bits are multiples of 8, so exactly the keys of small order give zero under it. */
const probe = new Uint8Array(32).fill(1);

/** The shared secret, or nothing where the other side's key is of small order (RFC 7748 §6.1's all-zero check). */
export function agree(seed: Uint8Array, publicKey: Uint8Array): Bytes | undefined {
  try {
    return new Uint8Array(x25519.getSharedSecret(seed, publicKey));
  } catch {
    return undefined;
  }
}

/** Keys that passed; bounded, the oldest goes first. */
const accepted = new Map<string, true>();

/** Whether something can be sealed to an X25519 public key: 32 bytes, canonical (u < p), not of small order. Keys that pass are remembered. */
export function checkSealingKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const name = base64url(publicKey);
  if (accepted.has(name)) return true;
  if (bytesToNumberLE(publicKey) >= p || agree(probe, publicKey) === undefined) return false;
  return remember(accepted, name, true, 4096);
}

export const sealingKeySync = (seed: Uint8Array): Bytes => new Uint8Array(x25519.getPublicKey(seed));
