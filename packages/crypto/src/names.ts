import { domain, sha256, type Bytes } from '@awna/base';

const boxDomain = domain('box');
const slotDomain = domain('slot');

/** A letter box's name: SHA-256(D(box) ‖ X25519 public key)[0..16]. */
export const boxIdOf = (boxKey: Uint8Array): Bytes => sha256(boxDomain, boxKey).slice(0, 16);

/** The slot an answer is put into: SHA-256(D(slot) ‖ reply key)[0..16]; who knows the key may fetch it. */
export const slotOf = (replyKey: Uint8Array): Bytes => sha256(slotDomain, replyKey).slice(0, 16);
