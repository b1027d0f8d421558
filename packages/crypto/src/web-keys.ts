import { base64url, concat, copy, equal, fromBase64url, type Bytes } from '@awna/base';
import { remember } from './remember.ts';

/**
 * Handles of secret keys, kept as long as the bytes they came from and no longer, under no name of their own: what is
 * dropped is gone. The bytes are compared at each use, so that a buffer written over is imported again.
 */
function secretHandles<T>(load: (key: Bytes) => Promise<T>): (key: Uint8Array) => Promise<T> {
  const handles = new WeakMap<Uint8Array, { of: Bytes; handle: Promise<T> }>();
  return (key) => {
    const known = handles.get(key);
    if (known && equal(known.of, key)) return known.handle;
    const of = copy(key);
    const handle = load(of);
    handles.set(key, { of, handle });
    return handle;
  };
}

/** PKCS #8 (RFC 8410 §7) around the 32 bytes of a seed; the algorithm's number tells X25519 (110) from Ed25519 (112). */
const wrapped = (algorithm: 110 | 112, seed: Uint8Array): Bytes =>
  concat(Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, algorithm, 4, 0x22, 4, 0x20), seed);

/** Non-extractable handles for AES-256-GCM. */
export const aeadKey = secretHandles((key) => crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']));

/** Non-extractable handles for signing with an Ed25519 seed. */
export const signingKey = secretHandles((seed) => crypto.subtle.importKey('pkcs8', wrapped(112, seed), 'Ed25519', false, ['sign']));

const agreeingKey = secretHandles((seed) => crypto.subtle.importKey('pkcs8', wrapped(110, seed), 'X25519', false, ['deriveBits']));

const otherKey = (publicKey: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', publicKey, 'X25519', true, []);

/** u = 9, the base point of X25519 (RFC 7748 §4.1): agreed with, it gives the public key, also where keys cannot be exported. */
const basePoint = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

/** The X25519 public key of a seed. */
export async function sealingKeyOf(seed: Uint8Array): Promise<Bytes> {
  const algorithm = { name: 'X25519', public: await otherKey(basePoint) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, await agreeingKey(seed), 256));
}

/** Handles of an X25519 seed, the private one non-extractable, and of its public key. */
export const agreeingPair = secretHandles(async (seed) => ({
  privateKey: await agreeingKey(seed),
  publicKey: await otherKey(await sealingKeyOf(seed)),
}));

/** The Ed25519 public key of a seed, or nothing where the platform cannot export what it imported. */
export async function exportedKey(seed: Uint8Array): Promise<Bytes | undefined> {
  try {
    const handle = await crypto.subtle.importKey('pkcs8', wrapped(112, seed), 'Ed25519', true, ['sign']);
    const { x } = await crypto.subtle.exportKey('jwk', handle);
    return x === undefined ? undefined : fromBase64url(x);
  } catch {
    return undefined;
  }
}

const verifying = new Map<string, Promise<CryptoKey>>();

/** Handles of Ed25519 public keys that were accepted; bounded, the oldest goes first. */
export function verifyingKey(publicKey: Uint8Array): Promise<CryptoKey> {
  const name = base64url(publicKey);
  return (
    verifying.get(name) ?? remember(verifying, name, crypto.subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify']), 4096)
  );
}
