import { closeInvite, leave } from '@awna/core';
import { company, deviceBeside, handClock, must, seededDice, type Company, type HandClock, type Someone } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import type { Home } from '../api.ts';
import { memoryStore } from '../store/memory.ts';

interface Stage {
  readonly life: Company;
  readonly clock: HandClock;
  readonly layla: Someone;
  readonly omar: Someone;
  /** Somebody new, with a device that has nothing yet. */
  newcomer(): Promise<Home>;
  /** Lets everybody inside go round until this is done. */
  meanwhile<T>(work: Promise<T>): Promise<T>;
}

async function on(work: (stage: Stage) => Promise<void>): Promise<void> {
  const clock = handClock();
  const life = await company('doors', { names: ['ليلى', 'عمر'], now: clock.now });
  const homes: Home[] = [];
  const [layla, omar] = life.people as [Someone, Someone];
  try {
    await work({
      ...{ life, clock, layla, omar },
      async newcomer() {
        const standing = { relay: life.relay, now: clock.now, dice: seededDice(`newcomer/${String(homes.length)}`) };
        const home = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32) });
        homes.push(home);
        return home;
      },
      async meanwhile(doing) {
        let over = false;
        const done = doing.finally(() => (over = true));
        for (let round = 0; !over && round < 500; round++) {
          for (const { group } of life.people) await group.sync();
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return done;
      },
    });
  } finally {
    for (const home of homes) await home.close();
    await life.end();
  }
}

const waiting = async (home: Home, link: string): Promise<void> => {
  expect(must(await home.join({ link, name: 'سلمى' })).state).toBe('waiting');
};

/** The letter that has come, as soon as a device has heard of it. */
async function letterAt({ group }: Someone) {
  for (;;) {
    await group.sync();
    const [letter] = await group.letters();
    if (letter) return letter;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Goes on until nobody waits at this device any more. */
async function nobodyAt({ group }: Someone): Promise<void> {
  for (let tries = 0; tries < 200 && (await group.letters()).length > 0; tries++) {
    await group.sync();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(await group.letters()).toEqual([]);
}

describe('[M2] whoever comes by a link that opens no more hears why', () => {
  test('expired', () =>
    on(async ({ clock, layla, newcomer, meanwhile }) => {
      const { link } = must(await layla.group.invite({ mode: 'instant', uses: 3, hours: 2 }));
      must(await layla.group.sync());
      clock.wind(3 * 3_600_000);
      const home = await newcomer();
      expect(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }))).toEqual({ ok: false, error: 'invite-expired' });
      expect((await home.spaces())[0]).toMatchObject({ state: 'refused', problem: 'invite-expired' });
    }));

  test('closed', () =>
    on(async ({ layla, newcomer, meanwhile }) => {
      const { link, id } = must(await layla.group.invite({ mode: 'instant', uses: 3, hours: 2 }));
      must(await layla.group.sync());
      await layla.does(closeInvite(id));
      const home = await newcomer();
      expect(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }))).toEqual({ ok: false, error: 'invite-closed' });
    }));

  test('used up, by those who came in the same moment too', () =>
    on(async ({ layla, life, newcomer, meanwhile }) => {
      const { link } = must(await layla.group.invite({ mode: 'instant', uses: 1, hours: 2 }));
      must(await layla.group.sync());
      const homes = [await newcomer(), await newcomer(), await newcomer()];
      const joined = await meanwhile(Promise.all(homes.map((home, i) => home.join({ link, name: `نور ${String(i)}`, waitMs: 1e9 }))));
      expect(joined.filter(({ ok }) => ok)).toHaveLength(1);
      expect(joined.filter((one) => !one.ok && one.error === 'invite-used-up')).toHaveLength(2);
      await life.settle();
      expect(await layla.group.view('members', {})).toHaveLength(3);
    }));

  test('of which the relay knows nothing (yet)', () =>
    on(async ({ layla, newcomer, meanwhile }) => {
      layla.link.cutOff();
      const { link } = must(await layla.group.invite({ mode: 'instant', uses: 1, hours: 2 }));
      const home = await newcomer();
      expect(await home.join({ link, name: 'سلمى', waitMs: 0 })).toEqual({ ok: false, error: 'invite-unknown' });
      // Her device has told it now, and the link that was too early is good.
      layla.link.mend();
      expect(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }))).toMatchObject({ ok: true });
    }));

  test('written by somebody who has left meanwhile', () =>
    on(async ({ omar, newcomer, meanwhile }) => {
      const { link } = must(await omar.group.invite({ mode: 'instant', uses: 1, hours: 2 }));
      must(await omar.group.sync());
      await omar.does(leave());
      const home = await newcomer();
      expect(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }))).toEqual({ ok: false, error: 'invite-closed' });
    }));
});

