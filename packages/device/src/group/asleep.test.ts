import { askFor, joinCase, openCase, setProfile } from '@awna/core';
import { company, deviceBeside, handClock, must, seededDice, type Company, type HandClock, type Someone } from '@awna/testkit';
import { tagOf } from '@awna/crypto';
import { decode, hex } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';

interface Stage {
  readonly life: Company;
  readonly clock: HandClock;
  bread(person: Someone, text?: string): ReturnType<typeof askFor>;
  remove(by: readonly Someone[], whom: Someone): Promise<void>;
}

async function on(names: readonly string[], work: (stage: Stage) => Promise<void>): Promise<void> {
  const clock = handClock();
  const life = await company(`asleep/${names.join()}`, { names, now: clock.now });
  try {
    await work({
      ...{ life, clock },
      bread: (person, text = 'خبز') => askFor(person.me, { kind: 'food', text, until: clock.minute() + 1440 }),
      async remove([first, ...others], whom) {
        await first!.group.sync();
        const [id] = await first!.does(openCase(whom.me, 'هكذا'));
        for (const other of others) {
          await other.group.sync();
          if ((await other.group.view('members', {})).some((one) => one.id === whom.me && one.left === null))
            await other.does(joinCase(id!));
        }
      },
    });
  } finally {
    await life.end();
  }
}

const lines = async ({ group }: Someone) => group.log({ from: 0, limit: 1000 });
const turnsAt = async (person: Someone): Promise<number> =>
  (await lines(person)).filter(({ facts, judged }) => facts[0]?.type === 'members/keys-turned@1' && judged[0] === 'ok').length;

describe('[K] a phone that slept', () => {
  test('through three removals and two months comes back by itself, with what it had to say', () =>
    on(['ليلى', 'سلمى', 'هند', 'زيد', 'نور', 'أ', 'ب', 'ج'], async ({ life, clock, bread, remove }) => {
      const [layla, salma, hind, zaid, nour, ...gone] = life.people as [Someone, Someone, Someone, Someone, Someone, ...Someone[]];
      nour.link.cutOff();
      const { size } = await nour.group.status();
      const [said] = must(await nour.group.act([setProfile(nour.me, { name: 'نور', about: 'أعود' })])).ids;
      for (const one of gone) await remove([layla, salma, hind, zaid], one);
      for (let month = 0; month < 2; month++) {
        clock.wind(31 * 1440 * 60_000);
        await layla.group.sync();
        await layla.does(bread(layla));
      }
      expect(await turnsAt(layla)).toBe(5);
      expect((await nour.group.status()).size).toBe(size);
      nour.link.mend();
      must(await nour.group.sync());
      expect(await turnsAt(nour)).toBe(5);
      for (const { group } of [layla, salma, hind, zaid]) must(await group.sync());
      const people = [layla, salma, hind, zaid, nour];
      for (const { group } of people) must(await group.sync());
      const roots = await Promise.all(people.map(({ group }) => group.roots()));
      expect(new Set(roots.map((root) => JSON.stringify(root))).size).toBe(1);
      expect((await lines(layla)).filter(({ facts, judged }) => facts[0]?.id === said && judged[0] === 'ok')).toHaveLength(1);
      expect(await nour.group.status()).toMatchObject({ outbox: 0, alarm: null, lacking: null });
      // And so does whoever comes in now: from the first frame on, with the keys of all epochs.
      const { link } = must(await salma.group.invite({ mode: 'instant', uses: 1, hours: 2 }));
      must(await salma.group.sync());
      const home = await deviceBeside(
        { relay: life.relay, now: clock.now, dice: seededDice('new') },
        { store: memoryStore(), seal: new Uint8Array(32) },
      );
      let inside = false;
      const joining = home.join({ link, name: 'ريم', waitMs: 60_000 }).finally(() => (inside = true));
      while (!inside) {
        await salma.group.sync();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(must(await joining).state).toBe('joined');
      must(await salma.group.sync());
      must(await home.group(life.space).sync());
      expect(await home.group(life.space).roots()).toEqual(await salma.group.roots());
      expect((await home.group(life.space).verify({ full: true })).ok).toBe(true);
      await home.close();
    }));

  test('with a message on its way says it anew: under the old keys nobody hears of it', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async ({ life, bread, remove }) => {
      const [layla, omar, salma, last] = life.people as [Someone, Someone, Someone, Someone];
      omar.view = 'all';
      let swallowed = 0;
      life.relay.bends.swallow = () => ++swallowed > 0;
      must(await omar.group.act([bread(omar, 'حفاضات')]));
      void omar.group.sync();
      while (swallowed === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      delete life.relay.bends.swallow;
      omar.link.cutOff();
      expect(await omar.store.get(`flight/${life.space}`)).toBeDefined();
      await remove([layla, salma], last);
      const size = life.relay.told(life.spaceBytes).length;
      omar.link.mend();
      must(await omar.group.sync());
      const frames = life.relay.told(life.spaceBytes);
      const before = hex(tagOf(new Uint8Array(frames[0]!.sealed))!);
      for (const { sealed } of frames.slice(size)) expect(hex(tagOf(new Uint8Array(sealed))!)).not.toBe(before);
      must(await layla.group.sync());
      expect((await layla.group.view('board', {})).needs.map(({ text }) => text)).toEqual(['حفاضات']);
      expect((await lines(omar)).filter((line) => line.void !== null)).toEqual([]);
    }));

  test('and whose turn met another one: the first stands, the second is void, and nothing is lost', () =>
    on(['ليلى', 'عمر', 'سلمى'], async ({ life, clock, bread }) => {
      const [layla, omar] = life.people as [Someone, Someone];
      clock.wind(31 * 1440 * 60_000);
      life.relay.bends.swallow = () => true;
      const ids: string[] = [];
      for (const { group, me } of [layla, omar]) {
        ids.push(...must(await group.act([bread({ me } as Someone)])).ids);
        void group.sync();
      }
      const flightOf = async ({ store }: Someone) => {
        for (;;) {
          const kept = await store.get(`flight/${life.space}`);
          const decoded = kept && decode(kept);
          const given = decoded?.ok && (await store.list(`blobout/${life.space}/`)).length === 0;
          if (given) return (decoded.value as readonly Uint8Array[])[0]!;
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      };
      const [first, second] = [await flightOf(layla), await flightOf(omar)];
      delete life.relay.bends.swallow;
      // Both have come to the relay, and neither has heard of it.
      life.relay.put(life.spaceBytes, 'all', first);
      life.relay.put(life.spaceBytes, 'all', second);
      for (const { link, group } of [layla, omar]) {
        link.cutOff();
        await group.sync();
        link.mend();
      }
      await life.settle();
      expect(await life.roots()).toHaveLength(1);
      const all = await lines(layla);
      expect(all.filter((line) => line.void !== null).map((line) => line.void)).toEqual(['wrong-tag']);
      expect(await turnsAt(layla)).toBe(1);
      const stand = all.flatMap(({ facts, judged }) => facts.filter((_, i) => judged[i] === 'ok').map(({ id }) => id));
      expect(stand).toEqual(expect.arrayContaining(ids));
      for (const { store, group } of [layla, omar]) {
        expect(await group.status()).toMatchObject({ outbox: 0, alarm: null });
        for (const table of ['flight', 'blobout', 'blob']) expect(await store.list(`${table}/${life.space}`)).toEqual([]);
      }
    }));
});
