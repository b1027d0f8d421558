import { equal, fromHex, utf8, type Bytes } from '@awna/base';
import { type Engine } from './engine.ts';
import { vectors } from './vectors.ts';
import { webEngine } from './web.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? new Uint8Array();
const seed = new Uint8Array(32).fill(0x5a);
const plain = utf8('awna');
const gcmCase = {
  key: bytes('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  nonce: bytes('cafebabefacedbaddecaf888'),
  aad: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  opened: bytes('d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'),
  sealed: bytes(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
  ),
};
/** Made with noble, from the seed above: its public keys. */
const publicKey = bytes('0d7550754e0800a5d237eef5826035766b9b3e5a15868a940ab289958788e3b0');
const sealingKey = bytes('b0d08f35b4683381489afb32825e59152d47d19bc9e050d6d5a954984c9d1e2c');
const spoiled = (sound: Bytes): Bytes => sound.map((byte, i) => (i === 3 ? byte ^ 1 : byte));

/** Whether an engine judges every disagreeing vector as PROTOCOL §9 does. */
export async function judgesStrictly(engine: Pick<Engine, 'verify'>): Promise<boolean> {
  for (const { publicKey, signature, message, good } of vectors) {
    if ((await engine.verify(publicKey, signature, message)) !== good) return false;
  }
  return true;
}

/** Whether an engine gives the known answers. HPKE's are asked when it is loaded (`hpke-choose.ts`). */
export async function answersRightly(engine: Engine): Promise<boolean> {
  // AES-256-GCM: test case 16 of the GCM specification (McGrew, Viega), and that no bit of it may differ.
  const { key, nonce, aad, opened, sealed } = gcmCase;
  if (!equal(await engine.aeadSeal(key, nonce, opened, aad), sealed)) return false;
  if ((await engine.aeadOpen(key, nonce, spoiled(sealed), aad)) !== undefined) return false;
  if ((await engine.aeadOpen(key, nonce, sealed, spoiled(aad))) !== undefined) return false;
  // HKDF-SHA256: RFC 5869, test case 1.
  const okm = await engine.hkdf(new Uint8Array(22).fill(0x0b), bytes('000102030405060708090a0b0c'), bytes('f0f1f2f3f4f5f6f7f8f9'), 42);
  if (!equal(okm, bytes('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'))) return false;
  // Some platforms add randomness to a signature, so it is asked of the engine itself, whose verdicts the vectors ask.
  if (!equal(await engine.publicKeyOf(seed), publicKey) || !equal(await engine.sealingKeyOf(seed), sealingKey)) return false;
  return engine.verify(publicKey, await engine.sign(seed, plain), plain);
}

/**
 * The engine to use on this machine, from now on: the platform's, unless it is missing (plain http off localhost),
 * judges a disagreeing vector otherwise or gives a wrong answer; then noble's, which is loaded only then.
 */
export async function chooseEngine(candidate: Engine = webEngine): Promise<Engine> {
  try {
    if ((await answersRightly(candidate)) && (await judgesStrictly(candidate))) return candidate;
  } catch {
    // A platform that cannot is a platform that is not there.
  }
  return (await import('./noble.ts')).nobleEngine;
}
