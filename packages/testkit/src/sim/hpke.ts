import { base64url, concat, u64, utf8, type Bytes } from '@awna/base';
import { checkSealingKey, type Dice } from '@awna/crypto';
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';

/*
 * HPKE in base mode (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), here and now: the library's goes to
 * another thread and back for every step, and a simulator must know when nothing is under way any more.
 */

const privateDer = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicDer = Buffer.from('302a300506032b656e032100', 'hex');
const two = (n: number): Bytes => u64(n).slice(6);
const version = utf8('HPKE-v1');
const kem = concat(utf8('KEM'), two(0x20));
const suite = concat(utf8('HPKE'), two(0x20), two(1), two(2));
const none = new Uint8Array(0);

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes => {
  const sum = createHmac('sha256', key);
  for (const part of parts) sum.update(part);
  return new Uint8Array(sum.digest());
};

const extract = (id: Bytes, salt: Uint8Array, label: string, ikm: Uint8Array): Bytes => hmac(salt, version, id, utf8(label), ikm);

/** All that is asked for here fits into one block. */
const expand = (id: Bytes, prk: Bytes, label: string, info: Uint8Array, length: number): Bytes =>
  hmac(prk, two(length), version, id, utf8(label), info, Uint8Array.of(1)).slice(0, length);

/** Keys of members and boxes, which come again; bounded, the oldest go. */
const keys = new Map<string, { readonly own: KeyObject; readonly key: Bytes }>();

function pairOf(seed: Uint8Array): { readonly own: KeyObject; readonly key: Bytes } {
  const name = base64url(seed);
  const own = keys.get(name)?.own ?? privateOf(seed);
  const pair = keys.get(name) ?? { own, key: bytesOf(own) };
  keys.set(name, pair);
  if (keys.size > 2_000) for (const [oldest] of keys) if (keys.delete(oldest)) break;
  return pair;
}

const privateOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privateDer, seed]), format: 'der', type: 'pkcs8' });
const publicOf = (key: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([publicDer, key]), format: 'der', type: 'spki' });
const bytesOf = (key: KeyObject): Bytes => new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' })).slice(-32);

/** X25519 public key (32) of a private key (32). */
export const sealingKeySync = (seed: Uint8Array): Bytes => bytesOf(privateOf(seed));

function schedule(dh: Uint8Array, context: Bytes, info: Uint8Array): { readonly key: Bytes; readonly nonce: Bytes } {
  const shared = expand(kem, extract(kem, none, 'eae_prk', dh), 'shared_secret', context, 32);
  const bound = concat(Uint8Array.of(0), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', info));
  const secret = extract(suite, shared, 'secret', none);
  return { key: expand(suite, secret, 'key', bound, 32), nonce: expand(suite, secret, 'base_nonce', bound, 12) };
}

/** `enc(32) ‖ ciphertext`; the dice give the ephemeral private key. */
export function sealSync(publicKey: Uint8Array, info: Uint8Array, plain: Uint8Array, dice: Dice): Bytes {
  if (!checkSealingKey(publicKey)) throw new TypeError('not a key to seal to');
  const own = privateOf(dice(32));
  const enc = bytesOf(own);
  const dh = diffieHellman({ privateKey: own, publicKey: publicOf(publicKey) });
  const { key, nonce } = schedule(dh, concat(enc, publicKey), info);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  return concat(enc, cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** What was sealed, or nothing. */
export function openSync(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array): Bytes | undefined {
  const enc = sealed.slice(0, 32);
  if (sealed.length < 48 || !checkSealingKey(enc)) return undefined;
  const pair = pairOf(seed);
  const dh = diffieHellman({ privateKey: pair.own, publicKey: publicOf(enc) });
  const { key, nonce } = schedule(dh, concat(enc, pair.key), info);
  const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = cipher.update(sealed.subarray(32, -16));
  try {
    cipher.final();
  } catch {
    return undefined;
  }
  return new Uint8Array(plain);
}
