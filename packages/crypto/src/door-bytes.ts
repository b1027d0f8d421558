import { concat, domain, type Bytes } from '@awna/base';

/** What a signature at the door asks for: to open a new space, or to enter one to read or to write. */
export type Door = 'open' | 'read' | 'write';

const domains = { open: domain('open'), read: domain('enter/read'), write: domain('enter/write') } as const;

/** What is signed at a door: its domain ‖ the connection's nonce ‖ space (PROTOCOL §10). */
export const doorBytes = (door: Door, nonce: Uint8Array, space: Uint8Array): Bytes => concat(domains[door], nonce, space);
