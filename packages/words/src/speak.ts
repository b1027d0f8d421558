export { plural, select } from '@messageformat/runtime';

/** Latin 123 · Arabic ١٢٣ · Extended Arabic ۱۲۳ (Persian, Urdu). */
export const digitSets = ['latn', 'arab', 'arabext'] as const;
export type Digits = (typeof digitSets)[number];

let digits: Digits = 'latn';
let marks = true;
const formats = new Map<string, Intl.NumberFormat>();

/** Which digits are shown, and whether texts are kept apart by isolates (a screen) or stand bare (a plain terminal). */
export function speakWith(how: { digits: Digits; isolates?: boolean }): void {
  digits = how.digits;
  marks = how.isolates ?? true;
}

/** The digits in use. */
export const spokenDigits = (): Digits => digits;

/** `#` in a plural. */
export function number(language: string, value: number, offset: number): string {
  const tag = `${language}-u-nu-${digits}`;
  let format = formats.get(tag);
  if (!format) formats.set(tag, (format = new Intl.NumberFormat(tag)));
  return format.format(value - offset);
}

/** `{n, number}`. */
export const count = (value: number, language: string): string => number(language, value, 0);

/** A text put into a sentence: it may run the other way. */
export const isolate = (text: string): string => (marks ? `\u2068${text}\u2069` : text);
