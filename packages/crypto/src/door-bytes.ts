import { concat, domain, type Bytes } from '@awna/base';

/** What a signature at the door asks for: to open a new space, or to enter one to read or to write. */
export type Door = 'open' | 'read' | 'write';

const domains = { open: domain('open'), read: domain('enter/read'), write: domain('enter/write') } as const;

/** What a relay greets with: its key (32) and the connection's nonce (32). */
export interface Challenge {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * What is signed at a door: its domain ‖ the relay's key ‖ the connection's nonce ‖ space (PROTOCOL §10). The key is in it
 * so that no relay can pass another's nonce on and enter there with the answer: a space that moved has two.
 */
export const doorBytes = (door: Door, { key, nonce }: Challenge, space: Uint8Array): Bytes => concat(domains[door], key, nonce, space);
