import { sha256, utf8, type Id } from '@awna/base';
import {
  handed,
  received,
  say,
  setHandover,
  shareContact,
  take,
  thank,
  volunteer,
  wish,
  type Action,
  type Draft,
  type Hand,
  type ItemView,
  type Share,
} from '@awna/core';
import type { NeighbourScript } from './script.ts';

/** The eyes of one invented neighbour. */
export interface Onlooker {
  readonly me: Id;
  /** The one who tries: neighbours answer nobody else. */
  readonly host: Id;
  readonly script: NeighbourScript;
  /** Which neighbour this is, of how many. */
  readonly index: number;
  readonly count: number;
  /** Minutes since 1970 UTC. */
  readonly now: number;
}

/** What a neighbour does next about an item, and how long they take over it (seconds). */
export interface Reaction {
  readonly drafts: readonly Draft[];
  readonly seconds: number;
}

/** A number that the item's name throws: who answers it, and how soon, is the same each time. */
const lotOf = (item: Id, salt: string): number => sha256(utf8(`${item}/${salt}`))[0] ?? 0;

const may = (item: ItemView, act: Action['act'], claim: Id | null): boolean =>
  item.actions.some((action) => action.act === act && action.claim === claim && action.refused === null);

/** All that is free, or the first free part. */
function shareOf(item: ItemView): Share | undefined {
  const free = item.slots.find(({ state }) => state === 'free');
  if (item.slots.length > 0) return free && { slots: [free.index] };
  return item.shares.free > 0 ? { n: item.shares.free } : undefined;
}

/** Comes forward for what the one who tries asks for or offers: one neighbour, or two where there is a choice to be made. */
function comeForward(item: ItemView, eye: Onlooker): readonly Draft[] {
  const turn = (eye.index + lotOf(item.id, 'who')) % eye.count;
  const share = shareOf(item);
  if (!share || item.myClaim !== null) return [];
  if (turn === 0 && may(item, 'take', null)) return [take(item.id, share)];
  if (turn === 0 && may(item, 'wish', null)) return [wish(item.id, share)];
  return turn < 2 && may(item, 'volunteer', null) ? [volunteer(item.id, share)] : [];
}

/** The next step of a neighbour who gives or gets, from the first word to the thanks. */
function goOn(item: ItemView, hand: Hand, eye: Onlooker): Reaction | null {
  const { id } = item;
  const { claim, who } = hand;
  const gives = (item.side === 'offer') === (hand.me === 'owner');
  const does = (seconds: number, ...drafts: Draft[]): Reaction => ({ seconds, drafts });
  if (hand.myContact === null && may(item, 'share-contact', claim)) {
    return does(4, shareContact(eye.me, who.id, id, claim, eye.script.contact), say(eye.me, who.id, id, claim, eye.script.promise));
  }
  // The one who tries may set it first; whoever is later finds it set.
  if (hand.meet === null && may(item, 'set-handover', claim))
    return does(14, setHandover(eye.me, who.id, id, claim, eye.now + 60, eye.script.place));
  if (gives && !hand.iConfirmed && may(item, 'handed', claim)) return does(25, handed(id, claim));
  if (!gives && hand.theyConfirmed && !hand.iConfirmed && may(item, 'received', claim)) return does(6, received(id, claim));
  const thanked = hand.thanks.some(({ mine }) => mine);
  if (!gives && !thanked && may(item, 'thank', claim)) return does(6, thank(eye.me, who.id, id, claim, eye.script.thanks));
  return null;
}

/** What an invented neighbour does next about this item; null where there is nothing to do, or it is another's turn. */
export function reactionTo(item: ItemView, eye: Onlooker): Reaction | null {
  // A confidential need does not say whose it is; neighbours post none.
  const isHosts = item.author?.id === eye.host || (item.confidential && !item.mine);
  const hand = item.hands.find(
    ({ me, who, step }) => (me === 'claimer' ? isHosts : who.id === eye.host) && step !== 'released' && step !== 'missed',
  );
  if (hand && hand.step !== 'waiting') return goOn(item, hand, eye);
  if (!isHosts || item.ending !== null) return null;
  const drafts = comeForward(item, eye);
  return drafts.length === 0 ? null : { drafts, seconds: 5 + (lotOf(item.id, eye.script.name) % 8) };
}
