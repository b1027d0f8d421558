import { minuteOf } from './clock.ts';

/** How something comes again (X3). */
export const rhythms = ['once', 'day', 'week', 'fortnight'] as const;
export type Rhythm = (typeof rhythms)[number];

const daysBetween: Readonly<Record<Rhythm, number>> = { once: 0, day: 1, week: 7, fortnight: 14 };

/** How often it may come, for somebody to choose from. */
export const timesFor = (rhythm: Rhythm): readonly number[] =>
  rhythm === 'day' ? [2, 3, 5, 7, 10, 14, 21, 30] : rhythm === 'week' ? [2, 3, 4, 6, 8] : [2, 3, 4];

/** A series while it is being written: date and time fields as typed. */
export interface Series {
  readonly rhythm: Rhythm;
  readonly first: string;
  readonly hour: string;
  readonly times: number;
}

/** X6: nothing stands for more than sixty days; an hour less, for clocks that differ. */
export const longest = 60 * 1440 - 60;

/**
 * The minutes of a series, worked out where this device is: the same hour by the clock on the wall, also where summer
 * time begins or ends in between. Null where fewer than two of them lie ahead and within sixty days.
 */
export function minutesOf({ rhythm, first, hour, times }: Series, now: number): readonly number[] | null {
  const start = minuteOf(first, hour);
  if (start === null || start <= now || rhythm === 'once') return null;
  const minutes = Array.from({ length: Math.min(times, 60) }, (_, i) => {
    const day = new Date(start * 60_000);
    day.setDate(day.getDate() + i * daysBetween[rhythm]);
    return Math.floor(day.getTime() / 60_000);
  }).filter((minute) => minute <= now + longest);
  return minutes.length > 1 ? minutes : null;
}
