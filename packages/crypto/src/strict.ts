import { base64url, hex } from '@awna/base';
import { Point } from '@noble/ed25519';
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

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const signBit = 1n << 255n;

// A copy by constructor: `slice` of a Node Buffer shares its memory, and the reversing would be done to the caller's bytes.
const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${hex(new Uint8Array(bytes).reverse())}`);

/** Keys that passed, Ed25519 and X25519 apart; bounded, the oldest goes first. */
const signing = new Map<string, true>();
const sealing = new Map<string, true>();

function isPrimeOrder(publicKey: Uint8Array): boolean {
  try {
    const point = Point.fromBytes(publicKey);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** Whether an Ed25519 public key is canonical, torsion-free and not of small order. Total; keys that pass are remembered. */
export function checkPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const name = base64url(publicKey);
  return signing.has(name) || (isPrimeOrder(publicKey) && remember(signing, name, true, 4096));
}

/** Whether a signature is 64 bytes with S < L, and R canonical and not the identity; the rest is the equation's. */
export function isWellFormed(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const y = littleEndian(signature.subarray(0, 32)) % signBit;
  return y < p && y !== 1n && littleEndian(signature.subarray(32)) < order;
}

/** Every u below p of small order on the curve or its twist (RFC 7748 §6.1; Bernstein's list): 0, 1, −1 and the two of order 8. */
const small: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  p - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

/** Whether bytes are an X25519 public key: 32, canonical (u < p), not of small order. With such a one nobody agrees on zeros. */
export function isSealingKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const u = littleEndian(publicKey);
  return u < p && !small.has(u);
}

/** Whether something can be sealed to an X25519 public key. Keys that pass are remembered. */
export function checkSealingKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const name = base64url(publicKey);
  return sealing.has(name) || (isSealingKey(publicKey) && remember(sealing, name, true, 4096));
}
