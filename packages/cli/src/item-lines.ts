import type { Hand, ItemView } from '@awna/core';
import type { Desk } from './desk.ts';
import { itemLine } from './items.ts';
import { shown } from './print.ts';

/** What stands between the two, as one of them sees it. */
function handLines(desk: Desk, hand: Hand): readonly string[] {
  const { exchange, app } = desk.words;
  const name = shown(hand.who.name ?? app.someone());
  const step = hand.me === 'owner' ? exchange.theirs[hand.step]() : exchange.mine[hand.step]();
  const lines = [
    `${exchange.hand.title({ name })} · ${step}${hand.line > 0 ? ` · ${exchange.hand.line({ n: hand.line })}` : ''}`,
    `        ${hand.claim}`,
  ];
  const add = (label: string, text: string | null): void => {
    if (text !== null) lines.push(`  ${label}: ${shown(text)}`);
  };
  add(exchange.hand.contactOf({ name }), hand.theirContact);
  add(exchange.hand.addressOf(), hand.theirAddress);
  add(exchange.hand.myContact(), hand.myContact);
  add(exchange.hand.myAddress(), hand.myAddress);
  add(exchange.hand.meet(), hand.meet === null ? null : desk.date(hand.meet));
  add(exchange.hand.meetPlace(), hand.meetPlace);
  for (const said of [...hand.thread, ...hand.thanks]) add(shown(said.by.name ?? app.someone()), said.text);
  return lines;
}

/** An item's page in lines. */
export function itemLines(desk: Desk, item: ItemView): readonly string[] {
  const { exchange } = desk.words;
  const lines = [itemLine(desk, item), `        ${item.id}`];
  if (item.forWhom !== null) lines.push(`  ${exchange.item.forWhom()}: ${shown(item.forWhom)}`);
  if (item.contactNote !== null) lines.push(`  ${exchange.item.contactNote()}: ${shown(item.contactNote)}`);
  for (const slot of item.slots)
    lines.push(
      `  ${String(slot.index + 1)}. ${slot.words === null ? desk.date(slot.at ?? item.posted) : shown(slot.words)} · ${slot.state === 'free' ? exchange.step.open() : slot.state === 'held' ? exchange.step.taken() : exchange.ending.done()}`,
    );
  for (const hand of item.hands) lines.push(...handLines(desk, hand));
  const can = item.actions.filter(({ refused }) => refused === null).map(({ act }) => act);
  if (can.length > 0) lines.push(`${desk.words.cli.next()}: ${[...new Set(can)].join(' ')}`);
  return lines;
}
