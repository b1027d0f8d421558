import type { Id } from '@awna/base';
import { limits } from '../../charter.ts';
import type { World } from '../../kernel/feature.ts';
import { isIn, type MembersState } from '../members/index.ts';
import type { ExchangeFact, ItemFact } from './facts.ts';
import { roomFor } from './shares.ts';
import { claimIn, isLive, type ExchangeState, type Item, type ItemClaim } from './state.ts';

export const reasons = [
  'not-a-member',
  'may-not',
  'too-late',
  'too-long',
  'too-many-items',
  'too-many-take-ons',
  'too-many-wishes',
  'item-unknown',
  'item-ended',
  'own-item',
  'not-yours',
  'not-a-need',
  'not-an-offer',
  'is-confidential',
  'not-confidential',
  'already-held',
  'already-in-line',
  'let-go-before',
  'line-full',
  'too-much',
  'must-take-all',
  'no-such-part',
  'claim-unknown',
  'not-waiting',
  'nothing-free',
  'not-held',
  'no-meeting-yet',
  'already-confirmed',
  'not-done-yet',
  'already-thanked',
  'thread-full',
  'too-many-changes',
] as const;
export type ExchangeReason = (typeof reasons)[number];

export interface ExchangeWithin {
  readonly members: MembersState;
  readonly exchange: ExchangeState;
}

const longestLine = 500;
const longestThread = 200;
const mostShared = 40;
const mostLettingGo = 2;

export function refuse({ members, exchange }: ExchangeWithin, fact: ExchangeFact, world: World): ExchangeReason | null {
  const me = world.stamp.member;
  if (!isIn(members, me) || members.devices.get(world.stamp.device)?.member !== me) return 'not-a-member';
  if (fact.type === 'exchange/need-posted@1' || fact.type === 'exchange/offer-posted@1') return refuseItem(exchange, fact, world);
  const item = exchange.items.get(fact.data.item);
  if (!item) return 'item-unknown';
  switch (fact.type) {
    case 'exchange/taken@1':
      if (item.side !== 'need') return 'not-a-need';
      return item.confidential ? 'is-confidential' : refuseClaim(exchange, item, fact.data, world);
    case 'exchange/volunteered@1':
      if (item.side !== 'need') return 'not-a-need';
      return item.confidential ? refuseClaim(exchange, item, fact.data, world) : 'not-confidential';
    case 'exchange/wished@1':
      return item.side === 'offer' ? refuseClaim(exchange, item, fact.data, world) : 'not-an-offer';
    case 'exchange/cancelled@1':
      if (item.by !== me) return 'not-yours';
      return item.ended === null ? null : 'item-ended';
    case 'exchange/still-needed@1':
      if (item.by !== me) return 'not-yours';
      if (item.ended !== null) return 'item-ended';
      if (fact.data.until <= Math.max(item.until, world.stamp.time)) return 'too-late';
      return fact.data.until > item.at + limits.longest ? 'too-long' : null;
    default: {
      const claim = claimIn(item, fact.data.claim);
      if (!claim) return 'claim-unknown';
      return item.by === me || claim.by === me ? refuseStep(item, claim, fact, world) : 'not-yours';
    }
  }
}

/** X3, X6: nothing is posted that is over already, or that would outlive its words. */
function refuseItem(exchange: ExchangeState, fact: ItemFact, world: World): ExchangeReason | null {
  const { until, slots } = fact.data;
  const { time, member } = world.stamp;
  if (!world.may('post')) return 'may-not';
  if (until <= time) return 'too-late';
  if (until - time > limits.longest) return 'too-long';
  const closes = fact.type === 'exchange/offer-posted@1' ? fact.data.closes : null;
  if (closes !== null && closes <= time) return 'too-late';
  if (closes !== null && closes > until) return 'too-long';
  const last = slots?.[slots.length - 1] ?? null;
  if (last !== null && (last <= time || last > time + limits.longest)) return last <= time ? 'too-late' : 'too-long';
  return (exchange.tallies.get(member)?.items ?? 0) >= limits.openItems ? 'too-many-items' : null;
}

