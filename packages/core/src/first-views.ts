import type { Id } from '@awna/base';
import { todayOf, type Board, type BoardFilter, type Eye, type ItemView, type Today } from './features/exchange/index.ts';
import {
  casesOf,
  groupOf,
  invitesOf,
  memberOf,
  membersOf,
  type CaseView,
  type GroupView,
  type InviteView,
  type MemberView,
} from './features/members/index.ts';
import type { Sentence } from './kernel/sentence.ts';
import type { LoggedFact } from './sentences.ts';

/** What a screen may ask for by name: its arguments and what it gets. Plain data, ready to cross to another thread. */
export interface Views {
  readonly board: { readonly args: BoardFilter; readonly result: Board };
  /** Null where there is no such item, or it is forgotten. */
  readonly item: { readonly args: { readonly id: Id }; readonly result: ItemView | null };
  readonly today: { readonly args: Record<never, never>; readonly result: Today };
  readonly members: { readonly args: { readonly all?: boolean }; readonly result: readonly MemberView[] };
  readonly member: { readonly args: { readonly id: Id }; readonly result: MemberView | null };
  readonly invites: { readonly args: Record<never, never>; readonly result: readonly InviteView[] };
  readonly cases: { readonly args: Record<never, never>; readonly result: readonly CaseView[] };
  readonly group: { readonly args: Record<never, never>; readonly result: GroupView };
  /** Items that a typed code or id names. */
  readonly find: { readonly args: { readonly text: string }; readonly result: readonly Id[] };
  /** Logged facts in words, one each. */
  readonly sentences: { readonly args: { readonly facts: readonly LoggedFact[] }; readonly result: readonly Sentence[] };
}

export type ViewName = keyof Views;
export type ViewArgs<V extends ViewName> = Views[V]['args'];
export type ViewResult<V extends ViewName> = Views[V]['result'];

/** How a view is made: a copy, never a part of the state. */
export type View<V extends ViewName> = (eye: Eye, args: ViewArgs<V>) => ViewResult<V>;
export type AllViews = { readonly [V in ViewName]: View<V> };

/** What the first screens show. The others, in `views.ts`, are a load of their own on a phone. */
export const firstViews: Pick<AllViews, 'today' | 'members' | 'member' | 'invites' | 'cases' | 'group'> = {
  today: todayOf,
  members: ({ state, parts, me }, { all }) => membersOf(state, parts, me, all),
  member: ({ state, parts, me }, { id }) => memberOf(state, parts, me, id) ?? null,
  invites: ({ state, parts, me, now }) => invitesOf(state, parts, me, now),
  cases: ({ state, parts, me }) => casesOf(state, parts, me),
  group: ({ state, parts }) => groupOf(state, parts),
};
