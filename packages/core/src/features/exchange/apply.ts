import type { Fact } from '../../kernel/fact.ts';
import type { World } from '../../kernel/feature.ts';
import type { ExchangeFact, ItemFact } from './facts.ts';
import { complete, countClaim, drop, end, hold, lapseItem, never, settle, tallyOf, watch } from './life.ts';
import type { ExchangeWithin } from './rules.ts';
import { claimIn, isLive, type Item, type ItemClaim, type Word } from './state.ts';

export function apply({ exchange }: ExchangeWithin, fact: ExchangeFact, world: World): void {
  const { stamp, remind } = world;
  if (fact.type === 'exchange/need-posted@1' || fact.type === 'exchange/offer-posted@1') {
    const item = itemOf(fact, stamp.member, stamp.time);
    exchange.items.set(fact.id, item);
    tallyOf(exchange, stamp.member).items += 1;
    return watch(fact.id, item, stamp.time, remind);
  }
  const id = fact.data.item;
  const item = exchange.items.get(id);
  if (!item) return;
  switch (fact.type) {
    case 'exchange/taken@1':
    case 'exchange/volunteered@1':
    case 'exchange/wished@1': {
      const { n, slots } = fact.data;
      const claim = claimOf(
        fact.id,
        stamp.member,
        stamp.time,
        n,
        [...slots].sort((a, b) => a - b),
      );
      item.claims.push(claim);
      countClaim(exchange, item, claim, 1);
      settle(exchange, id, item, stamp.time, remind);
      claim.waited = claim.step === 'waiting';
      return;
    }
    case 'exchange/cancelled@1':
      end(exchange, item, fact.data.outcome, stamp.time);
      return watch(id, item, stamp.time, remind);
    case 'exchange/still-needed@1':
      item.until = fact.data.until;
      return settle(exchange, id, item, stamp.time, remind);
    default: {
      const claim = claimIn(item, fact.data.claim);
      if (claim) step(exchange, id, item, claim, fact, world);
    }
  }
}

type StepFact = Extract<ExchangeFact, { data: { claim: string } }>;

function step(
  exchange: ExchangeWithin['exchange'],
  id: string,
  item: Item,
  claim: ItemClaim,
  fact: StepFact,
  { stamp, remind }: World,
): void {
  const owner = item.by === stamp.member;
  const word: Word = { id: fact.id, owner, at: stamp.time };
  switch (fact.type) {
    case 'exchange/chosen@1':
      claim.shared.push(word);
      hold(item, claim, stamp.time);
      return watch(id, item, stamp.time, remind);
    case 'exchange/contact-shared@1':
    case 'exchange/address-shared@1':
      claim.shared.push(word);
      return;
    case 'exchange/handover-set@1':
      claim.shared.push(word);
      claim.meet = fact.data.minute;
      return;
    case 'exchange/said@1':
      claim.said.push(word);
      return;
    case 'exchange/thanked@1':
      claim.thanks.push(word);
      return;
    case 'exchange/released@1':
      // X4: remembered kindly — only a promise that its maker lets go of is counted.
      if (claim.step === 'held' && !owner) tallyOf(exchange, claim.by).released += 1;
      drop(exchange, item, claim, 'released', stamp.time);
      return settle(exchange, id, item, stamp.time, remind);
    case 'exchange/handed@1':
    case 'exchange/received@1':
      if (fact.type === 'exchange/handed@1') claim.handed = true;
      else claim.received = true;
      claim.since = stamp.time;
      // X10: a free shelf has nobody who hands over.
      if (claim.received && (claim.handed || item.giving === 'shelf')) complete(exchange, item, claim, stamp.time);
      return settle(exchange, id, item, stamp.time, remind);
  }
}

function itemOf(fact: ItemFact, by: string, at: number): Item {
  const { kind, urgency, until, amount, slots, split, again } = fact.data;
  const offer = fact.type === 'exchange/offer-posted@1' ? fact.data : null;
  return {
    by,
    side: offer ? 'offer' : 'need',
    kind,
    urgency,
    at,
    needed: fact.data.by,
    until,
    n: slots?.length ?? amount?.n ?? 1,
    unit: amount?.unit ?? null,
    slots: slots === null ? null : [...slots],
    split,
    other: fact.data.for === 'other',
    confidential: fact.type === 'exchange/need-posted@1' && fact.data.confidential,
    giving: offer?.giving ?? null,
    closes: offer?.closes ?? null,
    drawn: false,
    again,
    claims: [],
    wake: never,
    ended: null,
    ending: null,
  };
}

const claimOf = (id: string, by: string, at: number, n: number, slots: number[]): ItemClaim => ({
  id,
  by,
  at,
  n,
  slots,
  step: 'waiting',
  waited: false,
  since: at,
  handed: false,
  received: false,
  meet: null,
  shared: [],
  said: [],
  thanks: [],
});

/** What is due of an item. */
export const lapse = ({ exchange }: ExchangeWithin, id: string, minute: number, remind: World['remind']): void =>
  lapseItem(exchange, id, minute, remind);

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : 1);

/** M6: when a member leaves or is removed, what they held is free again and what they asked for or offered is closed. */
export function memberLeft({ exchange }: ExchangeWithin, fact: Fact, { stamp, remind }: World): void {
  const gone = fact.type === 'members/left@1' ? stamp.member : fact.data['member'];
  // By id, not by the map's own order: a state read back from a checkpoint has another.
  for (const id of [...exchange.items.keys()].sort(byCodePoint)) {
    const item = exchange.items.get(id);
    if (!item || item.ended !== null) continue;
    if (item.by === gone) {
      end(exchange, item, 'left', stamp.time);
      watch(id, item, stamp.time, remind);
      continue;
    }
    let touched = false;
    for (const claim of item.claims) {
      if (claim.by !== gone || !isLive(claim)) continue;
      drop(exchange, item, claim, 'released', stamp.time);
      touched = true;
    }
    if (touched) settle(exchange, id, item, stamp.time, remind);
  }
}
