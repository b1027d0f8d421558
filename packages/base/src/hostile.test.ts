import { expect, test } from 'vitest';
import { base64url, concat, equal, fromBase64url, fromHex, fromUtf8, hex, utf8, type Bytes } from './bytes.ts';
import { idBytes, isId } from './ids.ts';
import { leafOf, provesConsistency, provesInclusion, Tree } from './tree.ts';

/** Inputs that each parser gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = Number(process.env['HOSTILE_SEED'] ?? 0);
const patience = 60_000 + rounds;

type Die = (n: number) => number;

/** Seeded chance (mulberry32), so that a case that failed can be met again. */
function chance(seed: number): Die {
  let a = seed * 1_000_003 + from;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const size = 70;
const tree = new Tree();
for (let place = 0; place < size; place++) tree.append(leafOf(place, place, utf8(`frame ${place}`), null));
const roots = Array.from({ length: size + 1 }, (_, n) => tree.root(n));
const rootAt = (n: number): Bytes => roots[n] ?? new Uint8Array(32);

/** A proof with a hash lost, doubled, bent, cut, moved or put before. */
function bent(proof: readonly Bytes[], die: Die): readonly Uint8Array[] {
  const out: Uint8Array[] = [...proof];
  const i = die(Math.max(1, out.length));
  const hash = out[i] ?? new Uint8Array(32);
  switch (die(6)) {
    case 0:
      out.splice(i, 1);
      break;
    case 1:
      out.splice(i, 0, hash);
      break;
    case 2:
      out[i] = hash.map((byte, k) => (k === die(32) ? byte ^ 1 : byte ^ 2));
      break;
    case 3:
      out[i] = hash.subarray(0, die(32));
      break;
    case 4:
      out.push(out.shift() ?? new Uint8Array(32));
      break;
    default:
      out.unshift(new Uint8Array(32));
  }
  return out;
}

const same = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((hash, i) => equal(hash, b[i] ?? new Uint8Array()));

test(`[§6] ${rounds} malformed proofs of each kind: none proves, none throws`, { timeout: patience }, () => {
  const die = chance(1);
  const odd = [-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY];
  for (let i = 0; i < rounds; i++) {
    const n = 2 + die(size - 1);
    const m = 1 + die(n - 1);
    const consistency = tree.consistency(m, n);
    const inclusion = tree.inclusion(m, n);
    const leaf = tree.leaf(m) ?? rootAt(0);
    // Half of the time the proof is bent, half of the time the numbers it is for.
    if (die(2) === 0) {
      const [one, two] = [bent(consistency, die), bent(inclusion, die)];
      if (!same(one, consistency) && provesConsistency(m, rootAt(m), n, rootAt(n), one)) throw new Error(`consistent in round ${i}`);
      if (!same(two, inclusion) && provesInclusion(m, leaf, n, rootAt(n), two)) throw new Error(`included in round ${i}`);
    } else {
      const other = die(8) === 0 ? (odd[die(odd.length)] ?? 0) : die(size + 9);
      if (other !== m && provesConsistency(other, rootAt(m), n, rootAt(n), consistency)) throw new Error(`consistent in round ${i}`);
      if (other !== m && provesInclusion(other, leaf, n, rootAt(n), inclusion)) throw new Error(`included in round ${i}`);
    }
  }
});

/** Text that was bytes once, with what people and liars make of it: paddings, blanks, other letters, cut in the middle. */
function garbled(text: string, die: Die): string {
  const at = die(text.length + 1);
  const odd = ['=', ' ', '+', '/', '-', '_', '\n', 'é', '\u0660', '\ud83d', '\0', 'Z', 'g', '0'][die(14)] ?? '';
  switch (die(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + odd + text.slice(at);
    case 2:
      return text.slice(0, at) + odd + text.slice(at + 1);
    default:
      return text.toUpperCase();
  }
}

test(
  `[§1] ${rounds} malformed texts each as base64url, hex, id and UTF-8: read only where writing gives them again`,
  { timeout: patience },
  () => {
    const die = chance(2);
    const read = { base64url: 0, hex: 0, id: 0, utf8: 0 };
    for (let i = 0; i < rounds; i++) {
      const bytes = new Uint8Array(die(3) === 0 ? 16 : die(40)).map(() => die(256));
      const text = garbled(base64url(bytes), die);
      const decoded = fromBase64url(text);
      if (decoded) read.base64url++;
      if (decoded && base64url(decoded) !== text) throw new Error(`base64url ${text}`);
      if (isId(text)) read.id++;
      if (isId(text) && (idBytes(text).length !== 16 || base64url(idBytes(text)) !== text)) throw new Error(`id ${text}`);
      const digits = garbled(hex(bytes), die);
      const unhexed = fromHex(digits);
      if (unhexed) read.hex++;
      if (unhexed && hex(unhexed) !== digits.toLowerCase()) throw new Error(`hex ${digits}`);
      const words = utf8(['a', 'عونة', '😀', '\ufeffx', ''][die(5)] ?? '');
      const torn = concat(words.subarray(0, die(words.length + 1)), bytes.subarray(0, die(3)), words.subarray(die(words.length + 1)));
      const known = fromUtf8(torn);
      if (known !== undefined) read.utf8++;
      if (known !== undefined && !equal(utf8(known), torn)) throw new Error(`UTF-8 ${hex(torn)}`);
    }
    for (const count of Object.values(read)) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(rounds);
    }
  },
);
