import { base64url, concat, equal, type Bytes } from '@awna/base';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { remember } from './remember.ts';

/*
 * Strict Ed25519 (PROTOCOL §9) asks of a signature (R, S) under A on M: A canonical, torsion-free, not of small order;
 * R the same; S < L; and the cofactorless equation S·B = R + k·A with k = SHA-512(R ‖ A ‖ M) over the bytes received.
 *
 * Checking that R is torsion-free by itself costs a scalar multiplication. It need not be paid:
 *   Let G be the subgroup of prime order L, which B generates. A is torsion-free, so A ∈ G. If the cofactorless
 *   equation holds for the point R, then R = S·B − k·A, a sum of elements of G, so R ∈ G: R is torsion-free.
 *   The only element of G of small order is the identity, since 8 and L are coprime.
 *   Hence, with A checked, all that is left to ask of R is that its bytes are canonical and not the identity's.
 *   Canonical: y < p, and the sign bit is 0 where x = 0. x = 0 only for y = 1 (the identity, refused) and y = −1
 *   (order 2, not in G, so the equation cannot hold); elsewhere both signs are points of their own.
 * The proof needs the equation to be cofactorless. A platform that multiplies it by 8 would let R with torsion pass;
 * the vectors of `vectors.ts` find such a platform at the start and set it aside.
 */

const Point = ed25519.Point;
const p = 2n ** 255n - 19n;
const order = Point.Fn.ORDER;
const signBit = 1n << 255n;

type Point = InstanceType<typeof Point>;
/** Keys that passed, with their points; bounded, the oldest goes first. */
const accepted = new Map<string, Point>();

function acceptedPoint(publicKey: Uint8Array): Point | undefined {
  if (publicKey.length !== 32) return undefined;
  const name = base64url(publicKey);
  const known = accepted.get(name);
  if (known) return known;
  try {
    const point = Point.fromBytes(publicKey);
    if (point.isSmallOrder() || !point.isTorsionFree()) return undefined;
    return remember(accepted, name, point, 4096);
  } catch {
    return undefined;
  }
}

/** Whether an Ed25519 public key is canonical, torsion-free and not of small order. Total; keys that pass are remembered. */
export const checkPublicKey = (publicKey: Uint8Array): boolean => acceptedPoint(publicKey) !== undefined;

/** Whether a signature is 64 bytes with S < L, and R canonical and not the identity; the rest is the equation's. */
export function isWellFormed(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const y = bytesToNumberLE(signature.subarray(0, 32)) % signBit;
  return y < p && y !== 1n && bytesToNumberLE(signature.subarray(32)) < order;
}

/** Strict Ed25519 over noble's curve: R is worked out again as S·B − k·A and must have the very bytes given. */
export function verifySync(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (!isWellFormed(signature)) return false;
  const a = acceptedPoint(publicKey);
  if (!a) return false;
  const r = signature.subarray(0, 32);
  const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, message))));
  const s = bytesToNumberLE(signature.subarray(32));
  return equal(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

/** Ed25519 by noble: the same bytes for the same seed and message, everywhere. */
export const signSync = (seed: Uint8Array, message: Uint8Array): Bytes => new Uint8Array(ed25519.sign(message, seed));

export const publicKeySync = (seed: Uint8Array): Bytes => new Uint8Array(ed25519.getPublicKey(seed));
