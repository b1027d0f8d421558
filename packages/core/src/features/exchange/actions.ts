import type { Id, Value, ValueMap } from '@awna/base';
import type { Draft } from '../../kernel/fact.ts';
import type { Giving, Outcome } from './facts.ts';
import { kindSheets } from './kind-sheets.ts';
import type { Kind } from './kinds.ts';
import type { ItemView, Photo } from './views.ts';

/** What the ask and offer flows gather. Only `kind`, `text` and `until` are needed. */
export interface Asking {
  readonly kind: Kind;
  readonly text: string;
  readonly until: number;
  readonly area?: string | null;
  readonly details?: ValueMap;
  readonly languages?: readonly string[];
  readonly photo?: Photo | null;
  readonly urgency?: 0 | 1 | 2 | 3;
  readonly by?: number | null;
  readonly amount?: { readonly n: number; readonly unit: string } | null;
  /** X3: minutes of a recurring item's occurrences. */
  readonly times?: readonly number[];
  /** X11: the words of small parts. Not together with `times` or `amount`. */
  readonly pieces?: readonly string[];
  readonly split?: boolean;
  readonly for?: 'self' | 'other';
  /** Notes for me alone: whom it is for, how to reach them. */
  readonly forWhom?: string;
  readonly contactNote?: string;
  /** Left out: as the kind's sheet says. */
  readonly confidential?: boolean;
  readonly again?: Id | null;
}

/** X10: an offer is given to the first, or at `closes` to who got least lately or by lot; or lies on a shelf. */
export interface Offering extends Asking {
  readonly giving?: Giving;
  readonly closes?: number | null;
}

const body = (asking: Asking) => ({
  kind: asking.kind,
  urgency: asking.urgency ?? 0,
  by: asking.by ?? null,
  until: asking.until,
  amount: asking.amount ?? null,
  slots: asking.times ? [...asking.times] : asking.pieces ? asking.pieces.map(() => null) : null,
  split: asking.split ?? true,
  for: asking.for ?? 'self',
  again: asking.again ?? null,
});

function wordsOf(asking: Pick<Asking, 'text' | 'details' | 'photo' | 'pieces'>): Record<string, Value> {
  const words: Record<string, Value> = { text: asking.text };
  if (asking.details && Object.keys(asking.details).length > 0) words['details'] = asking.details;
  if (asking.photo) words['photo'] = { ...asking.photo };
  if (asking.pieces && asking.pieces.length > 0) words['pieces'] = [...asking.pieces];
  return words;
}

function notesOf(asking: Asking): Record<string, Value> {
  const notes: Record<string, Value> = {};
  if (asking.forWhom !== undefined) notes['forWhom'] = asking.forWhom;
  if (asking.contactNote !== undefined) notes['contactNote'] = asking.contactNote;
  return notes;
}

/** Area and languages stay readable by the group; a confidential need's words are sealed to its author alone (X5). */
function draftOf(type: string, me: Id, asking: Asking, data: ValueMap, confidential: boolean): Draft {
  const open: Record<string, Value> = {};
  if (asking.area) open['area'] = asking.area;
  if (asking.languages && asking.languages.length > 0) open['languages'] = [...asking.languages];
  const own = notesOf(asking);
  Object.assign(confidential ? own : open, wordsOf(asking));
  const draft: Draft = { type, data, part: open, keep: 90 };
  return Object.keys(own).length === 0 ? draft : { ...draft, sealed: [{ to: [me], fields: own }] };
}

/** X1–X3. A need, confidential where its kind is unless said otherwise. */
export function askFor(me: Id, asking: Asking): Draft {
  const confidential = asking.confidential ?? kindSheets[asking.kind].confidential;
  return draftOf('exchange/need-posted@1', me, asking, { ...body(asking), confidential }, confidential);
}

/** X2, X10. An offer. Its words are for the group: what identifies the giver comes with the take-on. */
export const offer = (me: Id, offering: Offering): Draft =>
  draftOf(
    'exchange/offer-posted@1',
    me,
    offering,
    { ...body(offering), giving: offering.giving ?? 'first', closes: offering.closes ?? null },
    false,
  );

