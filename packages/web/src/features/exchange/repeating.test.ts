import { afterEach, describe, expect, it, vi } from 'vitest';
import { askingOf, blank, lacks, readWriting, writingToKeep, type Writing } from './asking.ts';
import { dayInput, hourInput, minuteOf } from './clock.ts';
import { longest, minutesOf, rhythms, timesFor, type Rhythm } from './repeating.ts';

const now = minuteOf('2026-11-23', '12:00') ?? 0;
const weekly: Writing = {
  ...blank,
  ...{ kind: 'ride', text: 'إلى العيادة', rhythm: 'week', first: '2026-11-27', hour: '09:00', times: 3, languages: 'العربية، English' },
};

afterEach(() => void vi.unstubAllEnvs());

describe('what comes again', () => {
  it('[X3] goes into the fact as its minutes, with the languages that help; nothing else measures it', () => {
    const asked = askingOf('need', { ...weekly, amount: '5', pieces: 'أ\nب', by: '2026-11-24' }, now);
    expect(asked.times?.map(dayInput)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
    expect(asked).toMatchObject({ amount: null, by: null, languages: ['العربية', 'English'] });
    expect(asked).not.toHaveProperty('pieces');
    expect(asked.until).toBe(Math.max(now + weekly.days * 1440, asked.times?.at(-1) ?? 0));
    expect(askingOf('need', { ...weekly, rhythm: 'once' }, now)).not.toHaveProperty('times');
  });

  it('[X3] keeps the hour on the wall where the clocks are changed in between', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const before = minuteOf('2026-10-20', '09:00') ?? 0;
    const minutes = minutesOf({ rhythm: 'day', first: '2026-10-23', hour: '09:00', times: 5 }, before) ?? [];
    expect(minutes.map(hourInput)).toEqual(['09:00', '09:00', '09:00', '09:00', '09:00']);
    expect(new Set(minutes.slice(1).map((minute, i) => minute - (minutes[i] ?? 0)))).toEqual(new Set([1440, 1500]));
  });

  it('[X6] rises, lies ahead and ends within sixty days, whatever is chosen', () => {
    for (const rhythm of rhythms) {
      for (const times of timesFor(rhythm)) {
        for (const first of ['2026-11-23', '2026-11-24', '2026-12-20', '2027-01-20', '2027-03-01', '']) {
          const minutes = minutesOf({ rhythm, first, hour: '13:00', times }, now);
          if (minutes === null) continue;
          expect(minutes.length).toBeGreaterThan(1);
          expect(minutes.every((minute, i) => minute > (minutes[i - 1] ?? now) && minute <= now + longest)).toBe(true);
        }
      }
    }
  });

  it('says what lacks: a first time that lies ahead, and of which a second fits', () => {
    const lacking = (change: Partial<Writing>) => lacks({ ...weekly, ...change }, now);
    expect(lacking({})).toEqual([]);
    for (const change of [{ first: '' }, { hour: '' }, { first: '2026-11-23', hour: '11:00' }, { first: '2027-01-20' }])
      expect(lacking(change)).toEqual(['first']);
  });

  it('is kept and read again; nonsense is read as once', () => {
    expect(readWriting(writingToKeep(weekly))).toEqual(weekly);
    expect(readWriting({ rhythm: 'yearly', times: 9000, first: 7 })).toEqual(blank);
    const every: readonly Rhythm[] = rhythms;
    for (const rhythm of every) for (const times of timesFor(rhythm)) expect(times).toBeLessThanOrEqual(60);
  });
});
