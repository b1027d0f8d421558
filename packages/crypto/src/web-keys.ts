import { base64url, concat, copy, equal, fromHex, type Bytes } from '@awna/base';
import { remember } from './remember.ts';

type Import = (key: Bytes) => Promise<CryptoKey>;

/**
 * Handles of secret keys, kept as long as the bytes they came from and no longer, under no name of their own: what is
 * dropped is gone. The bytes are compared at each use, so that a buffer written over is imported again.
 */
function secretHandles(load: Import): (key: Uint8Array) => Promise<CryptoKey> {
  const handles = new WeakMap<Uint8Array, { of: Bytes; handle: Promise<CryptoKey> }>();
  return (key) => {
    const known = handles.get(key);
    if (known && equal(known.of, key)) return known.handle;
    const of = copy(key);
    const handle = load(of);
    handles.set(key, { of, handle });
    return handle;
  };
}

/** PKCS #8 (RFC 8410 §7) around the 32 bytes of an Ed25519 seed. */
const ed25519Wrap = fromHex('302e020100300506032b657004220420') ?? new Uint8Array();

/** Non-extractable handles for AES-256-GCM. */
export const aeadKey = secretHandles((key) => crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']));

/** Non-extractable handles for signing with an Ed25519 seed. */
export const signingKey = secretHandles((seed) => crypto.subtle.importKey('pkcs8', concat(ed25519Wrap, seed), 'Ed25519', false, ['sign']));

const verifying = new Map<string, Promise<CryptoKey>>();

/** Handles of Ed25519 public keys that were accepted; bounded, the oldest goes first. */
export function verifyingKey(publicKey: Uint8Array): Promise<CryptoKey> {
  const name = base64url(publicKey);
  return (
    verifying.get(name) ?? remember(verifying, name, crypto.subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify']), 4096)
  );
}
