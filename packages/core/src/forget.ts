import type { Id } from '@awna/base';
import { forgettableOfExchange } from './features/exchange/index.ts';
import { forgettableOfMembers } from './features/members/index.ts';
import type { GroupState } from './group.ts';
import type { Draft } from './kernel/fact.ts';

/** Facts whose parts (and the blobs they name) every device erases now (X6). `now` in minutes; group time is not waited for. */
export function* forgettable(state: GroupState, now: number): Generator<Id> {
  yield* forgettableOfMembers(state, now);
  yield* forgettableOfExchange(state, now);
}

/** Days the part of a draft is kept at the relay at most; 0 is for ever. */
export const keepFor = (draft: Draft): 0 | 30 | 90 | 365 => draft.keep ?? 90;
