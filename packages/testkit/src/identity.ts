import { concat, type Bytes } from '@awna/base';
import { createHash } from 'node:crypto';

const order = 2n ** 252n + 27742317777372353535851937790883648493n;

const little = (bytes: Uint8Array): bigint => [...bytes].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const toLittle = (n: bigint): Bytes => {
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++) out[i] = Number((n >> BigInt(8 * i)) & 255n);
  return out;
};

/**
 * A signature whose R is the identity: it satisfies the equation, some libraries take it and others do not, so it would
 * split a group (PROTOCOL §9). Only the holder of the seed can make one.
 */
export function identitySignature(seed: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Bytes {
  const half = createHash('sha512').update(seed).digest().subarray(0, 32);
  half[0] = (half[0] ?? 0) & 248;
  half[31] = ((half[31] ?? 0) & 63) | 64;
  const R = new Uint8Array(32);
  R[0] = 1;
  const k = little(createHash('sha512').update(R).update(publicKey).update(message).digest()) % order;
  return concat(R, toLittle((k * little(half)) % order));
}
