import type { BoardItem, Kind, Named, Unit } from '@awna/core';
import { currencyName, inDigits, moneyText } from '@awna/words';
import type { IconName } from '../../parts/icons.ts';
import { settings } from '../../shell/settings.ts';
import { t } from '../../shell/words.svelte.ts';

/** The picture of each kind (X1). */
export const kindIcons: Readonly<Record<Kind, IconName>> = {
  food: 'utensils',
  goods: 'package',
  skills: 'wrench',
  health: 'stethoscope',
  legal: 'file-text',
  space: 'door-open',
  company: 'message-circle',
  ride: 'car',
  care: 'baby',
  money: 'banknote',
};

/** The kinds in the order people look for them. */
export const kindOrder = [
  'food',
  'goods',
  'ride',
  'health',
  'skills',
  'space',
  'legal',
  'company',
  'care',
  'money',
] as const satisfies readonly Kind[];

/** What somebody is called here: their name, or «جار أو جارة» where it may not be known. */
export const nameText = (named: Named | null): string => named?.name ?? t.app.someone();

const isUnit = (unit: string): unit is Unit => unit in t.exchange.units;

/** So many of a unit, in words: «٣ وجبات», “120 US dollars”. */
export function amountText(n: number, unit: string | null): string {
  if (unit === null) return t.exchange.amount.part({ n });
  if (isUnit(unit)) return t.exchange.amount[unit]({ n });
  return /^[A-Z]{3}$/.test(unit) ? moneyText(n, unit, settings().language) : t.exchange.amount.piece({ n });
}

/** The name of a unit by itself. */
export const unitText = (unit: string): string => (isUnit(unit) ? t.exchange.units[unit]() : currencyName(unit, settings().language));

/** X5: how much of it, and for whom, only the one who is chosen learns. */
export const isShut = ({ confidential, author }: BoardItem): boolean => confidential && author === null;

/** How much there is and how much is still free; nothing for one whole thing. */
export function sharesText(item: BoardItem): string | null {
  const { n, unit, free } = item.shares;
  if (isShut(item) || (n === 1 && unit === null)) return null;
  // X3: what comes again is counted in times.
  const recurs = item.slots.some(({ at }) => at !== null);
  const some = (count: number): string => (recurs ? t.exchange.ask.timesN({ n: count }) : amountText(count, unit));
  return free === n || free === 0
    ? some(n)
    : `${t.exchange.amount.left({ some: some(free) })} ${t.exchange.amount.total({ some: some(n) })}`;
}

/** What a card says first: its words, or why they are not here. */
export function wordsText(item: BoardItem): string {
  if (item.text !== null && item.text !== '') return item.text;
  if (item.words === 'sealed') return t.exchange.card.private();
  return item.words === 'gone' ? t.exchange.card.gone() : t.exchange.kind[item.kind]();
}

const levels = ['u0', 'u1', 'u2', 'u3'] as const;

/** How urgent, in words. */
export const urgencyText = (urgency: BoardItem['urgency']): string => t.exchange.urgency[levels[urgency]]();

/** Whether one comes forward and is chosen, or drawn, later; else the first in line holds. */
export const chosenLater = ({ confidential, giving }: BoardItem): boolean => confidential || giving === 'lot' || giving === 'least-lately';

/** Where it stands for me: my own step where I have one, else the item's. */
export function stepText(item: BoardItem): string {
  if (item.step === 'ended' && item.ending) return t.exchange.ending[item.ending]();
  if (item.myClaim?.step === 'waiting' && chosenLater(item)) return t.exchange.mine.offered();
  if (item.myClaim) return t.exchange.mine[item.myClaim.step]();
  return t.exchange.step[item.step]();
}

/** The code to say on the phone, in the letters of the language in use. */
export const codeText = (item: BoardItem): string =>
  settings().language === 'ar' ? inDigits(item.code.arabic, settings().digits) : item.code.latin;

/** Minutes since 1970, now. */
export const nowMinute = (): number => Math.floor(Date.now() / 60_000);
