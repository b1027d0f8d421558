import { latinDigits, spokenDigits } from './speak.ts';

const formatOf = (currency: string, language: string): Intl.NumberFormat =>
  new Intl.NumberFormat(`${language}-u-nu-${spokenDigits()}`, { style: 'currency', currency, currencyDisplay: 'name' });

/** How many digits a currency has behind its point. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Whole minor units of a currency in words: 12050 USD → “120.50 US dollars”. */
export function moneyText(minor: number, currency: string, language: string): string {
  const digits = minorDigits(currency);
  const whole = minor % 10 ** digits === 0;
  const format = whole
    ? new Intl.NumberFormat(`${language}-u-nu-${spokenDigits()}`, { style: 'currency', currency, currencyDisplay: 'name', maximumFractionDigits: 0 })
    : formatOf(currency, language);
  return format.format(minor / 10 ** digits);
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
  const decimals = parts[2] ?? '';
  if (decimals.length > digits) return null;
  return Number(`${parts[1] ?? ''}${decimals.padEnd(digits, '0')}`);
}
