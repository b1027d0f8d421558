import { concat, domain, u64, type Bytes } from '@awna/base';

/** What the relay says of a space after each commit: how many frames, the tree's root over them, its clock (minutes). */
export interface Head {
  readonly space: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly minute: number;
}

const headDomain = domain('head');

/** The bytes a relay signs: D(head) ‖ space ‖ u64(size) ‖ root ‖ u64(minute) (PROTOCOL §6). */
export const headBytes = (head: Head): Bytes => concat(headDomain, head.space, u64(head.size), head.root, u64(head.minute));
