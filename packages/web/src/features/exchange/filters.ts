import type { BoardFilter, Kind } from '@awna/core';

/** What one looks for on the board. */
export interface Looking {
  readonly side: 'need' | 'offer';
  readonly search: string;
  readonly kinds: readonly Kind[];
  readonly areas: readonly string[];
  readonly when: 'any' | 'today' | 'week';
  readonly mine: boolean;
  readonly ended: boolean;
}

export const everything: Looking = { side: 'need', search: '', kinds: [], areas: [], when: 'any', mine: false, ended: false };

/** Whether anything narrows the board beyond its side. */
export const narrows = (looking: Looking): boolean => looking.search.trim() !== '' || countOf(looking) > 0;

/** How many chips are set. */
export const countOf = ({ kinds, areas, when, mine, ended }: Looking): number =>
  kinds.length + areas.length + (when === 'any' ? 0 : 1) + (mine ? 1 : 0) + (ended ? 1 : 0);

/** The last minute of the day that begins so many days from today, where this device is. */
export function endOfDay(days: number, now = new Date()): number {
  const end = new Date(now);
  end.setHours(23, 59, 0, 0);
  end.setDate(end.getDate() + days);
  return Math.floor(end.getTime() / 60_000);
}

/** The same as the board view takes it. Side by side, so that the other side's number is known too. */
export function filterOf({ search, kinds, areas, when, mine, ended }: Looking): BoardFilter {
  return {
    ...(search.trim() === '' ? {} : { search: search.trim().slice(0, 200) }),
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(areas.length === 0 ? {} : { areas }),
    ...(when === 'any' ? {} : { before: when === 'today' ? endOfDay(0) : endOfDay(7) }),
    ...(mine ? { mine } : {}),
    ...(ended ? { ended } : {}),
  };
}

/** A list with a value put in, or taken out where it was in. */
export const toggled = <T>(list: readonly T[], value: T): readonly T[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
