import { AEAD_AES_256_GCM, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { hpkeOver } from './hpke.ts';
import { agreeingPair } from './web-keys.ts';

/** HPKE by the library over the platform's X25519 and AES-GCM. */
export const webHpke = hpkeOver({ kem: KEM_DHKEM_X25519_HKDF_SHA256(), aead: AEAD_AES_256_GCM, pairOf: agreeingPair });
