import type { Id, ValueMap } from '@awna/base';
import type { Ending } from './state.ts';
import type { Kind } from './kinds.ts';
import type { Giving } from './facts.ts';
import type { ExchangeReason } from './rules.ts';

/** Where an item stands, in one word each; every one has words in the catalogue. */
export type ItemStep =
  /** Something of it is free. */
  | 'open'
  /** Confidential, or given by lot or least-lately: some have come forward, nobody is chosen yet. */
  | 'choosing'
  /** All of it is promised. */
  | 'taken'
  /** A meeting is set. */
  | 'meeting'
  /** One side said that it was handed over. */
  | 'confirming'
  | 'ended';

/** Where one claim stands. `waiting` is in line or not yet chosen. */
export type ClaimView = 'waiting' | 'held' | 'meeting' | 'confirming' | 'done' | 'released' | 'missed';

/** A member as shown: `name` is null where it is forgotten or not readable. */
export interface Named {
  readonly id: Id;
  readonly name: string | null;
}

/** A sealed photo: fetched by the device through its blob name and key. */
export interface Photo {
  readonly blob: string;
  readonly key: string;
  readonly type: string;
  readonly w: number;
  readonly h: number;
}

/** Why something is shown to me (X8). */
export type MatchReason =
  'same-area' | 'your-skill' | 'your-language' | 'soon' | 'urgent' | 'my-offer' | 'my-need' | 'small' | 'no-answer-yet';

export interface Match {
  /** Higher is nearer; only for ordering. */
  readonly rank: number;
  readonly reasons: readonly MatchReason[];
}

/** How much there is. `unit` is null where the item is one whole thing. */
export interface Shares {
  readonly n: number;
  readonly unit: string | null;
  readonly free: number;
  readonly held: number;
  readonly done: number;
}

/** A part that can be taken on by itself: an occurrence (`at`) or a small part (`words`). */
export interface Slot {
  readonly index: number;
  readonly at: number | null;
  readonly words: string | null;
  readonly state: 'free' | 'held' | 'done';
  readonly mine: boolean;
}

export interface BoardItem {
  readonly id: Id;
  /** Speakable code in both scripts; both read back to the same. */
  readonly code: { readonly latin: string; readonly arabic: string };
  readonly side: 'need' | 'offer';
  readonly kind: Kind;
  readonly urgency: 0 | 1 | 2 | 3;
  readonly step: ItemStep;
  readonly ending: Ending | null;
  readonly posted: number;
  readonly by: number | null;
  readonly until: number;
  /** Whether I may read the words: `sealed` are confidential ones, `gone` forgotten ones. */
  readonly words: 'open' | 'sealed' | 'gone';
  readonly text: string | null;
  readonly area: string | null;
  readonly languages: readonly string[];
  readonly photo: Photo | null;
  readonly confidential: boolean;
  readonly forOther: boolean;
  /** Null where the item is confidential and not mine. */
  readonly author: Named | null;
  readonly shares: Shares;
  readonly slots: readonly Slot[];
  /** Whether less than all of it may be taken. */
  readonly split: boolean;
  readonly giving: Giving | null;
  readonly closes: number | null;
  /** How many wait in line, or have come forward. */
  readonly line: number;
  readonly mine: boolean;
  /** My own claim on it, newest. */
  readonly myClaim: { readonly id: Id; readonly step: ClaimView } | null;
  /** Who holds it: only its owner and those who hold it see them. */
  readonly takenBy: readonly Named[];
  readonly match: Match | null;
}

export interface BoardFilter {
  readonly side?: 'need' | 'offer';
  readonly kinds?: readonly Kind[];
  readonly areas?: readonly string[];
  /** Needed by, or ending, at or before this minute. */
  readonly before?: number;
  readonly mine?: boolean;
  /** Ended ones too, newest first, after the open ones. */
  readonly ended?: boolean;
  readonly search?: string;
}

export interface Board {
  readonly needs: readonly BoardItem[];
  readonly offers: readonly BoardItem[];
  /** Areas that occur, for the chips. */
  readonly areas: readonly string[];
}

