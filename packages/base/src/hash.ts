import { sha256 as portable } from '@noble/hashes/sha2.js';
import { concat, equal, utf8, type Bytes } from './bytes.ts';

/** SHA-256 (FIPS 180-4) of one byte string, as a value of its own memory. */
export type Sha256 = (bytes: Uint8Array) => Bytes;

let one: Sha256 = (bytes) => new Uint8Array(portable(bytes));

/** SHA-256 (FIPS 180-4), synchronous. */
export const sha256 = (...parts: readonly Uint8Array[]): Bytes => one(parts.length === 1 && parts[0] ? parts[0] : concat(...parts));

/** Lengths around those at which SHA-256 begins another block. */
const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000];

/** Lets the machine's own SHA-256 work from now on, where it can be asked and answers at once. Throws on one that is wrong. */
export function hashWith(own: Sha256): void {
  for (const length of lengths) {
    const bytes = new Uint8Array(length).map((_, i) => i * 151);
    if (!equal(own(bytes), portable(bytes))) throw new TypeError('not SHA-256');
  }
  one = own;
}

/** The domain string `awna/1/<name>` ended by 0x00: no signature or hash of one purpose is valid for another. */
export const domain = (name: string): Bytes => utf8(`awna/1/${name}\0`);
