import { kindSheets, kinds, type Kind } from '@awna/core';
import type { Chance } from '../chance.ts';
import type { Thread } from './life.ts';
import { needWords, type Wording } from './needs.ts';
import { offerWords } from './offers.ts';

/** A thread whose words are not chosen yet. */
export type Unworded = Omit<Thread, 'wording' | 'n'>;

/** Days after which an item is not on the board any more, whatever becomes of it: rather too many than too few. */
function longestSeen({ fate, stands, kind }: Unworded, wording: Wording, n: number | null): number {
  if (fate === 'cancelled') return 3;
  if (fate === 'reposted') return stands + 15;
  const isWhole = wording.pieces === undefined && (n ?? 1) <= 3 && !kindSheets[kind].confidential;
  if (fate === 'done' || fate === 'thanked') return isWhole ? 6 : stands;
  // It may be asked for again before it ends, or be held beyond its end.
  return stands + 10;
}

/**
 * Gives items, in order of time, words that nobody else's has while both can be seen; of those the longest unsaid. A
 * kind that has none left makes way for another. Only a neighbourhood that asks for more than there are words at all
 * says something twice.
 */
export function wordingsBy(luck: Chance): (thread: Unworded) => Pick<Thread, 'kind' | 'wording' | 'n'> {
  const books = { need: needWords, offer: offerWords };
  const queues = new Map<string, Wording[]>();
  for (const side of ['need', 'offer'] as const) for (const kind of kinds) queues.set(`${side} ${kind}`, luck.shuffle(books[side][kind]));
  const seenUntil = new Map<Wording, number>();
  return (thread) => {
    const queueOf = (kind: Kind): Wording[] => queues.get(`${thread.side} ${kind}`) ?? [];
    const isFree = (wording: Wording): boolean => (seenUntil.get(wording) ?? 0) <= thread.at;
    const kind = [thread.kind, ...luck.shuffle(kinds)].find((one) => queueOf(one).some(isFree)) ?? thread.kind;
    const queue = queueOf(kind);
    const wording = queue.find(isFree) ?? queue[0];
    if (!wording) throw new RangeError(`no words for ${kind}`);
    const n = wording.n ? luck.whole(...wording.n) : null;
    queue.splice(queue.indexOf(wording), 1);
    queue.push(wording);
    seenUntil.set(wording, thread.at + longestSeen({ ...thread, kind }, wording, n) * 1440);
    return { kind, wording, n };
  };
}
