import { base64url, hashWith, type Bytes } from '@awna/base';
import { checkPublicKey, chooseEngine, webDice, type Engine } from '@awna/crypto';
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hash,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { openSync, sealingKeySync, sealSync } from './hpke.ts';

const privateDer = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicDer = Buffer.from('302a300506032b6570032100', 'hex');
const cipher = 'aes-256-gcm';

/** How many answers each memory holds; the oldest go first. */
const most = 20_000;

/** Remembers what was worked out for the same bytes. */
function remembering<T>(): (key: string, work: () => T) => T {
  const known = new Map<string, T>();
  return (key, work) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = work();
    known.set(key, now);
    if (known.size > most) for (const [oldest] of known) if (known.delete(oldest)) break;
    return now;
  };
}

const name = (...parts: readonly Uint8Array[]): string => {
  const lengths = parts.map(({ length }) => String(length)).join('.');
  return `${lengths} ${hash('sha256', Buffer.concat(parts), 'base64')}`;
};

/** An engine, and what it signs at once: for the relay of a life. */
export interface Signing extends Engine {
  signs(seed: Uint8Array, message: Uint8Array): Bytes;
}

/**
 * The primitives of suite 1 on OpenSSL, each answered before the call returns: whoever lets nothing else go on knows when
 * nothing is under way. What is verified, derived or sealed once, byte for byte, is not worked out again for the next
 * device. It draws the same dice whether or not it remembers, so a seed lives the same life every time.
 */
function quick(): Signing {
  const verified = remembering<boolean>();
  const accepted = remembering<boolean>();
  const derived = remembering<Bytes>();
  const sealed = remembering<Bytes>();
  const publics = remembering<Bytes>();
  const opened = remembering<Bytes | null>();
  const sealing = remembering<Bytes>();
  const signers = remembering<KeyObject>();
  const checkers = remembering<KeyObject>();
  const signer = (seed: Uint8Array): KeyObject =>
    signers(base64url(seed), () => createPrivateKey({ key: Buffer.concat([privateDer, seed]), format: 'der', type: 'pkcs8' }));
  const checker = (key: Uint8Array): KeyObject =>
    checkers(base64url(key), () => createPublicKey({ key: Buffer.concat([publicDer, key]), format: 'der', type: 'spki' }));
  const isKey = (key: Uint8Array): boolean => accepted(base64url(key), () => checkPublicKey(key));
  const publicKey = (seed: Uint8Array): Bytes =>
    publics(base64url(seed), () => new Uint8Array(createPublicKey(signer(seed)).export({ format: 'der', type: 'spki' })).slice(-32));
  /** What is signed here is good: whoever verifies it is told so. */
  const signs = (seed: Uint8Array, message: Uint8Array): Bytes => {
    const signature = new Uint8Array(sign(null, message, signer(seed)));
    verified(name(publicKey(seed), signature, message), () => true);
    return signature;
  };
  return {
    name: 'node',
    signs,
    publicKeyOf: async (seed) => publicKey(seed).slice(),
    sign: async (seed, message) => signs(seed, message),
    verify: async (key, signature, message) =>
      signature.length === 64 &&
      isKey(key) &&
      verified(name(key, signature, message), () => verify(null, message, checker(key), signature)),
    checkPublicKey: isKey,
    aeadSeal: async (key, nonce, plain, aad) => {
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: 16 });
      sealing.setAAD(aad);
      return new Uint8Array(Buffer.concat([sealing.update(plain), sealing.final(), sealing.getAuthTag()]));
    },
    aeadOpen: async (key, nonce, box, aad) => {
      if (box.length < 16) return undefined;
      const opening = createDecipheriv(cipher, key, nonce, { authTagLength: 16 });
      opening.setAAD(aad);
      opening.setAuthTag(box.subarray(-16));
      const plain = opening.update(box.subarray(0, -16));
      try {
        opening.final();
      } catch {
        return undefined;
      }
      return new Uint8Array(plain);
    },
    hkdf: async (ikm, salt, info, length) =>
      derived(name(ikm, salt, info, Uint8Array.of(length)), () => new Uint8Array(hkdfSync('sha256', ikm, salt, info, length))).slice(),
    sealingKeyOf: async (seed) => sealing(base64url(seed), () => sealingKeySync(seed)).slice(),
    hpkeSeal: async (key, info, plain, dice = webDice) => {
      const ephemeral = dice(32);
      return sealed(name(key, info, plain), () => sealSync(key, info, plain, () => ephemeral)).slice();
    },
    hpkeOpen: async (seed, info, box) => opened(name(seed, info, box), () => openSync(seed, info, box) ?? null)?.slice(),
  };
}

let chosen: Promise<Signing> | undefined;

async function choose(): Promise<Signing> {
  hashWith((bytes) => new Uint8Array(Buffer.from(hash('sha256', bytes, 'latin1'), 'latin1')));
  const engine = quick();
  if ((await chooseEngine(engine)) !== engine) throw new Error('this machine judges a vector otherwise: no simulator on it');
  return engine;
}

/** The simulator's engine, once it has given the known answers and judged every disagreeing vector as PROTOCOL §9 does. */
export const quickEngine = (): Promise<Signing> => (chosen ??= choose());
