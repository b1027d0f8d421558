import { limits } from '../../charter.ts';
import { days } from '../../kernel/shapes.ts';
import { memberOf } from '../members/index.ts';
import type { Eye } from './reading.ts';
import { freeOf } from './shares.ts';
import { isLive, type Item } from './state.ts';
import type { Match, MatchReason } from './views.ts';

/** What of me a match goes by: kept for the length of one view. */
export interface Taste {
  readonly area: string | null;
  readonly skills: ReadonlySet<string>;
  readonly languages: ReadonlySet<string>;
  /** Kinds of my open needs and offers. */
  readonly needs: ReadonlySet<string>;
  readonly offers: ReadonlySet<string>;
  /** X7, M4: whether I may take on one more. */
  readonly room: boolean;
}

export function tasteOf({ state, parts, me }: Eye): Taste {
  const profile = memberOf(state, parts, me, me);
  const mine = [...state.exchange.items.values()].filter((item) => item.by === me && item.ended === null);
  const takes = state.exchange.tallies.get(me)?.takes ?? 0;
  return {
    area: profile?.area ?? null,
    skills: new Set(profile?.skills),
    languages: new Set(profile?.languages),
    needs: new Set(mine.filter(({ side }) => side === 'need').map(({ kind }) => kind)),
    offers: new Set(mine.filter(({ side }) => side === 'offer').map(({ kind }) => kind)),
    room: takes < Math.min(limits.takeOns, profile?.limit ?? limits.takeOns),
  };
}

const weights: Readonly<Record<MatchReason, number>> = {
  ...{
    'my-offer': 40,
    'my-need': 40,
    'your-skill': 30,
    'same-area': 20,
    urgent: 10,
    soon: 8,
    'your-language': 6,
    'no-answer-yet': 5,
    small: 3,
  },
};
/** Reasons that are about me, or about a need that nobody near answered: without one of them nothing is suggested. */
const about: readonly MatchReason[] = ['my-offer', 'my-need', 'your-skill', 'same-area', 'no-answer-yet'];

/** X7: so many minutes a need waits for those near it, by urgency; the more urgent, the sooner it is everybody's. */
const silence: readonly number[] = [days(1), 720, 180, 60];

/** X7: whether a need has waited for an answer so long that it is shown to those further away as well. */
export const isWide = (item: Item, now: number): boolean =>
  item.side === 'need' && !item.claims.some(isLive) && now - item.at >= (silence[item.urgency] ?? days(1));

/** X7: whether it is near to me: in my area or in none, mine, or so long without an answer that it is everybody's. */
export const isNear = ({ me, now }: Eye, item: Item, area: string | null, taste: Taste): boolean =>
  item.by === me || area === null || taste.area === null || area === taste.area || isWide(item, now);

/** X8: why this item might be for me, nearest reason first; null where it is not, or not now. */
export function matchFor({ me, now }: Eye, item: Item, area: string | null, languages: readonly string[], taste: Taste): Match | null {
  if (item.by === me || item.ended !== null || now >= item.until || freeOf(item) <= 0) return null;
  if (item.claims.some((claim) => claim.by === me && isLive(claim))) return null;
  const need = item.side === 'need';
  if (need && !taste.room) return null;
  const reasons: MatchReason[] = [];
  if (need && taste.offers.has(item.kind)) reasons.push('my-offer');
  if (!need && taste.needs.has(item.kind)) reasons.push('my-need');
  if (need && taste.skills.has(item.kind)) reasons.push('your-skill');
  if (area !== null && area === taste.area) reasons.push('same-area');
  if (need && item.urgency >= 2) reasons.push('urgent');
  if (item.needed !== null && item.needed >= now && item.needed - now <= days(2)) reasons.push('soon');
  if (languages.some((language) => taste.languages.has(language))) reasons.push('your-language');
  if (isWide(item, now)) reasons.push('no-answer-yet');
  if (item.slots !== null) reasons.push('small');
  if (!reasons.some((reason) => about.includes(reason))) return null;
  return { rank: reasons.reduce((sum, reason) => sum + weights[reason], 0), reasons };
}
