import { hash } from 'node:crypto';
import { hashWith, type Bytes } from '@awna/base';

/**
 * SHA-256 by the platform: several times as fast as the portable one, for bytes of any length. Asked for as a short text,
 * since a buffer is memory outside of the heap and costs twice as much.
 */
export const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(Buffer.from(hash('sha256', bytes, 'latin1'), 'latin1'));

// Also for the tree's nodes, which base hashes.
hashWith(sha256);

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
