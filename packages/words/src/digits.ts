import type { Digits } from './speak.ts';

const zeros: Readonly<Record<Digits, number>> = { latn: 0x30, arab: 0x660, arabext: 0x6f0 };

/** The same text with the digits of all three sets written as 0–9, and Arabic separators as `.` and nothing. */
export const latinDigits = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - zeros.arab))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - zeros.arabext))
    .replaceAll('٫', '.')
    .replaceAll('٬', '');

/** A whole number typed in any of the three digit sets; null where it is none, or larger than what counts exactly. */
export function parseDigits(text: string): number | null {
  const plain = latinDigits(text).replace(/[\s\u200e\u200f\u2066-\u2069,_]/g, '');
  if (!/^\d{1,15}$/.test(plain)) return null;
  return Number(plain);
}

/** The same text with 0–9 written in the digits of a set. */
export const inDigits = (text: string, digits: Digits): string =>
  digits === 'latn' ? text : text.replace(/[0-9]/g, (digit) => String.fromCharCode(zeros[digits] + Number(digit)));
