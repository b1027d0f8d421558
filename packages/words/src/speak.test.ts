import { afterEach, describe, expect, it } from 'vitest';
import {
  agoText,
  dateText,
  hijriText,
  inDigits,
  latinDigits,
  loadWords,
  moneyText,
  parseDigits,
  parseMoney,
  speakWith,
  withYear,
} from './index.ts';

afterEach(() => speakWith({ digits: 'latn' }));

describe('numbers', () => {
  it('are read in all three digit sets', () => {
    expect([parseDigits('123'), parseDigits('١٢٣'), parseDigits('۱۲۳'), parseDigits(' ١٬٢٣٤ ')]).toEqual([123, 123, 123, 1234]);
    expect([parseDigits(''), parseDigits('x'), parseDigits('1.5'), parseDigits('-3'), parseDigits('9'.repeat(16))]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(latinDigits('٠٩٣٣-۱۲')).toBe('0933-12');
    expect(inDigits('7-2', 'arab')).toBe('٧-٢');
  });

  it('are shown in the digits of the setting, with all six Arabic forms', async () => {
    const ar = await loadWords('ar');
    expect([0, 1, 2, 3, 11, 100].map((n) => ar.members.count({ n }))).toEqual([
      'لا أحد بعد',
      'عضو واحد',
      'عضوان',
      '3 أعضاء',
      '11 عضوًا',
      '100 عضو',
    ]);
    speakWith({ digits: 'arab' });
    expect(ar.members.count({ n: 25 })).toBe('٢٥ عضوًا');
    expect(ar.app.step({ n: 1, all: 4 })).toBe('الخطوة ١ من ٤');
    speakWith({ digits: 'arabext' });
    expect(ar.members.count({ n: 25 })).toBe('۲۵ عضوًا');
  });
});

describe('texts', () => {
  it('stand apart by isolates, unless told to stand bare', async () => {
    const en = await loadWords('en');
    expect(en.exchange.hello({ name: 'ليلى' })).toBe('Hello \u2068ليلى\u2069');
    speakWith({ digits: 'latn', isolates: false });
    expect(en.exchange.hello({ name: 'ليلى' })).toBe('Hello ليلى');
  });
});

describe('dates', () => {
  it('carry their year where it is another one', () => {
    const [now, far] = [Date.UTC(2026, 10, 22, 12) / 60_000, Date.UTC(2028, 2, 3, 12) / 60_000];
    for (const style of ['day', 'short', 'moment'] as const) {
      expect(withYear(style, now, now)).toBe(style);
      expect(dateText(far, 'en', withYear(style, far, now)), style).toContain('March 3, 2028');
    }
    expect(dateText(far, 'ar-SY', withYear('day', far, now))).toContain('2028');
    expect(withYear('hour', far, now)).toBe('hour');
  });

  const noon = Date.UTC(2026, 10, 22, 12) / 60_000;
  it('name the day by the reader’s calendar, region and digits', () => {
    expect(dateText(noon, 'ar-SY', 'day')).toBe('الأحد، 22 تشرين الثاني');
    expect(dateText(noon, 'ar-EG', 'day')).toContain('نوفمبر');
    expect(dateText(noon, 'en', 'day')).toBe('Sunday, November 22');
    speakWith({ digits: 'arab' });
    expect(dateText(noon, 'ar-SY', 'day')).toBe('الأحد، ٢٢ تشرين الثاني');
    expect(hijriText(noon, 'ar')).toBe('١٢ جمادى الآخرة');
  });

  it('say how far away something is', () => {
    expect(agoText(noon - 1440, noon, 'ar')).toBe('أمس');
    expect(agoText(noon + 120, noon, 'en')).toBe('in 2 hours');
  });
});

describe('money', () => {
  it('is whole minor units, read in all digit sets and shown with the name of the currency', () => {
    expect([
      parseMoney('120.5', 'USD'),
      parseMoney('١٢٠٫٥٠', 'USD'),
      parseMoney('1٬000', 'SYP'),
      parseMoney('1.5', 'JPY'),
      parseMoney('x', 'USD'),
    ]).toEqual([12050, 12050, 100000, null, null]);
    expect(moneyText(12050, 'USD', 'en')).toBe('120.50 US dollars');
    expect(moneyText(12000, 'USD', 'en')).toBe('120 US dollars');
  });
});
