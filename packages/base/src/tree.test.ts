import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromHex, hex, u64, utf8, type Bytes } from './bytes.ts';
import { sha256 } from './hash.ts';
import { emptyRoot, leafOf, provesConsistency, provesInclusion, Tree } from './tree.ts';

// The definitions of RFC 9162 §2.1, word by word, slow and without state.
const node = (l: Uint8Array, r: Uint8Array): Bytes => sha256(Uint8Array.of(1), l, r);
const half = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};
function mth(d: readonly Bytes[]): Bytes {
  if (d.length === 0) return sha256();
  const only = d[0];
  if (d.length === 1 && only) return only;
  const k = half(d.length);
  return node(mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m: number, d: readonly Bytes[]): Bytes[] {
  if (d.length === 1) return [];
  const k = half(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
function subproof(m: number, d: readonly Bytes[], whole: boolean): Bytes[] {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = half(d.length);
  return m <= k ? [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))] : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

const leaves = Array.from({ length: 70 }, (_, i) => sha256(u64(i)));
const grown = (n: number): Tree => {
  const tree = new Tree();
  for (const leaf of leaves.slice(0, n)) tree.append(leaf);
  return tree;
};
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map(hex);

test('[§6] the roots everybody knows from Certificate Transparency’s reference tests', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const tree = new Tree();
  inputs.forEach((input, i) => {
    tree.append(sha256(Uint8Array.of(0), fromHex(input) ?? utf8('?')));
    expect(hex(tree.root())).toBe(roots[i]);
  });
  expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('[§6] a leaf binds place, minute, sealed and part, and a forgotten part still has its hash', () => {
  const s = sha256(utf8('sealed'));
  const p = sha256(utf8('part'));
  expect(leafOf(3, 5, s, p)).toEqual(sha256(concat(Uint8Array.of(0), u64(3), u64(5), s, p)));
  expect(leafOf(3, 5, s, null)).toEqual(sha256(concat(Uint8Array.of(0), u64(3), u64(5), s, new Uint8Array(32))));
  expect(new Set([leafOf(3, 5, s, p), leafOf(5, 3, s, p), leafOf(3, 5, p, s), leafOf(3, 5, s, null)].map(hex)).size).toBe(4);
});

test('[§6] roots at every size and every earlier size are those of the definition', () => {
  const tree = grown(70);
  for (let n = 0; n <= 70; n++) {
    expect(hex(tree.root(n))).toBe(hex(mth(leaves.slice(0, n))));
    expect(hex(grown(n).root())).toBe(hex(mth(leaves.slice(0, n))));
  }
  expect(() => tree.root(71)).toThrow(RangeError);
});

test('[§6] inclusion and consistency proofs are those of the definition, and prove', () => {
  const tree = grown(70);
  for (let n = 1; n <= 40; n++) {
    const d = leaves.slice(0, n);
    const root = tree.root(n);
    for (let m = 0; m < n; m++) {
      const leaf = tree.leaf(m) ?? utf8('?');
      const inclusion = tree.inclusion(m, n);
      expect(hexes(inclusion)).toEqual(hexes(path(m, d)));
      expect(provesInclusion(m, leaf, n, root, inclusion)).toBe(true);
      const consistency = tree.consistency(m, n);
      if (m > 0) expect(hexes(consistency)).toEqual(hexes(subproof(m, d, true)));
      expect(provesConsistency(m, tree.root(m), n, root, consistency)).toBe(true);
    }
    expect(provesConsistency(n, root, n, root, tree.consistency(n, n))).toBe(true);
  }
});

const spoil = (proof: readonly Uint8Array[], how: number, at: number): Uint8Array[] => {
  const out = proof.map((hash) => new Uint8Array(hash));
  const i = at % Math.max(1, out.length);
  const hash = out[i];
  if (how === 0) out.push(new Uint8Array(32));
  else if (how === 1) out.splice(i, 1);
  else if (how === 2 && hash) hash[at % 32] = (hash[at % 32] ?? 0) ^ 1;
  else if (how === 3 && hash) out[i] = hash.subarray(0, 31);
  else out.unshift(new Uint8Array(32));
  return out;
};

test('[§6] a spoiled proof proves nothing', () => {
  const tree = grown(70);
  const nat = fc.nat();
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 70 }), nat, fc.integer({ min: 0, max: 4 }), nat, (n, where, how, at) => {
      const m = 1 + (where % (n - 1));
      const consistency = tree.consistency(m, n);
      const spoiled = spoil(consistency, how, at);
      if (hexes(spoiled).join() !== hexes(consistency).join()) {
        expect(provesConsistency(m, tree.root(m), n, tree.root(n), spoiled)).toBe(false);
      }
      const place = where % n;
      const inclusion = tree.inclusion(place, n);
      const bent = spoil(inclusion, how, at);
      if (hexes(bent).join() !== hexes(inclusion).join()) {
        expect(provesInclusion(place, tree.leaf(place) ?? emptyRoot, n, tree.root(n), bent)).toBe(false);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('[§6] proofs are total: any numbers and any hashes give an answer', () => {
  const number = fc.oneof(
    fc.integer({ min: -2, max: 80 }),
    fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, Number.MAX_SAFE_INTEGER),
  );
  const hash = fc.uint8Array({ minLength: 31, maxLength: 33 });
  fc.assert(
    fc.property(number, number, hash, hash, fc.array(hash, { maxLength: 60 }), (a, b, x, y, proof) => {
      expect(typeof provesConsistency(a, x, b, y, proof)).toBe('boolean');
      expect(typeof provesInclusion(a, x, b, y, proof)).toBe('boolean');
    }),
    { numRuns: 2_000 },
  );
});

test('[§6] two different logs of one length are never consistent: a fork shows', () => {
  const mine = grown(20);
  const theirs = grown(12);
  for (let i = 12; i < 20; i++) theirs.append(sha256(utf8(`other ${i}`)));
  for (let m = 13; m < 20; m++) {
    expect(provesConsistency(m, mine.root(m), 20, theirs.root(), theirs.consistency(m, 20))).toBe(false);
    expect(provesConsistency(m, mine.root(m), 20, theirs.root(), mine.consistency(m, 20))).toBe(false);
  }
  expect(provesConsistency(12, mine.root(12), 20, theirs.root(), theirs.consistency(12, 20))).toBe(true);
});

test('cutting a tail off and growing again is as if the tail had never been', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), fc.nat(), (n, where) => {
      const tree = grown(n);
      const keep = where % (n + 1);
      tree.cut(keep);
      expect(tree.size).toBe(keep);
      expect(hex(tree.root())).toBe(hex(grown(keep).root()));
      for (const leaf of leaves.slice(keep)) tree.append(leaf);
      expect(hex(tree.root())).toBe(hex(mth(leaves)));
    }),
    { numRuns: 100 },
  );
});
