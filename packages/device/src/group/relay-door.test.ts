import { hex } from '@awna/base';
import { askFor, joinCase, leave, openCase } from '@awna/core';
import { tagOf } from '@awna/crypto';
import {
  companyOn,
  handClock,
  must,
  plainSocket,
  relayAt,
  type Company,
  type HandClock,
  type Reach,
  type Someone,
  type TestRelay,
} from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { outsiderFrom } from '../../bench/outsider.ts';

interface Stage {
  readonly life: Company<Reach>;
  readonly relay: TestRelay;
  readonly clock: HandClock;
  readonly people: readonly Someone[];
  bread(person: Someone): ReturnType<typeof askFor>;
  remove(by: readonly Someone[], whom: Someone): Promise<void>;
}

async function on(names: readonly string[], work: (stage: Stage) => Promise<void>): Promise<void> {
  const clock = handClock();
  const relay = await relayAt({ clock });
  const life = await companyOn({ url: relay.url, socket: () => plainSocket }, `door/${names.join()}`, { names, now: clock.now });
  try {
    await work({
      ...{ life, relay, clock, people: life.people },
      bread: ({ me }) => askFor(me, { kind: 'food', text: 'خبز', until: clock.minute() + 1440 }),
      async remove([first, ...others], whom) {
        must(await first!.group.sync());
        const [id] = await first!.does(openCase(whom.me, 'هكذا'));
        for (const other of others) {
          must(await other.group.sync());
          if ((await other.group.view('members', {})).some((one) => one.id === whom.me && one.left === null))
            await other.does(joinCase(id!));
        }
      },
    });
  } finally {
    await life.end();
    await relay.end();
  }
}

const sync = async (...people: readonly Someone[]): Promise<void> => {
  for (const { group } of people) must(await group.sync());
};
const sameRoots = async (people: readonly Someone[]): Promise<void> => {
  const roots = await Promise.all(people.map(({ group }) => group.roots()));
  expect(new Set(roots.map((root) => JSON.stringify(root))).size).toBe(1);
};
/** The door as this device's log has it. */
const doorAt = async ({ group }: Someone) =>
  ((await group.stateAt!())!.state['members'] as { door: { count: number; place: number } }).door;

