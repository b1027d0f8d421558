import { concat, copy, utf8, type Bytes } from '@awna/base';
import { gcm } from '@noble/ciphers/aes.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { LabeledExpand, LabeledExtract, type AEAD, type KEM, type Key, type KeyPair } from 'hpke';
import { webDice } from './dice.ts';
import { hpkeOver, kdf } from './hpke.ts';

/*
 * The library's own DHKEM asks WebCrypto for X25519. Where there is none, the library takes another KEM from outside:
 * this one, RFC 9180 §4.1 over noble's curve.
 */

/** A key as its bytes, as a KEM over noble sees it. */
export interface RawKey extends Key {
  readonly bytes: Bytes;
}

const suiteId = concat(utf8('KEM'), Uint8Array.of(0x00, 0x20));
const none: Bytes = new Uint8Array();
const byNoble = kdf();

const raw = (type: 'private' | 'public', bytes: Uint8Array): RawKey => ({
  type,
  bytes: copy(bytes),
  extractable: true,
  algorithm: { name: 'X25519' },
});

const pairOf = async (seed: Uint8Array): Promise<KeyPair<RawKey>> => ({
  privateKey: raw('private', seed),
  publicKey: raw('public', x25519.getPublicKey(seed)),
});

/** ExtractAndExpand of what was agreed; noble throws where that is zeros (§7.1.4). */
async function sharedSecret(mine: RawKey, theirs: Uint8Array, context: Uint8Array): Promise<Uint8Array> {
  const prk = await LabeledExtract(byNoble, suiteId, none, utf8('eae_prk'), x25519.getSharedSecret(mine.bytes, theirs));
  return LabeledExpand(byNoble, suiteId, prk, utf8('shared_secret'), context, 32);
}

/** DHKEM(X25519, HKDF-SHA256), KEM 0x0020, by noble. */
export const nobleKem: KEM<RawKey> = {
  id: 0x20,
  type: 'KEM',
  name: 'DHKEM(X25519, HKDF-SHA256)',
  Nsecret: 32,
  Nenc: 32,
  Npk: 32,
  Nsk: 32,
  async DeriveKeyPair(ikm) {
    const prk = await LabeledExtract(byNoble, suiteId, none, utf8('dkp_prk'), ikm);
    return pairOf(await LabeledExpand(byNoble, suiteId, prk, utf8('sk'), none, 32));
  },
  GenerateKeyPair: () => pairOf(webDice(32)),
  SerializePublicKey: async ({ bytes }) => bytes,
  DeserializePublicKey: async (bytes) => raw('public', bytes),
  SerializePrivateKey: async ({ bytes }) => bytes,
  DeserializePrivateKey: async (bytes) => raw('private', bytes),
  async Encap(to) {
    const { privateKey, publicKey } = await this.GenerateKeyPair(false);
    const enc = publicKey.bytes;
    return { enc, shared_secret: await sharedSecret(privateKey, to.bytes, concat(enc, to.bytes)) };
  },
  async Decap(enc, mine, own) {
    const { bytes } = own ?? (await pairOf(mine.bytes)).publicKey;
    return sharedSecret(mine, enc, concat(enc, bytes));
  },
};

/** AES-256-GCM (AEAD 0x0002) by noble. */
const aead = (): AEAD => ({
  id: 2,
  type: 'AEAD',
  name: 'AES-256-GCM',
  Nk: 32,
  Nn: 12,
  Nt: 16,
  Seal: async (key, nonce, aad, plain) => gcm(key, nonce, aad).encrypt(plain),
  Open: async (key, nonce, aad, sealed) => gcm(key, nonce, aad).decrypt(sealed),
});

/** HPKE by the library over noble's X25519 and AES-GCM. */
export const nobleHpke = hpkeOver({ kem: nobleKem, aead, pairOf });