describe('[M2] a request', () => {
  test('waits until a person says yes; every member sees it wait, and nobody after that', () =>
    on(async ({ layla, omar, life, newcomer, meanwhile }) => {
      const { link } = must(await layla.group.invite({ mode: 'request', uses: 1, hours: 24 }));
      must(await layla.group.sync());
      const home = await newcomer();
      await waiting(home, link);
      for (const person of [layla, omar]) expect((await letterAt(person)).name).toBe('سلمى');
      // Any member may; it need not be the one who wrote the link.
      const { slot } = await letterAt(omar);
      const { member } = must(await omar.group.admit(slot));
      const joined = await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }));
      expect(joined).toMatchObject({ ok: true, value: { member } });
      for (const person of [layla, omar]) await nobodyAt(person);
      expect(await home.group(life.space).roots()).toEqual(await layla.group.roots());
    }));

  test('hears no, also where who said it had no network then', () =>
    on(async ({ layla, omar, newcomer, meanwhile }) => {
      const { link } = must(await layla.group.invite({ mode: 'request', uses: 2, hours: 24 }));
      must(await layla.group.sync());
      const home = await newcomer();
      await waiting(home, link);
      const { slot } = await letterAt(omar);
      omar.link.cutOff();
      must(await omar.group.decline(slot));
      omar.link.mend();
      expect(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 }))).toEqual({ ok: false, error: 'invite-declined' });
      for (const person of [layla, omar]) await nobodyAt(person);
      // Whoever was turned away may knock again, with keys of their own anew.
      await waiting(home, link);
    }));
});

describe('[M2] a door', () => {
  test('is opened once, though two open it in the same moment', () =>
    on(async ({ layla, omar, life, newcomer, meanwhile }) => {
      const { link } = must(await layla.group.invite({ mode: 'instant', uses: 5, hours: 2 }));
      await life.settle();
      const home = await newcomer();
      // Both are away while the letter comes, and read it in the same breath.
      layla.link.cutOff();
      omar.link.cutOff();
      await waiting(home, link);
      layla.link.mend();
      omar.link.mend();
      await Promise.all([layla.group.sync(), omar.group.sync()]);
      must(await meanwhile(home.join({ link, name: 'سلمى', waitMs: 1e9 })));
      await life.settle();
      const lines = await layla.group.log({ from: 0, limit: 50 });
      const admitted = lines.flatMap(({ facts, judged }) =>
        facts.flatMap(({ type }, i) => (type === 'members/admitted@1' ? [judged[i]!] : [])),
      );
      expect(admitted.filter((verdict) => verdict === 'ok')).toHaveLength(2);
      expect(admitted.every((verdict) => verdict === 'ok' || verdict === 'already-in')).toBe(true);
      expect(await layla.group.view('members', {})).toHaveLength(3);
    }));

  test('does not move for whoever only looks at the link: nothing is asked, sent or kept', () =>
    on(async ({ layla, life, newcomer }) => {
      const { link } = must(await layla.group.invite({ mode: 'instant', uses: 5, hours: 2 }));
      must(await layla.group.sync());
      const size = life.relay.told(life.spaceBytes).length;
      const home = await newcomer();
      for (let i = 0; i < 20; i++) expect(must(await home.readLink(link))).toMatchObject({ group: 'جيران', by: 'ليلى' });
      expect(await home.spaces()).toEqual([]);
      // Everything that opens anything stands behind the #, which browsers send nobody.
      expect(new URL(link).pathname + new URL(link).search).toBe('/');
      await life.settle();
      expect(life.relay.told(life.spaceBytes)).toHaveLength(size);
    }));
});
