import { askFor, handed, received, shareContact, take, thank } from '@awna/core';
import type { Draft } from '@awna/core';
import {
  bestEngine,
  evilRelay,
  flakyLink,
  chance,
  hurried,
  mortal,
  must,
  platformOf,
  seededDice,
  sharedEngine,
  type EvilRelay,
  type FlakyLink,
  type Mortal,
} from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import type { Group, Home, Store } from '../index.ts';
import { openHome } from '../home.ts';
import { memoryStore } from '../store/memory.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const engine = bestEngine().then((best) => sharedEngine(best));

type When = 'before' | 'after';

/** A device whose machine may die at one of its writes, and which somebody switches on again. */
class Phone {
  readonly disk: Store = memoryStore();
  readonly name: string;
  /** Facts that it said were on it: from then on they must never be lost. */
  readonly promised: string[] = [];
  home: Home | null = null;
  mortal: Mortal;
  deaths = 0;
  #link: FlakyLink | null = null;
  readonly #relay: EvilRelay;
  readonly #seal: Uint8Array<ArrayBuffer>;

  constructor(relay: EvilRelay, name: string, at: number, when: When) {
    this.#relay = relay;
    this.name = name;
    this.#seal = seededDice(name)(32);
    this.mortal = mortal(this.disk, at, when);
  }

