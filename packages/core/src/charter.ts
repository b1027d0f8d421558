import { isIn, type MembersState } from './features/members/state.ts';
import type { Stamp } from './kernel/fact.ts';
import { days } from './kernel/shapes.ts';

/**
 * Who may do what, until the charter feature lets a group write its own (C1): every member may do everything that
 * the features of this rules version govern. Rules ask here and never name a role themselves.
 */
export function may(state: { readonly members: MembersState }, act: string, stamp: Stamp): boolean {
  // M6: never one person's tap.
  if (act === 'remove-member') return stamp.authority === 'decision';
  return stamp.authority === 'member' && isIn(state.members, stamp.member);
}

/**
 * M6: how many of the `n` who may join a case must, until a group says so itself: more than half, and in large groups
 * so many that nobody brings them together in passing; never fewer than two.
 */
export function caseNeeds(n: number): number {
  let root = 0;
  while (root * root < n) root += 1;
  return Math.max(2, Math.min(Math.floor(n / 2) + 1, 4 + root));
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
  /** People who are in at a time: a turn has seals for so many. */
  people: 6_528,
  /** After so long the keys are turned although nobody has gone. */
  turn: days(30),
  /** M6: how long a case may be joined. */
  caseWindow: days(14),
  /** Cases of one member's opening that are open at a time. */
  openCases: 3,
  /** Between the opening of a case and the forgetting of its words. */
  forgetCaseWords: days(90),
  /** Between the opening of a case and the forgetting of the case: its words are past their day by then. */
  forgetCase: days(121),
} as const;