/** Something I could do with an item now. `refused` says why not; null means yes. */
export interface Action {
  readonly act:
    | 'take'
    | 'volunteer'
    | 'wish'
    | 'choose'
    | 'share-contact'
    | 'share-address'
    | 'set-handover'
    | 'handed'
    | 'received'
    | 'thank'
    | 'release'
    | 'say'
    | 'cancel'
    | 'still-needed'
    | 'repost';
  /** The claim it is about; null where it is about the item. */
  readonly claim: Id | null;
  readonly refused: ExchangeReason | null;
}

export interface Said {
  readonly id: Id;
  readonly mine: boolean;
  readonly by: Named;
  readonly at: number;
  /** Null where it is forgotten. */
  readonly text: string | null;
}

/** One claim, as its two sides see it. */
export interface Hand {
  readonly claim: Id;
  readonly who: Named;
  /** `owner`: the item is mine · `claimer`: the claim is mine. */
  readonly me: 'owner' | 'claimer';
  readonly step: ClaimView;
  readonly n: number;
  readonly slots: readonly number[];
  readonly at: number;
  /** Place in the line, from 1; 0 where it does not wait. */
  readonly line: number;
  /** Their contact and address where shared with me, mine where I shared it. */
  readonly theirContact: string | null;
  readonly theirAddress: string | null;
  readonly myContact: string | null;
  readonly myAddress: string | null;
  readonly meet: number | null;
  readonly meetPlace: string | null;
  readonly iConfirmed: boolean;
  readonly theyConfirmed: boolean;
  readonly thread: readonly Said[];
  readonly thanks: readonly Said[];
  /** How often they let go of something: only for an asker choosing from the line (X4), else null. */
  readonly letGo: number | null;
}

/** A line of an item's history. `what` names words in the catalogue. */
export interface Moment {
  readonly what: 'posted' | 'taken' | 'waiting' | 'released' | 'missed' | 'handed-over' | 'thanked' | Ending;
  readonly at: number;
  /** Null where I may not know who. */
  readonly who: Named | null;
  /** Thanks said before all: the two have them between them, the others here. */
  readonly text?: string;
}

export interface ItemView extends BoardItem {
  /** Answers to the kind's own questions, where I may read them. */
  readonly details: ValueMap;
  /** Words of the small parts. */
  readonly pieces: readonly string[];
  /** Name of whom it is for, where its author noted it for themselves. */
  readonly forWhom: string | null;
  /** A contact its author noted for themselves (imports). */
  readonly contactNote: string | null;
  /** The claims I am a side of, in line order; for the owner all of them. */
  readonly hands: readonly Hand[];
  readonly actions: readonly Action[];
  readonly history: readonly Moment[];
  /** From when its owner is asked whether it is still needed; null once it ended. */
  readonly askFrom: number | null;
  /** When its words and photo are forgotten; null while it is open. */
  readonly forgetAt: number | null;
  readonly again: Id | null;
}

/** Something that concerns me now, most pressing first. */
export interface Concern {
  readonly what:
    /** A meeting within a day, or one that has passed unconfirmed. */
    | 'meeting'
    /** I hold it: what comes next is mine to do. */
    | 'promised'
    /** Somebody holds my need or offer. */
    | 'held-for-me'
    /** I came out of the line, was chosen, or the lot fell on me. */
    | 'your-turn'
    /** I wait in line, or have come forward and nobody is chosen yet. */
    | 'in-line'
    /** Somebody came forward for my confidential need. */
    | 'choose'
    /** The other side says it was handed over. */
    | 'confirm'
    /** X6. */
    | 'still-needed'
    | 'thank'
    | 'match';
  readonly item: BoardItem;
  readonly claim: Id | null;
  /** The minute it is about, or null. */
  readonly at: number | null;
}

export interface Today {
  readonly concerns: readonly Concern[];
  /** X11: what takes about fifteen minutes, near first. */
  readonly small: readonly BoardItem[];
  /** Open needs and offers in the whole group. */
  readonly open: { readonly needs: number; readonly offers: number };
}