/** X4, X5, X7, X10: who may come forward. Being late is no reason: they wait in line. */
function refuseClaim(
  exchange: ExchangeState,
  item: Item,
  claim: { n: number; slots: readonly number[] },
  world: World,
): ExchangeReason | null {
  const { member, time } = world.stamp;
  if (!world.may('claim')) return 'may-not';
  if (item.by === member) return 'own-item';
  if (item.ended !== null) return 'item-ended';
  if (time >= item.until) return 'too-late';
  const tally = exchange.tallies.get(member);
  if (item.side === 'need' && (tally?.takes ?? 0) >= limits.takeOns) return 'too-many-take-ons'; // X7
  if (item.side === 'offer' && (tally?.wishes ?? 0) >= limits.wishes) return 'too-many-wishes';
  if (item.claims.length >= longestLine) return 'line-full';
  let released = 0;
  for (const other of item.claims) {
    if (other.by !== member) continue;
    if (isLive(other)) return other.step === 'held' ? 'already-held' : 'already-in-line';
    if (other.step === 'released') released += 1;
  }
  if (released >= mostLettingGo) return 'let-go-before';
  return refuseShare(item, claim);
}

function refuseShare(item: Item, { n, slots }: { n: number; slots: readonly number[] }): ExchangeReason | null {
  if (n > item.n) return 'too-much';
  if (!item.split && n !== item.n) return 'must-take-all';
  if (item.slots === null) return slots.length === 0 ? null : 'no-such-part';
  const known = slots.every((slot, i) => slot < item.n && slots.indexOf(slot) === i);
  return known && slots.length === n ? null : 'no-such-part';
}

type StepFact = Extract<ExchangeFact, { data: { claim: Id } }>;

/** What one of the two sides may do next. */
function refuseStep(item: Item, claim: ItemClaim, fact: StepFact, world: World): ExchangeReason | null {
  const owner = item.by === world.stamp.member;
  switch (fact.type) {
    case 'exchange/chosen@1':
      if (!owner) return 'not-yours';
      if (!item.confidential) return 'not-confidential';
      if (item.ended !== null) return 'item-ended';
      if (claim.step !== 'waiting') return 'not-waiting';
      return roomFor(item, claim) ? null : 'nothing-free';
    case 'exchange/released@1':
      return isLive(claim) ? null : 'not-held';
    case 'exchange/handed@1':
      if (owner !== (item.side === 'offer')) return 'not-yours';
      return refuseConfirm(claim, claim.handed);
    case 'exchange/received@1':
      if (owner !== (item.side === 'need')) return 'not-yours';
      return refuseConfirm(claim, claim.received);
    case 'exchange/thanked@1':
      if (claim.step !== 'done') return 'not-done-yet';
      return claim.thanks.some((thanks) => thanks.owner === owner) ? 'already-thanked' : null;
    case 'exchange/said@1':
      if (claim.step !== 'held' && claim.step !== 'done') return 'not-held';
      return claim.said.length >= longestThread ? 'thread-full' : null;
    case 'exchange/handover-set@1':
      if (claim.step !== 'held') return 'not-held';
      if (fact.data.minute < world.stamp.time) return 'too-late';
      if (fact.data.minute > world.stamp.time + limits.longest) return 'too-long';
      return claim.shared.length >= mostShared ? 'too-many-changes' : null;
    case 'exchange/contact-shared@1':
    case 'exchange/address-shared@1':
      if (claim.step !== 'held') return 'not-held';
      if (fact.type === 'exchange/address-shared@1' && claim.meet === null) return 'no-meeting-yet'; // X5
      return claim.shared.length >= mostShared ? 'too-many-changes' : null;
  }
}

function refuseConfirm(claim: ItemClaim, said: boolean): ExchangeReason | null {
  if (said) return 'already-confirmed';
  return claim.step === 'held' ? null : 'not-held';
}
