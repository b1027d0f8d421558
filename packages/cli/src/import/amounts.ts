import { kindSheets, type Kind } from '@awna/core';
import { fold } from '../fold.ts';

export interface Amount {
  readonly n: number;
  readonly unit: string;
}

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

/** Currencies by how people write them; the number is how many minor units make one. */
const currencies: readonly (readonly [string, number, readonly string[]])[] = [
  ['SYP', 100, ['syp', 'ليره سوريه', 'ل س']],
  ['LBP', 100, ['lbp', 'ليره لبنانيه', 'ل ل']],
  ['JOD', 1000, ['jod', 'دينار', 'د ا']],
  ['EGP', 100, ['egp', 'جنيه', 'ج م']],
  ['EUR', 100, ['eur', 'euro', 'يورو']],
  ['USD', 100, ['usd', 'dollar', 'دولار']],
];

/** An amount as people write it (`3`, `٢ كغ`, `5 meals`); nothing where no whole number stands in it. Money needs its currency. */
export function amountIn(cell: string, kind: Kind): Amount | undefined {
  const folded = fold(cell.replace(/(\d|[٠-٩])[,،٬](?=\d{3}|[٠-٩]{3})/g, '$1'));
  const number = /^\D*(\d{1,9})(?:\D|$)/.exec(folded)?.[1];
  const n = number === undefined ? 0 : Number(number);
  if (n < 1) return undefined;
  const rest = ` ${folded.replace(/\d+/g, ' ').replace(/\s+/g, ' ')}`;
  if (kind === 'money') {
    const found = currencies.find(([, , words]) => words.some((word) => rest.includes(` ${fold(word)}`)));
    return found && n * found[1] <= 1_000_000_000 ? { n: n * found[1], unit: found[0] } : undefined;
  }
  const unit = unitWords.find(([, words]) => words.some((word) => rest.includes(` ${fold(word)}`)))?.[0];
  return { n, unit: unit ?? kindSheets[kind].unit };
}
