import type { Id } from '@awna/base';
import { mapIn, numberIn } from '../../kernel/parts.ts';
import { days } from '../../kernel/shapes.ts';
import { askFromOf, boardItem } from './card.ts';
import { tasteOf } from './match.ts';
import { wordsOf, type Eye } from './reading.ts';
import { freeOf } from './shares.ts';
import { isLive, type Item, type ItemClaim } from './state.ts';
import type { BoardItem, Concern, Today } from './views.ts';

type What = Concern['what'];
type Due = readonly [what: What, claim: Id | null, at: number | null];

const pressing: readonly What[] = [
  'meeting',
  'your-turn',
  'confirm',
  'choose',
  'promised',
  'held-for-me',
  'in-line',
  'still-needed',
  'thank',
  'match',
];
const never = 2 ** 41;
const mostMatches = 5;
const thankFor = days(7);

/** What one claim asks of me. */
function ofClaim(item: Item, claim: ItemClaim, owner: boolean, now: number): Due | undefined {
  const gets = owner === (item.side === 'need');
  if (claim.step === 'done') {
    const thanked = claim.thanks.some((word) => word.owner === owner);
    return gets && !thanked && now - claim.since <= thankFor ? ['thank', claim.id, claim.since] : undefined;
  }
  if (claim.step === 'waiting') {
    if (!owner) return ['in-line', claim.id, item.closes];
    return item.confidential && freeOf(item) > 0 ? ['choose', claim.id, claim.at] : undefined;
  }
  if (claim.step !== 'held') return undefined;
  const iSaid = gets ? claim.received : claim.handed;
  const theySaid = gets ? claim.handed : claim.received;
  if (theySaid && !iSaid) return ['confirm', claim.id, claim.since];
  if (claim.meet !== null && !iSaid && claim.meet - now <= days(1)) return ['meeting', claim.id, claim.meet];
  if (iSaid) return undefined;
  if (!owner && claim.waited && claim.shared.every((word) => word.owner)) return ['your-turn', claim.id, claim.since];
  return [owner ? 'held-for-me' : 'promised', claim.id, claim.meet ?? item.needed];
}

function duesOf(item: Item, me: Id, now: number): readonly Due[] {
  const owner = item.by === me;
  const dues: Due[] = [];
  for (const claim of item.claims) {
    const due = owner || claim.by === me ? ofClaim(item, claim, owner, now) : undefined;
    if (due) dues.push(due);
  }
  const idle = item.ended === null && !item.claims.some(({ step }) => step === 'held');
  if (owner && idle && now >= askFromOf(item)) dues.push(['still-needed', null, item.until]);
  return dues;
}

/** What takes about fifteen minutes (X11): a small part, or a need that says so itself. */
function isSmall(eye: Eye, id: Id, item: Item): boolean {
  if (item.slots !== null) return true;
  const minutes = numberIn(mapIn(wordsOf(eye, id, item).fields, 'details'), 'minutes');
  return minutes !== null && minutes > 0 && minutes <= 15;
}

const forMe = (item: Item, me: Id, now: number): boolean =>
  item.ended === null &&
  item.by !== me &&
  now < item.until &&
  freeOf(item) > 0 &&
  !item.claims.some((claim) => claim.by === me && isLive(claim));

/** What concerns me now (X6, X8, X11). */
export function todayOf(eye: Eye): Today {
  const taste = tasteOf(eye);
  const concerns: Concern[] = [];
  const matches: Concern[] = [];
  const small: BoardItem[] = [];
  const open = { needs: 0, offers: 0 };
  for (const [id, item] of eye.state.exchange.items) {
    if (item.ended === null) open[item.side === 'need' ? 'needs' : 'offers'] += 1;
    const dues = duesOf(item, eye.me, eye.now);
    const free = forMe(item, eye.me, eye.now);
    if (dues.length === 0 && !free) continue;
    const view = boardItem(eye, id, item, taste);
    for (const [what, claim, at] of dues) concerns.push({ what, item: view, claim, at });
    if (free && view.match) matches.push({ what: 'match', item: view, claim: null, at: view.by });
    if (free && item.side === 'need' && taste.room && isSmall(eye, id, item)) small.push(view);
  }
  concerns.sort(
    (a, b) => pressing.indexOf(a.what) - pressing.indexOf(b.what) || (a.at ?? never) - (b.at ?? never) || (a.item.id < b.item.id ? -1 : 1),
  );
  matches.sort((a, b) => (b.item.match?.rank ?? 0) - (a.item.match?.rank ?? 0) || (a.item.id < b.item.id ? -1 : 1));
  const near = (item: BoardItem): number => Number(item.area === null || item.area !== taste.area);
  small.sort((a, b) => near(a) - near(b) || b.urgency - a.urgency || a.posted - b.posted);
  return { concerns: [...concerns, ...matches.slice(0, mostMatches)], small: small.slice(0, 5), open };
}
