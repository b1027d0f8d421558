import { hash } from 'node:crypto';
import { u64 } from '@awna/base';

/** SHA-256 by the platform: several times as fast as the portable one, for bytes of any length. */
export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** The row hash: over what a frame's row says besides its bytes, so that a flipped bit in it can be told and placed. */
export const rowHashOf = (leaf: Uint8Array, day: number): Uint8Array => sha256(Buffer.concat([leaf, u64(day)]));

/** Bytes as a key of a Map; never shown to anyone. */
export const nameOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
