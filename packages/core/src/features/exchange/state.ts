import type { Id } from '@awna/base';
import type { Kind } from './kinds.ts';
import type { Giving, Outcome } from './facts.ts';

/** waiting: in line, or not yet chosen · held: promised · done · released: let go · missed: the item ended before their turn. */
export type ClaimStep = 'waiting' | 'held' | 'done' | 'released' | 'missed';

/** A word or a shared thing between the two: the fact, whether the item's owner wrote it, when. */
export interface Word {
  id: Id;
  owner: boolean;
  at: number;
}

/** One neighbour's share in an item: a take-on, an offer to help, or a wish. */
export interface ItemClaim {
  id: Id;
  by: Id;
  at: number;
  /** What was asked for; what is held once `step` is held. */
  n: number;
  slots: number[];
  step: ClaimStep;
  /** Whether it had to wait before it held. */
  waited: boolean;
  /** When the present step began, or one side confirmed. */
  since: number;
  /** Whether the one who gives, and the one who gets, said that it was handed over. */
  handed: boolean;
  received: boolean;
  /** The minute agreed for meeting. */
  meet: number | null;
  /** Facts that choose, share contacts, addresses and places: forgotten first. */
  shared: Word[];
  said: Word[];
  thanks: Word[];
}

/** done: all of it · partly: some of it · expired · cancelled by its owner (with the reason given) · left: its owner left. */
export type Ending = 'done' | 'partly' | 'expired' | 'left' | Outcome;

export interface Item {
  by: Id;
  side: 'need' | 'offer';
  kind: Kind;
  urgency: number;
  at: number;
  needed: number | null;
  until: number;
  n: number;
  unit: string | null;
  slots: (number | null)[] | null;
  split: boolean;
  other: boolean;
  confidential: boolean;
  giving: Giving | null;
  closes: number | null;
  /** Whether least-lately or the lot has been decided. */
  drawn: boolean;
  again: Id | null;
  claims: ItemClaim[];
  /** The minute of its next reminder: one is enough, and what moves later is found out then. */
  wake: number;
  ended: number | null;
  ending: Ending | null;
}

/** What fairness and limits need to know of a member; never shown as a score. */
export interface Tally {
  /** Items of theirs that are open. */
  items: number;
  /** Needs they hold or wait for; offers they wish for or hold. */
  takes: number;
  wishes: number;
  given: number;
  got: number;
  /** When they last got something; 0 for never. */
  gotAt: number;
  /** How often they let go of what they held. */
  released: number;
}

export interface ExchangeState {
  /** Open items, and ended ones until their parts are past every day of theirs. */
  items: Map<Id, Item>;
  tallies: Map<Id, Tally>;
}

export const empty = (): ExchangeState => ({ items: new Map(), tallies: new Map() });

/** Whether a claim still binds anybody. */
export const isLive = (claim: ItemClaim): boolean => claim.step === 'waiting' || claim.step === 'held';

/** The claim of this id, or nothing. */
export const claimIn = (item: Item, claim: Id): ItemClaim | undefined => item.claims.find(({ id }) => id === claim);
