import { type Bytes } from './bytes.ts';

/** Nothing sealed is shorter than this before sealing: the shortest facts all look alike. */
export const padFloor = 256;

/**
 * The Padmé length for `n` bytes (Nikitin et al., PETS 2019, §4), never below the floor: lengths keep only as many
 * significant bits as their exponent has, so a size tells O(log log n) bits and costs at most 12 %.
 */
export function paddedLength(n: number): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('a length is a whole number');
  if (n <= padFloor) return padFloor;
  const exponent = Math.floor(Math.log2(n));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(n / step) * step;
}

/** `x ‖ 0x80 ‖ 0x00…` up to the Padmé length of `len(x) + 1`. */
export function pad(x: Uint8Array): Bytes {
  const out = new Uint8Array(paddedLength(x.length + 1));
  out.set(x);
  out[x.length] = 0x80;
  return out;
}

/** What was padded, or nothing: only the one spelling that `pad` writes is taken. */
export function unpad(padded: Uint8Array): Bytes | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80 || padded.length !== paddedLength(end + 1)) return undefined;
  return new Uint8Array(padded.subarray(0, end));
}
