import type { BoardItem } from '@awna/core';
import { describe, expect, it } from 'vitest';
import { daysOf, type Appointment } from './agenda.ts';
import { dayInput, hourInput, minuteOf } from './clock.ts';
import { everything, countOf, endOfDay, filterOf, narrows, toggled } from './filters.ts';
import { calendarFile } from './ics.ts';

const at = (day: string, hour: string): number => minuteOf(day, hour) ?? 0;
const one = (what: Appointment['what'], minute: number, id: string): Appointment => ({
  ...{ what, at: minute, place: null, who: null },
  item: { id } as BoardItem,
});

describe('the agenda', () => {
  it('goes by days, soonest first; meetings before last days', () => {
    const days = daysOf([
      one('needed-by', at('2026-11-24', '09:00'), 'c'),
      one('handover', at('2026-11-24', '17:00'), 'b'),
      one('handover', at('2026-11-23', '17:00'), 'a'),
    ]);
    expect(days.map(({ day, appointments }) => [day, appointments.map(({ item }) => item.id)])).toEqual([
      ['2026-11-23', ['a']],
      ['2026-11-24', ['b', 'c']],
    ]);
  });
});

describe('date and time fields', () => {
  it('read back to the same minute, and nonsense to nothing', () => {
    const minute = at('2026-11-24', '09:30');
    expect([dayInput(minute), hourInput(minute)]).toEqual(['2026-11-24', '09:30']);
    expect([minuteOf('', '09:00'), minuteOf('2026-11-24', ''), minuteOf('24/11/2026', '09:00'), minuteOf('2026-99-99', '09:00')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a calendar file', () => {
  it('is well formed, escapes what it must and folds long lines at 75 octets', () => {
    const file = calendarFile(
      { id: 'x', at: 29_924_000, title: 'تسليم · طعام, وخبز; كثير\nغدًا'.repeat(3), place: 'باب البناء' },
      29_923_000,
    );
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(file.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const whole = file.replaceAll('\r\n ', '');
    expect(whole).toContain('\\, وخبز\\; كثير\\nغدًا');
    expect(whole).toContain('DTSTART:20261123T');
  });
});

describe('what one looks for', () => {
  it('becomes a filter of the board with nothing in it that was not asked', () => {
    expect(filterOf(everything)).toEqual({});
    expect(filterOf({ ...everything, search: ' خبز ', kinds: ['food'], mine: true })).toEqual({
      search: 'خبز',
      kinds: ['food'],
      mine: true,
    });
    expect(filterOf({ ...everything, when: 'today' }).before).toBe(endOfDay(0));
    expect([narrows(everything), narrows({ ...everything, search: ' ' }), narrows({ ...everything, areas: ['x'] })]).toEqual([
      false,
      false,
      true,
    ]);
    expect(countOf({ ...everything, kinds: ['food', 'ride'], when: 'week', ended: true })).toBe(4);
    expect([toggled([1, 2], 2), toggled([1], 2)]).toEqual([[1], [1, 2]]);
  });
});