describe('[§12] the relay’s door', () => {
  test('is shut to a removed member once two keepers have said so: at once, to read and to write', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async ({ life, relay, people, bread, remove }) => {
      const [layla, omar, salma, last] = people as [Someone, Someone, Someone, Someone];
      const begun = relay.counts()['doors'] ?? 0;
      await sync(last);
      await last.home.close();
      const outsider = await outsiderFrom(last, life);
      const open = await outsider.connect();
      const [keys] = outsider.keys;
      expect(await outsider.received(open, keys!)).toBe('inside');
      must(await open.call('follow', { space: life.spaceBytes, from: 0 }));
      let isOver = false;
      void open.closed.then(() => (isOver = true));
      await remove([layla, omar], last);
      await sync(layla, omar, salma);
      await expect.poll(() => isOver).toBe(true);
      expect((relay.counts()['doors'] ?? 0) - begun).toBe(1);
      // Anew, with everything they had.
      const { place } = await doorAt(layla);
      const again = await outsider.connect();
      const space = life.spaceBytes;
      expect(await outsider.received(again, keys!)).toBe(place);
      await layla.does(bread(layla));
      for (const refused of [
        await again.call('append', { space, sealed: new Uint8Array(300) }),
        await again.call('blob-put', { space, bytes: new Uint8Array(300), day: 0 }),
        await again.call('read', { space, from: place + 2 }),
        await again.call('follow', { space, from: place + 2 }),
      ])
        expect(refused).toMatchObject({ ok: false, error: { error: 'door-shut' } });
      const { frames } = must(await again.call('read', { space, from: 0 }));
      expect(frames.at(-1)?.place).toBe(place);
      again.close();
      await sync(omar, salma);
      await sameRoots([layla, omar, salma]);
      // Their device reads what was for them, and knows.
      await last.again();
      must(await last.group.sync());
      expect((await last.home.spaces())[0]).toMatchObject({ state: 'removed' });
    }));

  test('a phone asleep through three removals and two months finds its way by the old ones, each as far as it reads', () =>
    on(['ليلى', 'سلمى', 'هند', 'زيد', 'نور', 'أ', 'ب', 'ج'], async ({ life, clock, people, bread, remove }) => {
      const [layla, salma, hind, zaid, nour, ...gone] = people as [Someone, Someone, Someone, Someone, Someone, ...Someone[]];
      const awake = [layla, salma, hind, zaid];
      nour.link.cutOff();
      const outsider = await outsiderFrom(nour, life);
      const places: number[] = [];
      for (const one of gone) {
        await remove(awake, one);
        await sync(...awake, ...awake);
        places.push((await doorAt(layla)).place);
      }
      for (let month = 0; month < 2; month++) {
        clock.wind(31 * 1440 * 60_000);
        await sync(layla);
        await layla.does(bread(layla));
        await sync(...awake);
      }
      expect((await doorAt(layla)).place).toBe(places[2]);
      const link = await outsider.connect();
      expect(await outsider.received(link, outsider.keys[0]!)).toBe(places[0]);
      link.close();
      nour.link.mend();
      must(await nour.group.sync());
      await sync(...awake, nour);
      await sameRoots([...awake, nour]);
      expect(await nour.group.status()).toMatchObject({ lacking: null, shut: false, outbox: 0 });
      await nour.does(bread(nour));
      await sync(...awake);
      await sameRoots([...awake, nour]);
    }));

  test('while keepers sleep nothing breaks: the old one gives ciphertext and takes what is void; then it is shut', () =>
    on(['ليلى', 'عمر', 'سلمى', 'زيد', 'غريب'], async ({ life, people, bread }) => {
      const [layla, omar, salma, zaid, last] = people as [Someone, Someone, Someone, Someone, Someone];
      await sync(last);
      await last.home.close();
      const outsider = await outsiderFrom(last, life);
      const link = await outsider.connect();
      const [keys] = outsider.keys;
      expect(await outsider.received(link, keys!)).toBe('inside');
      // Three have to join, and two of them keep the door: they say no word of it yet.
      const before = await doorAt(layla);
      const [id] = await layla.does(openCase(last.me, 'هكذا'));
      await sync(zaid);
      await zaid.does(joinCase(id!));
      layla.link.cutOff();
      await sync(salma);
      salma.link.cutOff();
      must(await omar.group.sync());
      await omar.does(joinCase(id!));
      await omar.does(bread(omar));
      await sync(zaid, omar, zaid);
      expect((await doorAt(zaid)).count).toBe(before.count + 1);
      expect(await outsider.received(link, keys!)).toBe('inside');
      const { frames } = must(await link.call('read', { space: life.spaceBytes, from: 0 }));
      const tags = new Set(outsider.keys.map(({ tag }) => hex(tag)));
      expect(frames.some(({ sealed }) => !tags.has(hex(tagOf(new Uint8Array(sealed))!)))).toBe(true);
      const { place } = must(await link.call('append', { space: life.spaceBytes, sealed: new Uint8Array(300).fill(1) }));
      await sync(zaid);
      expect((await zaid.group.log({ from: place, limit: 1 }))[0]).toMatchObject({ void: expect.any(String) });
      // Who holds the next key comes in by the old one too: the relay knows no other yet.
      zaid.link.hangUp();
      await sync(zaid);
      await zaid.does(bread(zaid));
      for (const one of [layla, salma]) one.link.mend();
      await sync(layla, salma, omar, layla);
      const later = await outsider.connect();
      expect(await outsider.received(later, keys!)).toBe((await doorAt(layla)).place);
      await sync(salma, omar, zaid);
      await sameRoots([layla, omar, salma, zaid]);
    }));

  test('of two, whoever stays shuts it alone – also where the founder goes', () =>
    on(['ليلى', 'عمر'], async ({ life, people, bread }) => {
      const [layla, omar] = people as [Someone, Someone];
      const outsider = await outsiderFrom(layla, life);
      await layla.does(leave());
      await layla.home.close();
      await sync(omar);
      await omar.does(bread(omar));
      await sync(omar);
      const link = await outsider.connect();
      expect(await outsider.received(link, outsider.keys[0]!)).toBe((await doorAt(omar)).place);
      link.close();
      const inside = await outsiderFrom(omar, life);
      const other = await inside.connect();
      expect(await inside.received(other, inside.keys.at(-1)!)).toBe('inside');
      other.close();
      await layla.again();
    }));
});
