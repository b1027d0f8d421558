import { latinDigits } from './digits.ts';
import { spokenDigits } from './speak.ts';

/** Decimals by ISO 4217, where they are not two. Written down, because engines disagree (SYP) and sums must not. */
const decimals: Readonly<Record<string, number>> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0 },
  ...{ BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
};

/** How many digits a currency has behind its point. */
export const minorDigits = (currency: string): number => decimals[currency] ?? 2;

/** Whole minor units of a currency in words: 12050 USD → “120.50 US dollars”. */
export function moneyText(minor: number, currency: string, language: string): string {
  const digits = minorDigits(currency);
  const shown = minor % 10 ** digits === 0 ? 0 : digits;
  return new Intl.NumberFormat(`${language}-u-nu-${spokenDigits()}`, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(minor / 10 ** digits);
}

/** The name of a currency. */
export const currencyName = (currency: string, language: string): string =>
  new Intl.DisplayNames([language], { type: 'currency' }).of(currency) ?? currency;

/** A typed sum (any of the three digit sets) in whole minor units; null where it is none or has too many decimals. */
export function parseMoney(text: string, currency: string): number | null {
  const plain = latinDigits(text).replace(/[\s\u200e\u200f\u2066-\u2069,_]/g, '');
  const parts = /^(\d{1,12})(?:\.(\d*))?$/.exec(plain);
  if (!parts) return null;
  const digits = minorDigits(currency);
  const behind = parts[2] ?? '';
  if (behind.length > digits) return null;
  return Number(`${parts[1] ?? ''}${behind.padEnd(digits, '0')}`);
}
