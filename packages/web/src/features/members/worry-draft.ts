import type { Id } from '@awna/base';

/**
 * What I began to write about somebody, as long as the app is open. It is never put on the disk: whoever takes the phone
 * into their hands shall not find it.
 */
export const worryDrafts = new Map<Id, string>();
