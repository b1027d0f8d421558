import { askFor, take } from '@awna/core';
import { expect, test } from 'vitest';
import { company, momentOf } from './index.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

test('a company lives on a relay in memory, and again from the same moment', async () => {
  const first = await company(1);
  const moment = await momentOf(first);
  for (const life of [1, 2]) {
    const { people, settle, roots, end } = await moment.live(life);
    const [layla, omar] = people;
    const [need] = await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
    await settle();
    await omar!.does(take(need!));
    await settle();
    expect(await roots()).toHaveLength(1);
    await end();
  }
});
