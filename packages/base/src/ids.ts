import { base64url, fromBase64url, type Bytes } from './bytes.ts';
import { domain, sha256 } from './hash.ts';

/** 16 bytes as base64url text: 22 characters. Spaces, members, facts and devices are named so. */
export type Id = string;

const idShape = /^[A-Za-z0-9_-]{21}[AQgw]$/;

export const isId = (text: string): text is Id => idShape.test(text);

export const idOf = (bytes: Uint8Array): Id => base64url(bytes.subarray(0, 16));

/** The 16 bytes of an id; throws on anything that is not one (parse with `isId` first). */
export function idBytes(id: Id): Bytes {
  const bytes = isId(id) ? fromBase64url(id) : undefined;
  if (!bytes) throw new TypeError('not an id');
  return bytes;
}

const factDomain = domain('fact');

/** A device's name: SHA-256(signing key)[0..16]. */
export const deviceIdOf = (signingKey: Uint8Array): Bytes => sha256(signingKey).slice(0, 16);

/** A fact's name, known at the tap and kept through re-sealing; nobody else can take it. */
export const factIdOf = (device: Uint8Array, salt: Uint8Array): Id => idOf(sha256(factDomain, device, salt));
