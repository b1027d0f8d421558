import { err, ok, type Id, type Result } from '@awna/base';
import type { BoardItem, ItemView } from '@awna/core';
import type { AtGroup, Desk } from './desk.ts';
import { failed, wrong, type Failure } from './failure.ts';
import { brief, shown } from './print.ts';

/** The item an id or a speakable code names. Several open ones under one code are a question, not a guess. */
export async function itemNamed(desk: Desk, at: AtGroup, text: string): Promise<Result<ItemView, Failure>> {
  if (text.trim() === '') return err(wrong('text-missing', desk.words.cli.wrong.empty({ field: 'ID' }), 'ID'));
  const ids = await at.group.view('find', { text });
  const items = (await Promise.all(ids.map((id) => at.group.view('item', { id })))).filter((item) => item !== null);
  const open = items.filter(({ step }) => step !== 'ended');
  if (open.length > 1) return err(wrong('which-item', desk.words.cli.wrong.whichItem({ ids: open.map(({ id }) => id).join(' ') }), 'ID'));
  const item = open[0] ?? items[0];
  return item
    ? ok(item)
    : err({ ...failed('item-unknown'), message: desk.words.cli.wrong.itemUnknown({ name: brief(text) }), field: 'ID' });
}

/** An item's code in the script of the reader. */
export const codeIn = (desk: Desk, { code }: Pick<BoardItem, 'code'>): string => (desk.lang === 'ar' ? code.arabic : code.latin);

const moneyText = (lang: string, minor: number, currency: string): string => {
  const format = new Intl.NumberFormat(`${lang}-u-nu-latn`, { style: 'currency', currency, currencyDisplay: 'code' });
  return shown(format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0)));
};

const amountText = (desk: Desk, { shares, slots }: BoardItem): string => {
  const { amount } = desk.words.exchange;
  if (slots.length > 0) return amount.part({ n: slots.length });
  if (shares.unit === null) return '';
  const { n, unit } = shares;
  // Money is whole minor units of a currency.
  if (/^[A-Z]{3}$/.test(unit)) return moneyText(desk.lang, n, unit);
  return Object.hasOwn(amount, unit) ? amount[unit as 'piece']({ n }) : `${String(n)} ${unit}`;
};

/** One line of the board. */
export function itemLine(desk: Desk, item: BoardItem): string {
  const { exchange } = desk.words;
  const words =
    item.words === 'open' && item.text !== null ? shown(item.text) : item.words === 'gone' ? exchange.card.gone() : exchange.card.sealed();
  const marks = [
    exchange.kind[item.kind](),
    amountText(desk, item),
    item.area === null ? '' : shown(item.area),
    item.urgency > 0 ? exchange.urgency[`u${item.urgency}`]() : '',
    item.by === null ? '' : exchange.card.by({ date: desk.date(item.by) }),
    item.ending === null ? exchange.step[item.step]() : exchange.ending[item.ending](),
    item.takenBy.map(({ name }) => shown(name ?? desk.words.app.someone())).join('، '),
  ].filter((mark) => mark !== '');
  return `${codeIn(desk, item)}  ${words}\n        ${marks.join(' · ')}`;
}

/** An item as JSON: its code in one spelling, who has it, and all the board shows. */
export const itemJson = ({ code, takenBy, ...item }: BoardItem): unknown => ({
  ...item,
  code: code.latin,
  codeArabic: code.arabic,
  takenBy: takenBy.map(({ id, name }) => ({ id, name })),
});

/** A member by id or by name; several of one name are a question. */
export async function memberNamed(desk: Desk, at: AtGroup, text: string): Promise<Result<{ id: Id; name: string | null }, Failure>> {
  const members = await at.group.view('members', {});
  const hits = members.filter(({ id, name }) => id === text || name === text.trim());
  const [hit] = hits;
  if (!hit) return err(wrong('member-unknown', desk.words.cli.wrong.memberUnknown({ name: brief(text) }), 'MEMBER'));
  return hits.length === 1
    ? ok(hit)
    : err(wrong('which-member', desk.words.cli.wrong.whichMember({ ids: hits.map(({ id }) => id).join(' ') }), 'MEMBER'));
}
