import { isIn, type MembersState } from './features/members/index.ts';
import type { Stamp } from './kernel/fact.ts';
import { days } from './kernel/shapes.ts';

/**
 * Who may do what, until the charter feature lets a group write its own (C1): every member may do everything that
 * the features of this rules version govern. Rules ask here and never name a role themselves.
 */
export function may(state: { readonly members: MembersState }, _act: string, stamp: Stamp): boolean {
  return isIn(state.members, stamp.member);
}

/** What a group will set for itself one day; until then the same for all. Minutes where not said otherwise. */
export const limits = {
  /** X7: needs one may hold or wait for at a time. */
  takeOns: 7,
  /** Offers one may wish for or hold at a time. */
  wishes: 12,
  /** Open needs and offers of one member; whoever brings in a whole list of other people's has many. */
  openItems: 400,
  /** How long an item may stand: its words are kept 90 days, and 30 after its end. */
  longest: days(60),
  /** Between the end and the forgetting of words, thread and thanks (X6). */
  forgetWords: days(30),
  /** Between the end of a claim and the forgetting of contact, address and place (X5). */
  forgetContacts: days(7),
  /** Between the end and the forgetting of the item itself: all its parts are past their day by then. */
  forgetItem: days(121),
  /** One side confirmed and the other says nothing: it counts as done. */
  silentConfirm: days(7),
  /** Promised and nobody says anything after the end or the meeting: it is let go by itself. */
  silentPromise: days(14),
} as const;
