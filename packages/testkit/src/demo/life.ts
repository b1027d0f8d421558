import { kinds, type Kind } from '@awna/core';
import type { Chance } from '../chance.ts';
import type { Wording } from './needs.ts';
import { wordingsBy, type Unworded } from './wording.ts';

/** What becomes of an item in the end, as the story wants it; rules and neighbours may turn it another way. */
export type Fate =
  'open' | 'taken' | 'meeting' | 'confirming' | 'done' | 'thanked' | 'released' | 'line' | 'cancelled' | 'expired' | 'reposted';

export interface Thread {
  /** Minutes since the story began. */
  readonly at: number;
  readonly side: 'need' | 'offer';
  readonly kind: Kind;
  readonly wording: Wording;
  readonly n: number | null;
  readonly fate: Fate;
  readonly photo: boolean;
  readonly confidential: boolean | null;
  readonly urgency: 0 | 1 | 2 | 3;
  readonly forOther: boolean;
  /** Days until it is needed, or null. */
  readonly by: number | null;
  readonly stands: number;
}

/** A day's hours: people write in the morning and most in the evening. */
const hour = (luck: Chance): number => (luck.happens(0.35) ? luck.whole(7, 11) : luck.whole(14, 22));

const fates = {
  thanked: 34,
  done: 10,
  taken: 8,
  meeting: 8,
  confirming: 4,
  released: 8,
  line: 6,
  cancelled: 5,
  expired: 7,
  reposted: 4,
  open: 6,
} as const;
/** What was written in the last days is mostly still under way. */
const lateFates = {
  open: 46,
  taken: 16,
  meeting: 14,
  confirming: 8,
  line: 8,
  thanked: 8,
  done: 0,
  released: 0,
  cancelled: 0,
  expired: 0,
  reposted: 0,
} as const;

/** Every kind comes up; some more often. */
const often: Readonly<Record<Kind, number>> = {
  food: 9,
  goods: 9,
  skills: 8,
  health: 5,
  legal: 3,
  space: 3,
  company: 4,
  ride: 7,
  care: 5,
  money: 3,
};

function threadOn(luck: Chance, day: number, days: number, kind: Kind, side: 'need' | 'offer'): Unworded {
  const late = day >= days - 4;
  const stands = luck.pick([7, 10, 14, 14, 21, 30]);
  let fate: Fate = luck.weigh(late ? lateFates : fates);
  if (fate === 'expired' && day + stands >= days) fate = 'open';
  return {
    at: day * 1440 + hour(luck) * 60 + luck.whole(0, 59),
    ...{ side, kind, fate, stands: fate === 'expired' ? luck.whole(3, Math.max(3, Math.min(7, days - day - 1))) : stands },
    photo: kind === 'goods' ? luck.happens(0.5) : luck.happens(0.06),
    confidential: kind === 'skills' && luck.happens(0.1) ? true : null,
    urgency: luck.weigh({ '0': 5, '1': 4, '2': 2, '3': 1 }) as unknown as 0 | 1 | 2 | 3,
    forOther: luck.happens(0.15),
    by: side === 'need' && luck.happens(0.5) ? luck.whole(1, Math.max(1, stands - 1)) : null,
  };
}

/** Everything that will be asked and offered, in order of time: a quiet start, then more as more neighbours come. */
export function threads(luck: Chance, people: number, days: number): readonly Thread[] {
  const total = Math.round(people * days * 0.1);
  const out: Unworded[] = [];
  for (let i = 0; i < total; i++) {
    // The first round goes through all kinds on both sides, so that nothing is missing in a small neighbourhood.
    const kind = i < kinds.length * 2 ? (kinds[i % kinds.length] ?? 'food') : luck.weigh(often);
    const side = i < kinds.length * 2 ? (i < kinds.length ? 'need' : 'offer') : luck.happens(0.68) ? 'need' : 'offer';
    const day = Math.min(days - 1, Math.floor(days * Math.sqrt(luck.float())));
    const thread = threadOn(luck, day, days, kind, side);
    out.push({ ...thread, urgency: Number(thread.urgency) as 0 | 1 | 2 | 3 });
  }
  const words = wordingsBy(luck);
  return out.sort((a, b) => a.at - b.at).map((thread) => ({ ...thread, ...words(thread) }));
}
