import type { Id } from '@awna/base';
import { askFor, cancel, handed, offer, received, release, say, setProfile, shareContact, take, thank, wish, type Draft } from '@awna/core';
import type { Group } from '@awna/device';

/** What somebody could do now for the others, as far as their device knows. */
export async function choices(group: Group, me: Id, minute: number, pick: number): Promise<readonly Draft[]> {
  const until = minute + 2_000;
  if (pick % 5 < 2) {
    return [
      askFor(me, { kind: 'goods', text: 'سلّم', until }),
      askFor(me, { kind: 'food', text: 'خبز', until: minute + 100, amount: { n: 3, unit: 'meal' } }),
      offer(me, { kind: 'goods', text: 'كرسي', until }),
      setProfile(me, { name: 'أنا', about: 'هنا' }),
    ];
  }
  const board = await group.view('board', { ended: true });
  const items = [...board.needs, ...board.offers];
  const item = await group.view('item', { id: items[pick % Math.max(1, items.length)]?.id ?? '' });
  if (!item) return [askFor(me, { kind: 'goods', text: 'سلّم', until })];
  const { id } = item;
  return item.actions.flatMap(({ act, claim, refused }): readonly Draft[] => {
    if (refused !== null) return [];
    const other = item.hands.find((hand) => hand.claim === claim)?.who.id ?? '';
    if (act === 'take') return [take(id)];
    if (act === 'wish') return [wish(id)];
    if (act === 'cancel') return [cancel(id, 'enough')];
    if (claim === null) return [];
    if (act === 'handed') return [handed(id, claim), handed(id, claim)];
    if (act === 'received') return [received(id, claim), received(id, claim)];
    if (act === 'release') return [release(id, claim)];
    if (act === 'say') return [say(me, other, id, claim, 'متى')];
    if (act === 'share-contact') return [shareContact(me, other, id, claim, '0944')];
    return act === 'thank' ? [thank(me, null, id, claim, 'شكرًا')] : [];
  });
}
