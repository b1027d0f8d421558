import { base64url, concat, equal, type Bytes } from '@awna/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { remember } from './remember.ts';
import { checkPublicKey, isWellFormed } from './strict.ts';

const Point = ed25519.Point;
type Point = InstanceType<typeof Point>;

/** Points of keys that passed; bounded, the oldest goes first. */
const points = new Map<string, Point>();

function pointOf(publicKey: Uint8Array): Point | undefined {
  const name = base64url(publicKey);
  const known = points.get(name);
  if (known) return known;
  return checkPublicKey(publicKey) ? remember(points, name, Point.fromBytes(publicKey), 4096) : undefined;
}

/** Strict Ed25519 (`strict.ts`) over noble's curve: R is worked out again as S·B − k·A and must have the very bytes given. */
export function verifySync(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (!isWellFormed(signature)) return false;
  const a = pointOf(publicKey);
  if (!a) return false;
  const r = signature.subarray(0, 32);
  const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, message))));
  const s = bytesToNumberLE(signature.subarray(32));
  return equal(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

/** Ed25519 by noble: the same bytes for the same seed and message, everywhere. */
export const signSync = (seed: Uint8Array, message: Uint8Array): Bytes => new Uint8Array(ed25519.sign(message, seed));

export const publicKeySync = (seed: Uint8Array): Bytes => new Uint8Array(ed25519.getPublicKey(seed));
