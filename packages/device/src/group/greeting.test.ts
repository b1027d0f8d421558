import { cast, deviceOn, must, relayAt, settled } from '@awna/testkit';
import { expect, test } from 'vitest';

test('[M2] two who open the same door at once let one person in, once, and nobody is told the invite was used up', async () => {
  const relay = await relayAt();
  const { people, space, end } = await cast(relay, ['ليلى', 'عمر', 'سلمى', 'نادر']);
  const [layla] = people;
  if (!layla) throw new Error('nobody');
  for (let round = 0; round < 6; round++) {
    const { link } = must(await layla.group.invite({ mode: 'instant', uses: 1, hours: 1 }));
    for (const { group } of people) await settled(group);
    const guest = await deviceOn();
    // Everybody's device hears the letter at the same moment.
    expect(await guest.join({ link, name: `ضيف ${String(round)}`, waitMs: 20_000 })).toMatchObject({
      ok: true,
      value: { state: 'joined' },
    });
    expect((await guest.group(space).view('members', {})).length).toBe(5 + round);
    await guest.close();
  }
  for (const { group } of people) await settled(group);
  expect(new Set(await Promise.all(people.map(async ({ group }) => (await group.roots()).stateRoot))).size).toBe(1);
  await end();
  await relay.end();
});
