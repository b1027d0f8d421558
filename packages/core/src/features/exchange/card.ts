import type { Id, ValueMap } from '@awna/base';
import { textIn, textsIn } from '../../kernel/parts.ts';
import { days } from '../../kernel/shapes.ts';
import { codeOf } from './codes.ts';
import { matchFor, type Taste } from './match.ts';
import { claimView, myClaimOn, named, photoIn, seesAuthor, seesClaim, wordsOf, type Eye } from './reading.ts';
import { bound, freeOf } from './shares.ts';
import type { Item } from './state.ts';
import type { BoardItem, ItemStep, Slot } from './views.ts';

/** Where an item stands, in one word. */
export function stepOf(item: Item): ItemStep {
  if (item.ended !== null) return 'ended';
  const held = item.claims.filter(({ step }) => step === 'held');
  if (freeOf(item) > 0) {
    const chosenLater = item.confidential || (item.closes !== null && !item.drawn);
    return chosenLater && item.claims.some(({ step }) => step === 'waiting') ? 'choosing' : 'open';
  }
  if (held.some(({ handed, received }) => handed || received)) return 'confirming';
  return held.some(({ meet }) => meet !== null) ? 'meeting' : 'taken';
}

function slotsOf(item: Item, me: Id, pieces: readonly string[]): readonly Slot[] {
  return (item.slots ?? []).map((at, index) => {
    const claim = item.claims.find(({ step, slots }) => (step === 'held' || step === 'done') && slots.includes(index));
    return {
      index,
      at,
      words: pieces[index] ?? null,
      state: claim ? (claim.step === 'done' ? 'done' : 'held') : 'free',
      mine: claim?.by === me,
    };
  });
}

const urgencyOf = (n: number): BoardItem['urgency'] => (n === 1 || n === 2 || n === 3 ? n : 0);

/** How much there is of it, and which parts. */
export const measureOf = (item: Item, me: Id, fields: ValueMap): Pick<BoardItem, 'shares' | 'slots'> => ({
  shares: { n: item.n, unit: item.unit, free: freeOf(item), ...bound(item) },
  slots: slotsOf(item, me, textsIn(fields, 'pieces')),
});

/** X5: what is confidential is one whole thing to those who were not chosen. */
const unknown = { n: 1, unit: null, free: 1, held: 0, done: 0 };

/** One item as the board shows it to me (X5: what is shown widens with the step). */
export function boardItem(eye: Eye, id: Id, item: Item, taste: Taste): BoardItem {
  const { me } = eye;
  const { words, fields } = wordsOf(eye, id, item);
  const mine = myClaimOn(item, me);
  const holders = item.claims.filter((claim) => (claim.step === 'held' || claim.step === 'done') && seesClaim(item, claim, me));
  const area = textIn(fields, 'area');
  const isOpen = seesAuthor(item, me);
  const languages = textsIn(fields, 'languages');
  return {
    id,
    code: { latin: codeOf(id, 'latin'), arabic: codeOf(id, 'arabic') },
    ...{ side: item.side, kind: item.kind, urgency: urgencyOf(item.urgency), step: stepOf(item), ending: item.ending },
    ...{ posted: item.at, by: item.needed, until: item.until, words, text: textIn(fields, 'text'), area, languages },
    photo: photoIn(fields),
    ...{ confidential: item.confidential, forOther: isOpen && item.other },
    author: isOpen ? named(eye, item.by) : null,
    ...(isOpen ? measureOf(item, me, fields) : { shares: unknown, slots: [] }),
    ...{ split: item.split, giving: item.giving, closes: item.closes },
    line: item.claims.filter(({ step }) => step === 'waiting').length,
    mine: item.by === me,
    myClaim: mine ? { id: mine.id, step: claimView(mine) } : null,
    takenBy: holders.map(({ by }) => named(eye, by)),
    match: matchFor(eye, item, area, languages, taste),
  };
}

/** From when the owner is asked whether it is still needed (X6): a quarter of its time before the end, at most three days. */
export function askFromOf(item: Item): number {
  const before = item.until - Math.min(days(3), Math.floor((item.until - item.at) / 4));
  return item.needed === null ? before : Math.max(item.at, Math.min(before, item.needed));
}
