import { sha256 as noble } from '@noble/hashes/sha2.js';
import { concat, utf8, type Bytes } from './bytes.ts';

/** SHA-256 (FIPS 180-4), synchronous. */
export const sha256 = (...parts: readonly Uint8Array[]): Bytes =>
  new Uint8Array(noble(parts.length === 1 && parts[0] ? parts[0] : concat(...parts)));

/** The domain string `awna/1/<name>` ended by 0x00: no signature or hash of one purpose is valid for another. */
export const domain = (name: string): Bytes => utf8(`awna/1/${name}\0`);
