import type { Id } from '@awna/base';
import { limits, may } from '../../charter.ts';
import type { Stamp } from '../../kernel/fact.ts';
import type { ExchangeFact } from './facts.ts';
import type { Eye } from './reading.ts';
import { refuse, type ExchangeReason } from './rules.ts';
import type { Item, ItemClaim } from './state.ts';
import type { Action } from './views.ts';

/** The one rule, asked before the tap: what would be said if I did this now. */
function ask({ state, me, now }: Eye, fact: ExchangeFact): ExchangeReason | null {
  const device = state.members.people.get(me)?.devices[0] ?? '';
  const stamp: Stamp = { place: null, time: Math.max(now, state.time), member: me, device, authority: 'member', index: 0, of: 1 };
  return refuse(state, fact, {
    stamp,
    proven: true,
    may: (act) => may(state, act, stamp),
    remind: () => undefined,
    enact: () => undefined,
  });
}

const onClaim = {
  choose: 'exchange/chosen@1',
  'share-contact': 'exchange/contact-shared@1',
  'share-address': 'exchange/address-shared@1',
  handed: 'exchange/handed@1',
  received: 'exchange/received@1',
  thank: 'exchange/thanked@1',
  release: 'exchange/released@1',
  say: 'exchange/said@1',
} as const;

function actOnClaim(eye: Eye, item: Id, claim: Id, act: keyof typeof onClaim): Action {
  return { act, claim, refused: ask(eye, { id: '', type: onClaim[act], data: { item, claim } }) };
}

function onHand(eye: Eye, id: Id, item: Item, claim: ItemClaim): Action[] {
  const owner = item.by === eye.me;
  const acts = (...list: (keyof typeof onClaim)[]): Action[] => list.map((act) => actOnClaim(eye, id, claim.id, act));
  if (claim.step === 'waiting') return owner ? (item.confidential ? acts('choose') : []) : acts('release');
  if (claim.step === 'done') return acts('thank', 'say');
  if (claim.step !== 'held') return [];
  const gives = owner === (item.side === 'offer');
  const meeting = ask(eye, {
    id: '',
    type: 'exchange/handover-set@1',
    data: { item: id, claim: claim.id, minute: Math.max(eye.now, eye.state.time) },
  });
  return [
    ...acts(gives ? 'handed' : 'received', 'share-contact'),
    { act: 'set-handover', claim: claim.id, refused: meeting },
    ...acts('share-address', 'say', 'release'),
  ];
}

/** Everything I could do with an item as it stands, each with the rule's answer. */
export function actionsOn(eye: Eye, id: Id, item: Item): readonly Action[] {
  const { me } = eye;
  if (item.by === me) {
    if (item.ended !== null)
      return [{ act: 'repost', claim: null, refused: null }, ...item.claims.flatMap((claim) => onHand(eye, id, item, claim))];
    return [
      ...item.claims.flatMap((claim) => onHand(eye, id, item, claim)),
      {
        act: 'still-needed',
        claim: null,
        refused: ask(eye, { id: '', type: 'exchange/still-needed@1', data: { item: id, until: item.at + limits.longest } }),
      },
      { act: 'cancel', claim: null, refused: ask(eye, { id: '', type: 'exchange/cancelled@1', data: { item: id, outcome: 'no-longer' } }) },
    ];
  }
  const hands = item.claims.filter(({ by }) => by === me).flatMap((claim) => onHand(eye, id, item, claim));
  if (item.ended !== null || hands.some(({ act }) => act === 'release')) return hands;
  const share = item.split
    ? { n: 1, slots: item.slots === null ? [] : [0] }
    : { n: item.n, slots: item.slots === null ? [] : item.slots.map((_, i) => i) };
  const data = { item: id, ...share };
  if (item.side === 'offer')
    return [{ act: 'wish', claim: null, refused: ask(eye, { id: '', type: 'exchange/wished@1', data }) }, ...hands];
  return item.confidential
    ? [{ act: 'volunteer', claim: null, refused: ask(eye, { id: '', type: 'exchange/volunteered@1', data }) }, ...hands]
    : [{ act: 'take', claim: null, refused: ask(eye, { id: '', type: 'exchange/taken@1', data }) }, ...hands];
}