/** How much of an item: whole units, or slots by index. Left out: one unit. */
export interface Share {
  readonly n?: number;
  readonly slots?: readonly number[];
}

const claim =
  (type: string) =>
  (item: Id, share: Share = {}): Draft => ({
    type,
    data: { item, n: share.slots && share.slots.length > 0 ? share.slots.length : (share.n ?? 1), slots: [...(share.slots ?? [])] },
  });

/** X4. I take it on. */
export const take = claim('exchange/taken@1');
/** X5. I would help with this confidential need. */
export const volunteer = claim('exchange/volunteered@1');
/** X10. I would like this. */
export const wish = claim('exchange/wished@1');

/** X5. The asker chooses one; the words they sealed to themselves are sealed anew to that one, with a contact if given. Nothing where there is no such claim. */
export function choose(me: Id, item: ItemView, claimId: Id, contact?: string): Draft | undefined {
  const chosen = item.hands.find((hand) => hand.claim === claimId && hand.me === 'owner');
  if (!chosen) return undefined;
  const words = wordsOf({ ...item, text: item.text ?? '' });
  if (contact !== undefined) words['contact'] = contact;
  return {
    type: 'exchange/chosen@1',
    data: { item: item.id, claim: claimId },
    sealed: [{ to: [me, chosen.who.id], fields: words }],
    keep: 90,
  };
}

const between =
  (type: string, field: string) =>
  (me: Id, other: Id, item: Id, claimId: Id, text: string): Draft => ({
    type,
    data: { item, claim: claimId },
    sealed: [{ to: [me, other], fields: { [field]: text } }],
    keep: 90,
  });

/** X5. My contact, to the other side alone. */
export const shareContact = between('exchange/contact-shared@1', 'contact');
/** X5. My address, to the other side alone, once a meeting is set. */
export const shareAddress = between('exchange/address-shared@1', 'address');
/** A word in the thread between the two. */
export const say = between('exchange/said@1', 'text');

/** X4. When, and (to the two alone) where. */
export const setHandover = (me: Id, other: Id, item: Id, claimId: Id, minute: number, place: string): Draft => ({
  type: 'exchange/handover-set@1',
  data: { item, claim: claimId, minute },
  sealed: [{ to: [me, other], fields: { place } }],
  keep: 90,
});

const on =
  (type: string) =>
  (item: Id, claimId: Id): Draft => ({ type, data: { item, claim: claimId } });

export const handed = on('exchange/handed@1');
export const received = on('exchange/received@1');
export const release = on('exchange/released@1');

/** X4. Thanks, to the two alone (`other` given) or before the group. Without words too. */
export function thank(me: Id, other: Id | null, item: Id, claimId: Id, text: string): Draft {
  const draft: Draft = { type: 'exchange/thanked@1', data: { item, claim: claimId } };
  if (text === '') return draft;
  return other === null ? { ...draft, part: { text }, keep: 90 } : { ...draft, sealed: [{ to: [me, other], fields: { text } }], keep: 90 };
}

export const cancel = (item: Id, outcome: Outcome): Draft => ({ type: 'exchange/cancelled@1', data: { item, outcome } });

/** X6. */
export const stillNeeded = (item: Id, until: number): Draft => ({ type: 'exchange/still-needed@1', data: { item, until } });

/** X6. The same item again, from what I can still read of it; nothing where it is not mine or its words are gone. */
export function repost(me: Id, item: ItemView, until: number): Draft | undefined {
  const { shares, text, kind, urgency, area, details, languages, photo, pieces, confidential } = item;
  if (!item.mine || text === null) return undefined;
  const asking: Asking = {
    ...{ kind, urgency, text, until, area, details, languages, photo, confidential, again: item.id, for: item.forOther ? 'other' : 'self' },
    amount: shares.unit === null ? null : { n: shares.n, unit: shares.unit },
    split: item.split,
    ...(pieces.length > 1 ? { pieces } : {}),
    ...(item.forWhom === null ? {} : { forWhom: item.forWhom }),
    ...(item.contactNote === null ? {} : { contactNote: item.contactNote }),
  };
  return item.side === 'need' ? askFor(me, asking) : offer(me, { ...asking, giving: item.giving === 'shelf' ? 'shelf' : 'first' });
}