  async #on(): Promise<Home> {
    const link = flakyLink(this.#relay.socket(), chance(this.name));
    this.#link = link;
    // What is dead says nothing more.
    void this.mortal.died.then(() => link.cutOff());
    const platform = await platformOf({ engine: await engine, store: this.mortal.store, seal: this.#seal, socket: link.socket });
    return openHome({ ...platform, after: hurried }, { live: false });
  }

  /** Does a piece of work that may be asked for again; where the machine dies in it, it is switched on and asked again. */
  async live<T>(work: (home: Home) => Promise<T>): Promise<T> {
    for (;;) {
      const mine = this.mortal;
      const ended = mine.died.then(() => null);
      const done = await Promise.race([this.#work(work), ended]);
      if (done && !mine.isDead()) return done.value;
      this.deaths++;
      this.#link?.cutOff();
      this.home = null;
      this.mortal = mortal(this.disk, 0, 'before');
    }
  }

  async #work<T>(work: (home: Home) => Promise<T>): Promise<{ value: T }> {
    this.home ??= await this.#on();
    return { value: await work(this.home) };
  }

  /** Does what the group does not show as done. */
  act(
    space: string,
    isDone: (group: Group) => Promise<boolean>,
    drafts: (group: Group) => Promise<readonly (Draft | undefined)[]>,
  ): Promise<void> {
    return this.live(async (home) => {
      const group = home.group(space);
      if (!(await isDone(group))) {
        const { ids } = must(await group.act((await drafts(group)).filter((draft) => draft !== undefined)));
        this.promised.push(...ids);
      }
      must(await group.sync());
    });
  }

  async off(): Promise<void> {
    await this.home?.close();
  }
}

interface Ending {
  readonly writes: readonly number[];
  readonly deaths: number;
}

const picture = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 7, 7, 7, 0xff, 0xd9,
]);

/** found → invite → join → need with a photo → take → contact → handed over, received, thanked. */
async function story(deaths: readonly [number, number], when: When): Promise<Ending> {
  const relay = evilRelay(seededDice('crash')(32));
  const layla = new Phone(relay, 'ليلى', deaths[0], when);
  const omar = new Phone(relay, 'عمر', deaths[1], when);
  const space = await layla.live(async (home) => {
    const [card] = await home.spaces();
    return card?.space ?? must(await home.found({ relay: relay.url, group: 'جيران', name: 'ليلى' })).space;
  });
  const link = await layla.live(async (home) => {
    const { link: made } = must(await home.group(space).invite({ mode: 'instant', uses: 5, hours: 2 }));
    must(await home.group(space).sync());
    return made;
  });
  const joined = omar.live(async (home) => {
    const [card] = await home.spaces();
    if (card?.state !== 'member') must(await home.join({ link, name: 'عمر', waitMs: 60_000 }));
    return home.spaces();
  });
  // She stays with the door, whatever happens to her phone meanwhile.
  let inside = false;
  void joined.then(() => (inside = true));
  while (!inside) {
    await layla.live((home) => home.group(space).sync());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await joined;
  const me = (group: Group): Promise<string> => group.view('members', {}).then((list) => list.find(({ me: mine }) => mine)!.id);
  const needs = (group: Group) => group.view('board', {}).then((board) => board.needs);
  const itemOf = async (group: Group) => {
    const item = await group.view('item', { id: need });
    if (!item) throw new Error('the need is not here');
    return item;
  };
  let need = '';
  await layla.act(
    space,
    async (group) => (await needs(group)).length > 0,
    async (group) => {
      const photo = { ...must(await group.putPhoto(picture)), type: 'image/jpeg', w: 1, h: 1 };
      return [askFor(await me(group), { kind: 'goods', text: 'سلّم', until: soon(), photo })];
    },
  );
  need = await layla.live(async (home) => (await needs(home.group(space)))[0]!.id);
  await omar.live((home) => home.group(space).sync());
  await omar.act(
    space,
    async (group) => (await itemOf(group)).hands.length > 0,
    () => Promise.resolve([take(need)]),
  );
  const hand = async (group: Group) => (await itemOf(group)).hands[0]!;
  await layla.live((home) => home.group(space).sync());
  await layla.act(
    space,
    async (group) => (await hand(group)).myContact !== null,
    async (group) => {
      const { claim, who } = await hand(group);
      return [shareContact(await me(group), who.id, need, claim, '0944')];
    },
  );
  await omar.live((home) => home.group(space).sync());
  await omar.act(
    space,
    async (group) => (await hand(group)).iConfirmed,
    async (group) => [handed(need, (await hand(group)).claim)],
  );
  await layla.live((home) => home.group(space).sync());
  await layla.act(
    space,
    async (group) => (await hand(group)).iConfirmed,
    async (group) => {
      const { claim, who } = await hand(group);
      return [received(need, claim), thank(await me(group), who.id, need, claim, 'شكرًا')];
    },
  );
  for (let round = 0; round < 2; round++) for (const phone of [omar, layla]) await phone.live((home) => home.group(space).sync());

  const logs = await Promise.all([layla, omar].map((phone) => phone.live((home) => home.group(space).log({ from: 0, limit: 200 }))));
  for (const lines of logs) {
    const stand = lines.flatMap(({ facts, judged }) => facts.filter((_, i) => judged[i] === 'ok').map(({ id, type }) => ({ id, type })));
    const ids = stand.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [...layla.promised, ...omar.promised]) expect(ids).toContain(id);
    const count = (type: string): number => stand.filter((fact) => fact.type === type).length;
    for (const type of [
      'members/admitted@1',
      'exchange/need-posted@1',
      'exchange/taken@1',
      'exchange/contact-shared@1',
      'exchange/handed@1',
    ])
      expect(count(type), type).toBe(1);
    expect([count('exchange/received@1'), count('exchange/thanked@1')]).toEqual([1, 1]);
    expect(lines.filter((line) => line.void !== null)).toEqual([]);
  }
  const roots = await Promise.all([layla, omar].map((phone) => phone.live((home) => home.group(space).roots())));
  expect(roots[0]).toEqual(roots[1]);
  const seen = await omar.live((home) => itemOf(home.group(space)));
  expect(seen).toMatchObject({ text: 'سلّم', step: 'ended' });
  expect(seen.hands[0]?.theirContact).toBe('0944');
  const photo = await omar.live(async (home) => {
    must(await home.group(space).sync());
    return home.group(space).photo(seen.photo!);
  });
  expect(photo).toEqual(picture);
  for (const phone of [layla, omar]) {
    expect(await phone.live((home) => home.group(space).status())).toMatchObject({ outbox: 0, alarm: null });
    await phone.off();
  }
  return { writes: [layla.mortal.writes(), omar.mortal.writes()], deaths: layla.deaths + omar.deaths };
}

describe.each<When>(['before', 'after'])('[X4] a machine that dies %s one of its writes is on the disk', (when) => {
  test.each([
    ['ليلى', 0],
    ['عمر', 1],
  ] as const)(
    '%s, at every one of them: nothing that was promised is lost, nothing is there twice',
    async (_, who) => {
      const { writes } = await story([0, 0], when);
      expect(writes[who]).toBeGreaterThan(8);
      for (let at = 1; at <= writes[who]!; at++) {
        const ending = await story(who === 0 ? [at, 0] : [0, at], when).catch((error: unknown) => {
          throw new Error(`death at write ${String(at)}`, { cause: error });
        });
        expect(ending.deaths).toBeLessThanOrEqual(1);
      }
    },
    60_000,
  );
});
