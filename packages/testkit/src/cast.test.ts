import { askFor, handed, received, take, thank } from '@awna/core';
import { describe, expect, test } from 'vitest';
import { cast, handClock, relayAt, type Cast } from './index.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

async function together(work: (cast: Cast) => Promise<void>): Promise<void> {
  const relay = await relayAt();
  const people = await cast(relay);
  try {
    await work(people);
  } finally {
    await people.end();
    await relay.end();
  }
}

describe('the cast', () => {
  test('ليلى asks, عمر helps, سلمى sees it: three devices, one state', () =>
    together(async ({ people, settle, roots }) => {
      const [layla, omar, salma] = people;
      if (!layla || !omar || !salma) throw new Error('somebody is missing');
      const [need] = await layla.does(askFor(layla.me, { kind: 'food', text: 'خبز لأربعة', until: soon() }));
      await settle();
      const [claim] = await omar.does(take(need ?? ''));
      await layla.group.sync();
      await omar.does(handed(need ?? '', claim ?? ''));
      await layla.group.sync();
      await layla.does(received(need ?? '', claim ?? ''), thank(layla.me, null, need ?? '', claim ?? '', 'شكرًا'));
      await settle();
      expect(await roots()).toHaveLength(1);
      const item = await salma.group.view('item', { id: need ?? '' });
      expect(item).toMatchObject({ step: 'ended', ending: 'done', text: 'خبز لأربعة' });
    }));

  test('[X4] two take the same need, one of them cut off: the first place holds, the other waits in line', () =>
    together(async ({ people, settle, roots }) => {
      const [layla, omar, salma] = people;
      if (!layla || !omar || !salma) throw new Error('somebody is missing');
      const [need] = await layla.does(askFor(layla.me, { kind: 'goods', text: 'سلّم', until: soon() }));
      await settle();
      salma.link.cutOff();
      expect(await salma.tries(take(need ?? ''))).toBeNull();
      expect((await salma.group.sync()).ok).toBe(false);
      await omar.does(take(need ?? ''));
      salma.link.mend();
      await settle();
      await settle();
      expect(await roots()).toHaveLength(1);
      const seen = async (who: typeof omar) => (await who.group.view('item', { id: need ?? '' }))?.myClaim?.step;
      expect(await seen(omar)).toBe('held');
      expect(await seen(salma)).toBe('waiting');
    }));
});

test('a relay on a hand-wound clock gives frames its minutes', async () => {
  const clock = handClock();
  const relay = await relayAt({ clock });
  const people = await cast(relay, ['ليلى'], { clock });
  const [layla] = people.people;
  if (!layla) throw new Error('nobody');
  clock.windTo(clock.minute() + 60);
  await layla.does(askFor(layla.me, { kind: 'food', text: 'خبز', until: clock.minute() + 100 }));
  const lines = await layla.group.log({ from: 0, limit: 10 });
  expect(lines.map(({ minute }) => minute - (lines[0]?.minute ?? 0))).toEqual([0, 0, 60]);
  await people.end();
  await relay.end();
});
