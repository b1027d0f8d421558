import * as v from 'valibot';
import type { FactsOf } from '../../kernel/fact.ts';
import { id, minute, whole } from '../../kernel/shapes.ts';
import { kinds, units } from './kinds.ts';

const unit = v.union([v.picklist(units), v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))]);
const amount = v.strictObject({ n: whole(1, 1_000_000_000), unit });
/** X3, X11: what can be taken on one by one: the occurrences of something recurring (their minutes), or small parts (null, words in the part). */
const slots = v.pipe(
  v.array(v.nullable(minute)),
  v.minLength(2),
  v.maxLength(60),
  v.check((list) => rising(list)),
);

/** Minutes that rise, or nothing but nulls. */
function rising(list: readonly (number | null)[]): boolean {
  return list.every((at, i) => {
    const last = list[i - 1];
    return i === 0 || (at === null ? last === null : typeof last === 'number' && last < at);
  });
}

/** An item has an amount or slots or neither. */
const oneMeasure = (data: { readonly amount: unknown; readonly slots: unknown }): boolean => data.amount === null || data.slots === null;

const posted = {
  kind: v.picklist(kinds),
  urgency: whole(0, 3),
  /** Needed by, or wanted gone by. */
  by: v.nullable(minute),
  until: minute,
  amount: v.nullable(amount),
  slots: v.nullable(slots),
  /** Whether less than the whole amount may be taken on. */
  split: v.boolean(),
  /** X9: asking for someone else says so. */
  for: v.picklist(['self', 'other']),
  /** X6: the item of mine that this one posts again. */
  again: v.nullable(id),
};

const onClaim = v.strictObject({ item: id, claim: id });
/** How much, and which slots where the item has them. */
const claimed = v.strictObject({ item: id, n: whole(1, 1_000_000_000), slots: v.pipe(v.array(whole(0, 59)), v.maxLength(60)) });

/** How an offer is given (X10), said beforehand. */
export const givings = ['first', 'least-lately', 'lot', 'shelf'] as const;
/** Why somebody closes their item (X6). */
export const outcomes = ['enough', 'elsewhere', 'no-longer', 'mistake'] as const;

/** What became of needs and offers. Words, areas, contacts, addresses and photos travel in the parts: see `actions.ts`. */
export const facts = {
  /** X1–X3. Part: text, area, details, photo, languages; confidential: all but the area sealed to the author. */
  'exchange/need-posted@1': v.pipe(
    v.strictObject({ ...posted, confidential: v.boolean() }),
    v.check((data) => oneMeasure(data)),
  ),
  /** X2, X10. `closes` is when least-lately and lot are decided. Part as of a need. */
  'exchange/offer-posted@1': v.pipe(
    v.strictObject({ ...posted, giving: v.picklist(givings), closes: v.nullable(minute) }),
    v.check((data) => oneMeasure(data)),
    v.check(({ giving, closes }) => (giving === 'lot' || giving === 'least-lately') === (closes !== null)),
  ),
  /** X4: I take this need on. The first in the agreed order hold, the rest wait in line. */
  'exchange/taken@1': claimed,
  /** X5: I would help with this confidential need, not knowing its words. */
  'exchange/volunteered@1': claimed,
  /** X10: I would like this (أحتاجه). */
  'exchange/wished@1': claimed,
  /** X5: the asker chose one who would help. Sealed to that one: text, details, contact. */
  'exchange/chosen@1': onClaim,
  /** X5. Sealed to the other side: contact. */
  'exchange/contact-shared@1': onClaim,
  /** X5. Sealed to the other side: address. */
  'exchange/address-shared@1': onClaim,
  /** X4: when we meet. Sealed to the two: place. */
  'exchange/handover-set@1': v.strictObject({ item: id, claim: id, minute }),
  /** X4: the one who gives says: done. */
  'exchange/handed@1': onClaim,
  /** X4: the one who gets says: done. */
  'exchange/received@1': onClaim,
  /** X4: thanks. Part or sealed: text. */
  'exchange/thanked@1': onClaim,
  /** X4: letting go, from either side. */
  'exchange/released@1': onClaim,
  'exchange/cancelled@1': v.strictObject({ item: id, outcome: v.picklist(outcomes) }),
  /** X6: still needed (or still to give), until then. */
  'exchange/still-needed@1': v.strictObject({ item: id, until: minute }),
  /** A word between the two. Sealed to both: text. */
  'exchange/said@1': onClaim,
} as const;

export type ExchangeFact = FactsOf<typeof facts>;
export type ItemFact = Extract<ExchangeFact, { data: { kind: string } }>;
export type Giving = (typeof givings)[number];
export type Outcome = (typeof outcomes)[number];
