import { kindSheets, type Kind } from '@awna/core';
import { latinDigits } from '@awna/words';
import { fold } from '../fold.ts';

export interface Amount {
  readonly n: number;
  readonly unit: string;
}

/** Beginnings of the words for each unit. */
const unitWords: readonly (readonly [string, readonly string[]])[] = [
  ['meal', ['meal', 'وجب']],
  ['box', ['box', 'صندوق', 'صناديق', 'كرتون', 'علب', 'سل']],
  ['kg', ['kg', 'kilo', 'كغ', 'كيلو']],
  ['litre', ['litre', 'liter', 'لتر']],
  ['person', ['person', 'people', 'شخص', 'اشخاص', 'فرد', 'افراد']],
  ['hour', ['hour', 'ساع']],
  ['night', ['night', 'ليل', 'ليال']],
  ['trip', ['trip', 'رحل', 'مشوار', 'مشاوير']],
  ['visit', ['visit', 'زيار']],
  ['page', ['page', 'صفح', 'ورق']],
  ['piece', ['piece', 'item', 'pack', 'قطع', 'حب', 'كيس', 'اكياس', 'عبو']],
];

/** Currencies by how people write them; any other by its ISO 4217 code. */
const currencyWords: readonly (readonly [string, readonly string[]])[] = [
  ['SYP', ['ليره سوريه', 'ل س']],
  ['LBP', ['ليره لبنانيه', 'ل ل']],
  ['TRY', ['ليره تركيه']],
  ['JOD', ['دينار اردني', 'دينار', 'د ا']],
  ['EGP', ['جنيه مصري', 'جنيه', 'ج م']],
  ['EUR', ['euro', 'يورو']],
  ['USD', ['dollar', 'دولار']],
];

const codes = new Set(Intl.supportedValuesOf('currency'));

const hit = (text: string, words: readonly string[]): boolean => words.some((word) => ` ${fold(text)}`.includes(` ${fold(word)}`));

/** The unit a word names, or nothing. */
export const unitIn = (text: string): string | undefined => unitWords.find(([, words]) => hit(text, words))?.[0];

/** The currency a word or an ISO code names, or nothing. */
export const currencyIn = (text: string): string | undefined =>
  currencyWords.find(([, words]) => hit(text, words))?.[0] ?? (text.toUpperCase().match(/[A-Z]{3}/g) ?? []).find((code) => codes.has(code));

/** How many minor units make one whole one. */
const minorOf = (currency: string): number =>
  10 ** (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0);

/**
 * An amount as people write it (`3`, `٢ كغ`, `5 meals`); nothing where no whole number stands in it, nor for less than
 * nothing or half a thing. Money needs its currency, and is counted in minor units (`12.50 USD`).
 */
export function amountIn(cell: string, kind: Kind): Amount | undefined {
  const digits = latinDigits(cell).replace(/(?<=\d)[,،٬](?=\d{3}(?!\d))/g, '');
  if (/^\s*[-−–]\s*\d|\de[+-]?\d/i.test(digits)) return undefined;
  const fraction = /^\D*\d+[.,،٫](\d+)/.exec(digits)?.[1]?.replace(/0+$/, '') ?? '';
  const folded = fold(digits.replace(/^(\D*\d+)[.,،٫]\d+/, '$1'));
  const number = /^\D*(\d{1,10})(?:\D|$)/.exec(folded)?.[1];
  const n = number === undefined ? 0 : Number(number);
  if ((n < 1 && fraction === '') || n > 1_000_000_000) return undefined;
  const rest = folded.replace(/\d+/g, ' ');
  if (kind !== 'money') return fraction !== '' ? undefined : { n, unit: unitIn(rest) ?? kindSheets[kind].unit };
  const currency = currencyIn(rest);
  if (currency === undefined) return undefined;
  const small = minorOf(currency);
  const minor = n * small + Number(fraction.padEnd(String(small).length - 1, '0'));
  return String(small).length - 1 < fraction.length || minor > 1_000_000_000 ? undefined : { n: minor, unit: currency };
}
