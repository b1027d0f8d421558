import { equal, fromHex, utf8, type Bytes } from '@awna/base';
import { verifySync } from './ed25519.ts';
import { type Engine } from './engine.ts';
import { nobleEngine } from './noble.ts';
import { vectors } from './vectors.ts';
import { webEngine } from './web.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? new Uint8Array();
const seed = new Uint8Array(32).fill(0x5a);
const plain = utf8('awna');
const dice = (n: number): Bytes => new Uint8Array(n).fill(0xd1);

/** Whether an engine judges every disagreeing vector as PROTOCOL §9 does. */
export async function judgesStrictly(engine: Pick<Engine, 'verify'>): Promise<boolean> {
  for (const { publicKey, signature, message, good } of vectors) {
    if ((await engine.verify(publicKey, signature, message)) !== good) return false;
  }
  return true;
}

/** Whether an engine gives the known answers, and understands noble and is understood by it. */
export async function answersRightly(engine: Engine): Promise<boolean> {
  const zeros = new Uint8Array(32);
  // AES-256-GCM: test case 14 of the GCM specification (McGrew, Viega).
  const sealed = await engine.aeadSeal(zeros, zeros.slice(0, 12), zeros.slice(0, 16), new Uint8Array());
  if (!equal(sealed, bytes('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'))) return false;
  const wrong = sealed.map((byte, i) => (i === 3 ? byte ^ 1 : byte));
  if ((await engine.aeadOpen(zeros, zeros.slice(0, 12), wrong, new Uint8Array())) !== undefined) return false;
  // HKDF-SHA256: RFC 5869, test case 1.
  const okm = await engine.hkdf(new Uint8Array(22).fill(0x0b), bytes('000102030405060708090a0b0c'), bytes('f0f1f2f3f4f5f6f7f8f9'), 42);
  if (!equal(okm, bytes('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'))) return false;
  const publicKey = await nobleEngine.publicKeyOf(seed);
  if (!verifySync(publicKey, await engine.sign(seed, plain), plain)) return false;
  const sealingKey = await nobleEngine.sealingKeyOf(seed);
  const there = await engine.hpkeOpen(seed, plain, await nobleEngine.hpkeSeal(sealingKey, plain, plain, dice));
  const back = await nobleEngine.hpkeOpen(seed, plain, await engine.hpkeSeal(sealingKey, plain, plain, dice));
  return there !== undefined && back !== undefined && equal(there, plain) && equal(back, plain);
}

/**
 * The engine to use on this machine, from now on: the platform's, unless it is missing (plain http off localhost),
 * judges a disagreeing vector otherwise or gives a wrong answer; then noble's.
 */
export async function chooseEngine(candidate: Engine = webEngine, spare: Engine = nobleEngine): Promise<Engine> {
  try {
    return (await answersRightly(candidate)) && (await judgesStrictly(candidate)) ? candidate : spare;
  } catch {
    return spare;
  }
}
