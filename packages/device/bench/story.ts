import type { Id } from '@awna/base';
import { askFor, cancel, handed, received, shareContact, take, thank, type Asking, type Draft } from '@awna/core';

const texts = [
  'نحتاج وجبتين ساخنتين هذا المساء لعائلة مع طفلين.',
  'مدفأة صغيرة لغرفة واحدة، ولو مستعملة.',
  'من يساعدني في ضبط الهاتف الجديد ونقل الأرقام؟',
  'خبز لثمانية أشخاص يوم الجمعة، إن أمكن.',
] as const;

const asking = (i: number): Asking => ({
  kind: (['food', 'goods', 'skills', 'food'] as const)[i % 4] ?? 'food',
  text: texts[i % texts.length] ?? '',
  until: Math.floor(Date.now() / 60_000) + 20_000,
  area: 'الحارة القديمة',
  details: { people: 2 + (i % 6) },
  amount: { n: 2, unit: 'piece' },
  urgency: i % 2 === 0 ? 1 : 2,
});

/** Somebody's fact, given to whoever writes it down; answers with its id. */
export type Say = (who: number, draft: Draft) => Promise<Id>;

/**
 * Lives of needs: asked, taken on, a contact shared, handed over, received, thanked. Every twelfth stays open. Somebody
 * alone asks and thinks better of it.
 */
export async function tell(facts: number, members: readonly Id[], say: Say): Promise<void> {
  let said = 0;
  const next = (who: number, draft: Draft): Promise<Id> => {
    said++;
    return say(who, draft);
  };
  for (let i = 0; said < facts; i++) {
    const asker = i % members.length;
    const item = await next(asker, askFor(members[asker] ?? '', asking(i)));
    if (said >= facts || i % 12 === 0) continue;
    if (members.length === 1) {
      await next(asker, cancel(item, 'no-longer'));
      continue;
    }
    const helper = (asker + 1 + (i % (members.length - 1))) % members.length;
    const [me, other] = [members[asker] ?? '', members[helper] ?? ''];
    const claim = await next(helper, take(item, { n: 2 }));
    const rest: [number, Draft][] = [
      [helper, shareContact(other, me, item, claim, '0770 000 0000')],
      [helper, handed(item, claim)],
      [asker, received(item, claim)],
      [asker, thank(me, null, item, claim, 'شكرًا من القلب. وصل كل شيء.')],
    ];
    for (const [who, draft] of rest) if (said < facts) await next(who, draft);
  }
}
