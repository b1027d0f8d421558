import { type Bytes } from '@awna/base';

/** Gives `n` random bytes; injected, so that a test can throw the dice it wants. */
export type Dice = (n: number) => Bytes;

/** The platform's own dice (also there on plain http). At most 65,536 bytes at once. */
export const webDice: Dice = (n) => globalThis.crypto.getRandomValues(new Uint8Array(n));
