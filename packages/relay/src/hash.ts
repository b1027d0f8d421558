import { hash } from 'node:crypto';

/** SHA-256 by the platform: several times as fast as the portable one, for bytes of any length. */
export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

const rowBytes = Buffer.alloc(40);

/** The row hash, SHA-256(leaf ‖ u64(day)): over what a frame's row says besides its bytes, so that a flipped bit in it can be told and placed. */
export function rowHashOf(leaf: Uint8Array, day: number): Uint8Array {
  rowBytes.set(leaf);
  rowBytes.writeUInt32BE(Math.floor(day / 2 ** 32), 32);
  rowBytes.writeUInt32BE(day >>> 0, 36);
  return sha256(rowBytes);
}

/** Bytes as a key of a Map; never shown to anyone. */
export const nameOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
