import type { Neighbour, Story } from './cast.ts';
import { askFor, offer, type Asking, type ItemView, type Offering } from '../src/index.ts';

export const days = (n: number): number => n * 1440;
/** A need for a week, in the eastern part. */
export const ask = (tale: Story, who: Neighbour, more: Partial<Asking> = {}) =>
  tale.did(who, askFor(who.id, { kind: 'food', text: 'وجبة عشاء', until: tale.now + days(7), area: 'الشرقية', ...more }));
/** An offer for a week. */
export const give = (tale: Story, who: Neighbour, more: Partial<Offering> = {}) =>
  tale.did(who, offer(who.id, { kind: 'goods', text: 'مدفأة', until: tale.now + days(7), ...more }));

/** An item's page as somebody sees it. */
export function page(tale: Story, who: Neighbour, id: string): ItemView {
  const view = tale.sees(who, 'item', { id });
  if (!view) throw new Error('no such item');
  return view;
}

/** What the rule says of an action: null for yes, undefined where it is not offered. */
export const can = (view: ItemView, act: string, claim?: string): string | null | undefined =>
  view.actions.find((action) => action.act === act && (claim === undefined || action.claim === claim))?.refused;
