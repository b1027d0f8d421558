import { concat, copy, equal, type Bytes } from './bytes.ts';
import { sha256 } from './hash.ts';

const zeros = new Uint8Array(32);
/** Mark, place and minute of a leaf, written anew for each: a log has many. */
const leafHead = new Uint8Array(17);
const leafNumbers = new DataView(leafHead.buffer);
const nodeMark = Uint8Array.of(1);

/** The root of an empty tree: SHA-256 of nothing (RFC 9162 §2.1.1). */
export const emptyRoot: Bytes = sha256(new Uint8Array());

function setWhole(at: number, n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('0 ≤ n < 2^53');
  leafNumbers.setUint32(at, Math.floor(n / 0x1_0000_0000));
  leafNumbers.setUint32(at + 4, n >>> 0);
}

/** A frame's leaf: place and minute are bound to it, and so is the part, even after it was forgotten. */
export function leafOf(place: number, minute: number, sealedHash: Uint8Array, partHash: Uint8Array | null): Bytes {
  setWhole(1, place);
  setWhole(9, minute);
  return sha256(concat(leafHead, sealedHash, partHash ?? zeros));
}

const nodeOf = (left: Uint8Array, right: Uint8Array): Bytes => sha256(concat(nodeMark, left, right));

/** The largest power of two smaller than `n` (n > 1). */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/**
 * The Merkle tree of RFC 9162 §2.1 over leaf hashes, growing at its end. Keeps every complete subtree, so the root
 * at any earlier size and consistency proofs cost O(log² n); two hashes of 32 bytes are kept a leaf.
 */
export class Tree {
  /** `levels[k][i]` is the root of the i-th complete subtree of 2ᵏ leaves. */
  readonly #levels: Bytes[][] = [[]];
  /** The root asked for last: whoever asks once usually asks again. */
  #last: { readonly size: number; readonly root: Bytes } | null = null;

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Takes the next leaf hash (32 bytes). */
  append(leaf: Uint8Array): void {
    let hash = copy(leaf);
    for (let k = 0; ; k++) {
      const level = (this.#levels[k] ??= []);
      level.push(hash);
      const left = level[level.length - 2];
      if (level.length % 2 === 1 || !left) return;
      hash = nodeOf(left, hash);
    }
  }

  leaf(place: number): Bytes | undefined {
    return this.#levels[0]?.[place];
  }

  /** The root over the first `size` leaves; throws where there are fewer. */
  root(size = this.size): Bytes {
    if (size > this.size) throw new RangeError('the tree is smaller');
    if (size === 0) return emptyRoot;
    if (this.#last?.size !== size) this.#last = { size, root: this.#range(0, size) };
    return this.#last.root;
  }

  /** Forgets the leaves from `size` on (a tail that turned out not to be the log's). */
  cut(size: number): void {
    this.#last = null;
    for (let k = 0; k < this.#levels.length; k++) {
      const level = this.#levels[k];
      const keep = Math.floor(size / 2 ** k);
      if (level && level.length > keep) level.length = keep;
    }
  }

  /** RFC 9162 §2.1.4.1: that the first `first` leaves are the beginning of the first `size`. */
  consistency(first: number, size = this.size): Bytes[] {
    if (first < 0 || first > size || size > this.size) throw new RangeError('0 <= first <= size');
    if (first === 0 || first === size) return [];
    return this.#subproof(first, 0, size, true);
  }

  /** RFC 9162 §2.1.3.1: that the leaf at `place` is among the first `size`. */
  inclusion(place: number, size = this.size): Bytes[] {
    if (place < 0 || place >= size || size > this.size) throw new RangeError('0 <= place < size');
    const path: Bytes[] = [];
    let from = 0;
    let to = size;
    while (to - from > 1) {
      const k = split(to - from);
      if (place < from + k) {
        path.push(this.#range(from + k, to));
        to = from + k;
      } else {
        path.push(this.#range(from, from + k));
        from += k;
      }
    }
    return path.reverse();
  }

  #range(from: number, to: number): Bytes {
    const n = to - from;
    const level = Math.log2(n);
    if (Number.isInteger(level)) {
      const whole = this.#levels[level]?.[from / n];
      if (whole) return whole;
    }
    const k = split(n);
    return nodeOf(this.#range(from, from + k), this.#range(from + k, to));
  }

  #subproof(m: number, from: number, to: number, whole: boolean): Bytes[] {
    const n = to - from;
    if (m === n) return whole ? [] : [this.#range(from, to)];
    const k = split(n);
    return m <= k
      ? [...this.#subproof(m, from, from + k, whole), this.#range(from + k, to)]
      : [...this.#subproof(m - k, from + k, to, false), this.#range(from, from + k)];
  }
}

/** RFC 9162 §2.1.4.2. Total: a malformed proof is simply not one. */
export function provesConsistency(
  first: number,
  firstRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(size) || first < 0 || first > size) return false;
  if (first === size) return proof.length === 0 && equal(firstRoot, root);
  if (first === 0) return proof.length === 0 && equal(firstRoot, emptyRoot);
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  let fn = first - 1;
  let sn = size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  const start = path[0];
  if (!start || path.some((hash) => hash.length !== 32)) return false;
  let fr: Uint8Array = start;
  let sr: Uint8Array = start;
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeOf(c, fr);
      sr = nodeOf(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = nodeOf(sr, c);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && equal(fr, firstRoot) && equal(sr, root);
}

/** RFC 9162 §2.1.3.2. Total. */
export function provesInclusion(place: number, leaf: Uint8Array, size: number, root: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!Number.isSafeInteger(place) || !Number.isSafeInteger(size) || place < 0 || place >= size) return false;
  let fn = place;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0 || p.length !== 32) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeOf(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      r = nodeOf(r, p);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && equal(r, root);
}
