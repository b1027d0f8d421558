import { spokenDigits } from './speak.ts';

/** How a moment is written: a day, a day with its hour, both in another year, an hour, or a day in short. */
export type Style = 'day' | 'moment' | 'far' | 'dated' | 'hour' | 'short' | 'month';

const styles: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  moment: { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' },
  far: { day: 'numeric', month: 'long', year: 'numeric' },
  dated: { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  hour: { hour: 'numeric', minute: '2-digit' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, calendar: 'gregory' | 'islamic-umalqura', style: Style): Intl.DateTimeFormat {
  const tag = `${language}-u-nu-${spokenDigits()}-ca-${calendar}`;
  const key = `${tag} ${style}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(tag, styles[style])));
  return found;
}

/** A minute since 1970 in words, in this device's time zone. `language` may carry a region (ar-SY), which names the months. */
export const dateText = (minute: number, language: string, style: Style): string =>
  format(language, 'gregory', style).format(new Date(minute * 60_000));

/** The same way to write it, with the year where that is not this one, on this device's clock. */
export function withYear(style: Style, minute: number, now: number): Style {
  const yearOf = (at: number): number => new Date(at * 60_000).getFullYear();
  if (yearOf(minute) === yearOf(now)) return style;
  if (style === 'moment') return 'dated';
  return style === 'day' || style === 'short' ? 'far' : style;
}

/** The same day by the Umm al-Qura calendar, without the weekday: a second line. */
export function hijriText(minute: number, language: string): string {
  const tag = `${language}-u-nu-${spokenDigits()}-ca-islamic-umalqura`;
  let found = formats.get(tag);
  if (!found) formats.set(tag, (found = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long' })));
  return found.format(new Date(minute * 60_000));
}

/** How far away a minute is, in words: «خلال ساعتين», “in 2 hours”. */
export function agoText(minute: number, now: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(`${language}-u-nu-${spokenDigits()}`, { numeric: 'auto' });
  const away = minute - now;
  const size = Math.abs(away);
  if (size < 60) return relative.format(away, 'minute');
  if (size < 1440) return relative.format(Math.round(away / 60), 'hour');
  return relative.format(Math.round(away / 1440), 'day');
}
