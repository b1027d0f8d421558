import type { Id } from '@awna/base';
import { limits } from '../../charter.ts';
import { mapIn, textIn, textsIn } from '../../kernel/parts.ts';
import { askFromOf, boardItem, measureOf } from './card.ts';
import { tasteOf } from './match.ts';
import { actionsOn } from './may.ts';
import { claimView, named, seesAuthor, seesClaim, wordsOf, type Eye } from './reading.ts';
import type { Item, ItemClaim, Word } from './state.ts';
import type { Hand, ItemView, Moment, Said } from './views.ts';

/** The newest text of this name that one side shared. */
function shared(eye: Eye, claim: ItemClaim, owner: boolean, field: string): string | null {
  for (let i = claim.shared.length - 1; i >= 0; i--) {
    const word = claim.shared[i];
    const text = word && word.owner === owner ? textIn(eye.parts(word.id).fields, field) : null;
    if (text !== null) return text;
  }
  return null;
}

/** The place that goes with the last meeting set, by whichever side set it. */
function placeOf(eye: Eye, claim: ItemClaim): string | null {
  for (let i = claim.shared.length - 1; i >= 0; i--) {
    const text = textIn(eye.parts(claim.shared[i]?.id ?? '').fields, 'place');
    if (text !== null) return text;
  }
  return null;
}

function saidOf(eye: Eye, item: Item, claim: ItemClaim, word: Word): Said {
  const by = word.owner ? item.by : claim.by;
  return { id: word.id, mine: by === eye.me, by: named(eye, by), at: word.at, text: textIn(eye.parts(word.id).fields, 'text') };
}

function handOf(eye: Eye, item: Item, claim: ItemClaim): Hand {
  const owner = item.by === eye.me;
  const gives = owner === (item.side === 'offer');
  const waiting = item.claims.filter(({ step }) => step === 'waiting');
  return {
    claim: claim.id,
    who: owner || seesAuthor(item, eye.me) ? named(eye, owner ? claim.by : item.by) : { id: '', name: null },
    me: owner ? 'owner' : 'claimer',
    step: claimView(claim),
    ...{ n: claim.n, slots: [...claim.slots], at: claim.at },
    line: waiting.indexOf(claim) + 1,
    theirContact: shared(eye, claim, !owner, 'contact'),
    theirAddress: shared(eye, claim, !owner, 'address'),
    myContact: shared(eye, claim, owner, 'contact'),
    myAddress: shared(eye, claim, owner, 'address'),
    meet: claim.meet,
    meetPlace: placeOf(eye, claim),
    iConfirmed: gives ? claim.handed : claim.received,
    theyConfirmed: gives ? claim.received : claim.handed,
    thread: claim.said.map((word) => saidOf(eye, item, claim, word)),
    thanks: claim.thanks.map((word) => saidOf(eye, item, claim, word)),
    letGo: owner && claim.step === 'waiting' ? (eye.state.exchange.tallies.get(claim.by)?.released ?? 0) : null,
  };
}

/** An item's history as far as I may know it: the line is its owner's to see, and each claim its maker's. */
function historyOf(eye: Eye, item: Item): readonly Moment[] {
  const moments: Moment[] = [{ what: 'posted', at: item.at, who: seesAuthor(item, eye.me) ? named(eye, item.by) : null }];
  for (const claim of item.claims) {
    const seen = seesClaim(item, claim, eye.me);
    const bound = claim.step === 'held' || claim.step === 'done';
    if (!seen && !bound) continue;
    const who = seen ? named(eye, claim.by) : null;
    moments.push({ what: bound ? 'taken' : 'waiting', at: claim.at, who });
    if (claim.step === 'done') moments.push({ what: 'handed-over', at: claim.since, who });
    if (claim.step === 'released' || claim.step === 'missed') moments.push({ what: claim.step, at: claim.since, who });
    for (const word of claim.thanks) {
      const text = seen ? null : textIn(eye.parts(word.id).fields, 'text');
      const by = word.owner ? item.by : claim.by;
      const mayName = seen || (word.owner && seesAuthor(item, eye.me));
      moments.push({ what: 'thanked', at: word.at, who: mayName ? named(eye, by) : null, ...(text ? { text } : {}) });
    }
  }
  if (item.ended !== null && item.ending !== null) moments.push({ what: item.ending, at: item.ended, who: null });
  return moments.sort((a, b) => a.at - b.at);
}

/** The whole page of an item, as I may see it; nothing where there is no such item (any more). */
export function itemOf(eye: Eye, id: Id): ItemView | undefined {
  const item = eye.state.exchange.items.get(id);
  if (!item) return undefined;
  const { fields } = wordsOf(eye, id, item);
  const mine = item.by === eye.me;
  return {
    ...boardItem(eye, id, item, tasteOf(eye)),
    // Whoever comes forward says for how much of it; screens show that only to those it is open to.
    ...measureOf(item, eye.me, fields),
    details: mapIn(fields, 'details'),
    pieces: textsIn(fields, 'pieces'),
    forWhom: mine ? textIn(fields, 'forWhom') : null,
    contactNote: mine ? textIn(fields, 'contactNote') : null,
    hands: item.claims.filter(({ by }) => mine || by === eye.me).map((claim) => handOf(eye, item, claim)),
    actions: actionsOn(eye, id, item),
    history: historyOf(eye, item),
    askFrom: item.ended === null ? askFromOf(item) : null,
    forgetAt: item.ended === null ? null : item.ended + limits.forgetWords,
    again: item.again,
  };
}
