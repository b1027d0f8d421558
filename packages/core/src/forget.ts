import type { Id } from '@awna/base';
import { forgettable as exchangeForgets } from './features/exchange/forget.ts';
import { forgettable as membersForget } from './features/members/forget.ts';
import type { GroupState } from './group.ts';
import type { Draft } from './kernel/fact.ts';

/** Facts whose parts (and the blobs they name) every device erases now (X6). `now` in minutes; group time is not waited for. */
export function* forgettable(state: GroupState, now: number): Generator<Id> {
  yield* membersForget(state, now);
  yield* exchangeForgets(state, now);
}

/** Days the part of a draft is kept at the relay at most; 0 is for ever. */
export const keepFor = (draft: Draft): 0 | 30 | 90 | 365 => draft.keep ?? 90;
