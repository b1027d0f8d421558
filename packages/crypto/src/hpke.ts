import { concat, utf8, type Bytes } from '@awna/base';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Engine } from './engine.ts';

/*
 * HPKE base mode (RFC 9180) put together from an engine's X25519 and AES-256-GCM and noble's synchronous HMAC:
 * DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002. The labels of the RFC and no arithmetic.
 * One message a context, so the sequence number stays 0 and the nonce is the base nonce.
 */

const kemId = concat(utf8('KEM'), Uint8Array.of(0x00, 0x20));
const hpkeId = concat(utf8('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x02));
const version = utf8('HPKE-v1');
const none: Bytes = new Uint8Array();

const twoBytes = (n: number): Bytes => Uint8Array.of(n >> 8, n & 0xff);

/** RFC 9180 §4, LabeledExtract (RFC 5869 §2.2). */
const labeledExtract = (suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Bytes =>
  new Uint8Array(hmac(sha256, salt, concat(version, suite, utf8(label), ikm)));

/** RFC 9180 §4, LabeledExpand; nothing here is longer than a hash, so one block of RFC 5869 §2.3 is all of it. */
const labeledExpand = (suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Bytes =>
  new Uint8Array(hmac(sha256, prk, concat(twoBytes(length), version, suite, utf8(label), info, Uint8Array.of(1)))).slice(0, length);

/** RFC 9180 §7.1.3, DeriveKeyPair for X25519: the private key. */
export const derivePrivateKey = (ikm: Uint8Array): Bytes =>
  labeledExpand(kemId, labeledExtract(kemId, none, 'dkp_prk', concat(ikm)), 'sk', none, 32);

/** RFC 9180 §4.1, ExtractAndExpand. */
const sharedSecretOf = (dh: Bytes, enc: Bytes, recipient: Bytes): Bytes =>
  labeledExpand(kemId, labeledExtract(kemId, none, 'eae_prk', dh), 'shared_secret', concat(enc, recipient), 32);

/** RFC 9180 §5.1, KeySchedule in base mode: no psk, so its id and itself are empty. */
export function keySchedule(sharedSecret: Bytes, info: Uint8Array): { key: Bytes; nonce: Bytes } {
  const idHash = labeledExtract(hpkeId, none, 'psk_id_hash', none);
  const infoHash = labeledExtract(hpkeId, none, 'info_hash', concat(info));
  const context = concat(Uint8Array.of(0), idHash, infoHash);
  const secret = labeledExtract(hpkeId, sharedSecret, 'secret', none);
  return { key: labeledExpand(hpkeId, secret, 'key', context, 32), nonce: labeledExpand(hpkeId, secret, 'base_nonce', context, 12) };
}

/** A way to seal and to open in HPKE's base mode, one message a context. */
export interface Hpke {
  /** `enc(32) ‖ ciphertext`; `ikm` are 32 fresh random bytes from which the ephemeral key is derived (RFC 9180 §4, GenerateKeyPair). */
  seal(publicKey: Uint8Array, info: Uint8Array, plain: Uint8Array, ikm: Uint8Array, aad?: Uint8Array): Promise<Bytes>;
  /** What was sealed, or nothing. */
  open(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Promise<Bytes | undefined>;
}

/** The primitives under HPKE; `agree` gives nothing where the other side's key is of small order (RFC 7748 §6.1). */
export type Under = Pick<Engine, 'sealingKeyOf' | 'aeadSeal' | 'aeadOpen'> & {
  agree(seed: Uint8Array, publicKey: Uint8Array): Promise<Bytes | undefined>;
};

/** RFC 9180 §5.1.1 and §6.1 over an engine's primitives. */
export const hpkeOver = (under: Under): Hpke => ({
  async seal(publicKey, info, plain, ikm, aad = none) {
    const ephemeral = derivePrivateKey(ikm);
    const dh = await under.agree(ephemeral, publicKey);
    if (!dh) throw new TypeError('not a key to seal to');
    const enc = await under.sealingKeyOf(ephemeral);
    const { key, nonce } = keySchedule(sharedSecretOf(dh, enc, concat(publicKey)), info);
    return concat(enc, await under.aeadSeal(key, nonce, plain, aad));
  },
  async open(seed, info, sealed, aad = none) {
    if (sealed.length < 48) return undefined;
    const enc = concat(sealed.subarray(0, 32));
    const dh = await under.agree(seed, enc);
    if (!dh) return undefined;
    const { key, nonce } = keySchedule(sharedSecretOf(dh, enc, await under.sealingKeyOf(seed)), info);
    return under.aeadOpen(key, nonce, sealed.subarray(32), aad);
  },
});
