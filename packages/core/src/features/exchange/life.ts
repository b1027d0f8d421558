import type { Id } from '@awna/base';
import { limits } from '../../charter.ts';
import type { World } from '../../kernel/feature.ts';
import { drawn } from './draw.ts';
import { bound, freeOf, roomFor } from './shares.ts';
import { isLive, type Ending, type ExchangeState, type Item, type ItemClaim, type Tally } from './state.ts';

type Remind = World['remind'];

/** Later than anything: no reminder is set. */
export const never = 2 ** 42;

/** A member's tally, made on first use. */
export function tallyOf(exchange: ExchangeState, member: Id): Tally {
  let tally = exchange.tallies.get(member);
  if (!tally) {
    tally = { items: 0, takes: 0, wishes: 0, given: 0, got: 0, gotAt: 0, released: 0 };
    exchange.tallies.set(member, tally);
  }
  return tally;
}

/** Counts a claim in (+1) or out (−1) of what its member holds or waits for. */
export function countClaim(exchange: ExchangeState, item: Item, claim: ItemClaim, by: 1 | -1): void {
  const tally = tallyOf(exchange, claim.by);
  if (item.side === 'need') tally.takes += by;
  else tally.wishes += by;
}

/** When a promise ends by itself if nobody says anything. */
const silentEnd = (item: Item, claim: ItemClaim): number =>
  claim.handed || claim.received
    ? claim.since + limits.silentConfirm
    : Math.max(item.until, claim.since, claim.meet ?? 0) + limits.silentPromise;

/** When something of an item falls due next. */
function nextOf(item: Item, time: number): number {
  if (item.ended !== null) return item.ended + limits.forgetItem;
  let next = item.until > time ? item.until : never;
  if (item.closes !== null && !item.drawn) next = Math.min(next, item.closes);
  for (const claim of item.claims) if (claim.step === 'held') next = Math.min(next, silentEnd(item, claim));
  return next;
}

/** Sees to it that the item is woken in time. */
export function watch(id: Id, item: Item, time: number, remind: Remind): void {
  const next = nextOf(item, time);
  if (next >= item.wake) return;
  item.wake = next;
  remind(next, id);
}

/** X4: a claim that waited holds now, as much as is left for it. */
export function hold(item: Item, claim: ItemClaim, time: number): void {
  const room = roomFor(item, claim);
  if (!room) return;
  claim.n = room.n;
  claim.slots = room.slots;
  claim.step = 'held';
  claim.since = time;
}

/** Ends a claim that did not come to pass. */
export function drop(exchange: ExchangeState, item: Item, claim: ItemClaim, step: 'released' | 'missed', time: number): void {
  countClaim(exchange, item, claim, -1);
  claim.step = step;
  claim.since = time;
}

/** X4: handed over. Given and got are counted for turns (X10), never shown as a score. */
export function complete(exchange: ExchangeState, item: Item, claim: ItemClaim, time: number): void {
  countClaim(exchange, item, claim, -1);
  claim.step = 'done';
  claim.since = time;
  const [giver, getter] = item.side === 'need' ? [claim.by, item.by] : [item.by, claim.by];
  tallyOf(exchange, giver).given += 1;
  if (item.side === 'need' && item.other) return; // X9: it was for somebody else
  const tally = tallyOf(exchange, getter);
  tally.got += 1;
  tally.gotAt = time;
}

/** Ends an item: who waited is told, who had confirmed is done. */
export function end(exchange: ExchangeState, item: Item, ending: Ending, time: number): void {
  for (const claim of item.claims) {
    if (!isLive(claim)) continue;
    if (claim.handed || claim.received) complete(exchange, item, claim, time);
    else drop(exchange, item, claim, 'missed', time);
  }
  item.ended = time;
  item.ending = ending;
  tallyOf(exchange, item.by).items -= 1;
}

const byOrder = (item: Item): boolean => !item.confidential && (item.closes === null || item.drawn);

/** Brings an item to rest after a change: the line moves up, or it is done, or it is over. */
export function settle(exchange: ExchangeState, id: Id, item: Item, time: number, remind: Remind): void {
  if (item.ended === null && time < item.until && byOrder(item)) {
    for (const claim of item.claims) {
      if (freeOf(item) <= 0) break;
      if (claim.step === 'waiting') hold(item, claim, time);
    }
  }
  if (item.ended === null) {
    const { held, done } = bound(item);
    if (done >= item.n) end(exchange, item, 'done', time);
    else if (time >= item.until && held === 0) end(exchange, item, done > 0 ? 'partly' : 'expired', time);
  }
  watch(id, item, time, remind);
}

/** What happens to an item by itself at a minute it was reminded of. A reminder that an earlier one replaced does nothing. */
export function lapseItem(exchange: ExchangeState, id: Id, minute: number, remind: Remind): void {
  const item = exchange.items.get(id);
  if (!item || item.wake > minute) return;
  item.wake = never;
  if (item.ended !== null) {
    if (item.ended + limits.forgetItem <= minute) exchange.items.delete(id);
    else watch(id, item, minute, remind);
    return;
  }
  if (item.closes !== null && !item.drawn && item.closes <= minute) {
    item.claims = drawn(exchange, id, item);
    item.drawn = true;
  }
  for (const claim of item.claims) {
    if (claim.step !== 'held' || silentEnd(item, claim) > minute) continue;
    if (claim.handed || claim.received) complete(exchange, item, claim, minute);
    else drop(exchange, item, claim, 'released', minute);
  }
  settle(exchange, id, item, minute, remind);
}
