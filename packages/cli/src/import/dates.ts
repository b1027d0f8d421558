import { fold } from '../fold.ts';

/** Which number of `3/5/2026` is the day. */
export type DayOrder = 'day-first' | 'month-first';

interface Parts {
  readonly a: number;
  readonly b: number;
  readonly year: number;
  readonly rest: string;
  readonly iso: boolean;
}

function partsOf(cell: string): Parts | undefined {
  const text = fold(cell.replace(/[T\u066b]/g, ' '));
  const iso = /^(\d{4}) (\d{1,2}) (\d{1,2})(?: (.*))?$/.exec(text);
  if (iso) return { year: Number(iso[1]), a: Number(iso[2]), b: Number(iso[3]), rest: iso[4] ?? '', iso: true };
  const other = /^(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})(?: (.*))?$/.exec(text);
  if (!other) return undefined;
  const year = Number(other[3]);
  return { a: Number(other[1]), b: Number(other[2]), year: year < 100 ? 2000 + year : year, rest: other[4] ?? '', iso: false };
}

/** What a sheet's own dates say about their order: a number above twelve can only be a day. Nothing where none says it. */
export function orderIn(cells: Iterable<string>): DayOrder | undefined {
  for (const cell of cells) {
    const parts = partsOf(cell);
    if (!parts || parts.iso) continue;
    if (parts.a > 12 && parts.b <= 12) return 'day-first';
    if (parts.b > 12 && parts.a <= 12) return 'month-first';
  }
  return undefined;
}

function timeIn(rest: string): readonly [hour: number, minute: number] | undefined {
  const found = /^(\d{1,2}) (\d{2})(?: \d{2})?(?: (?:000z|z))?(?: (am|pm|a m|p m|ص|م|صباحا|مساء))?$/.exec(rest);
  if (!found) return undefined;
  const late = found[3] !== undefined && /^(p|م)/.test(found[3]);
  const hour = found[3] === undefined ? Number(found[1]) : (Number(found[1]) % 12) + (late ? 12 : 0);
  const minute = Number(found[2]);
  return hour < 24 && minute < 60 ? [hour, minute] : undefined;
}

/** Minutes since 1970 of a local date; nothing for the 31st of February. */
function minuteOf(year: number, month: number, day: number, hour: number, minute: number): number | undefined {
  const date = new Date(year, month - 1, day, hour, minute);
  const same = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return same ? Math.floor(date.getTime() / 60_000) : undefined;
}

/** Answers that name no date; they count from the import, since an old “tomorrow” helps nobody. In days. */
const spoken: readonly (readonly [number, readonly string[]])[] = [
  [0, ['today', 'now', 'asap', 'as soon as possible', 'tonight', 'اليوم', 'الان', 'الليله', 'في اسرع وقت', 'باسرع وقت', 'حالا']],
  [2, ['day after tomorrow', 'بعد غد', 'بعد بكره']],
  [1, ['tomorrow', 'غدا', 'بكره', 'بكرا']],
  [7, ['this week', 'within a week', 'in a week', 'هذا الاسبوع', 'خلال اسبوع', 'بعد اسبوع']],
  [14, ['next week', 'within two weeks', 'الاسبوع القادم', 'خلال اسبوعين']],
  [30, ['this month', 'within a month', 'هذا الشهر', 'خلال شهر']],
];

/**
 * A date as people write it, as minutes since 1970; without an hour it is the end of that day here. `now` is the
 * minute that spoken ones (`tomorrow`) count from. Nothing where it is no date.
 */
export function dateIn(cell: string, order: DayOrder, now: number): number | undefined {
  const folded = fold(cell);
  const days = spoken.find(([, words]) => words.some((word) => fold(word) === folded))?.[0];
  if (days !== undefined) {
    const day = new Date((now + days * 1440) * 60_000);
    return minuteOf(day.getFullYear(), day.getMonth() + 1, day.getDate(), 23, 59);
  }
  const parts = partsOf(cell);
  if (!parts) return undefined;
  const time = parts.rest === '' ? ([23, 59] as const) : timeIn(parts.rest);
  if (!time) return undefined;
  const [month, day] = parts.iso || order === 'month-first' ? [parts.a, parts.b] : [parts.b, parts.a];
  return minuteOf(parts.year, month, day, ...time);
}
