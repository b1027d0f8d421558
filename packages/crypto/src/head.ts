import { type Bytes } from '@awna/base';
import { publicKeySync, signSync } from './ed25519.ts';
import { headBytes, type Head } from './head-bytes.ts';

export { headBytes, type Head } from './head-bytes.ts';

/** A relay's signature (64) on a head, with its own seed. */
export const signHead = (seed: Uint8Array, head: Head): Bytes => signSync(seed, headBytes(head));

/** The public key of the relay's own seed. */
export const relayKeyOf = (seed: Uint8Array): Bytes => publicKeySync(seed);
