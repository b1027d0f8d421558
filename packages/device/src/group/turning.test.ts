import { base64url, idOf, type Bytes, type Id } from '@awna/base';
import { askFor, emptyGroup, leave, rosterOf, type GroupState } from '@awna/core';
import { commitmentOf, epochKeys, webDice } from '@awna/crypto';
import { chance, company, deviceBeside, flakyLink, mortal, must, platformOf, seededDice, type Someone } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import type { Home, Store } from '../index.ts';
import { memoryStore } from '../store/memory.ts';
import type { Turn } from '../log/turn.ts';
import type { SpaceRecord } from './record.ts';
import { keyInSeals } from './seals.ts';
import type { Space } from './space.ts';
import { makeTurn } from './turning.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

type When = 'before' | 'after';

/** A copy of somebody's disk. */
async function copied(store: Store): Promise<Store> {
  const copy = memoryStore();
  await copy.write((await store.list('')).map(([key, value]) => [key, value.slice()] as const));
  return copy;
}

/**
 * سلمى has gone and ليلى has something to say; her machine dies at one of its writes and is switched on again. How many
 * writes there were on the way.
 */
async function turnsAndDies(at: number, when: When): Promise<number> {
  const life = await company('turning', { names: ['ليلى', 'عمر', 'سلمى'] });
  const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
  await salma.does(leave());
  for (const { group } of [layla, omar]) must(await group.sync());
  await layla.home.close();
  const disk = await copied(layla.store);
  const standing = { relay: life.relay, now: Date.now, dice: seededDice(`${when} ${String(at)}`) };
  const dying = mortal(disk, at, when);
  const said: Id[] = [];
  const speak = async (home: Home): Promise<void> => {
    const group = home.group(life.space);
    if (said.length === 0) said.push(...must(await group.act([askFor(layla.me, { kind: 'food', text: 'خبز', until: soon() })])).ids);
    must(await group.sync());
  };
  const link = flakyLink(life.relay.socket(), chance('layla'));
  void dying.died.then(() => link.cutOff());
  const first = (async () => {
    const home = await deviceBeside(standing, { store: dying.store, seal: layla.seal, link });
    await speak(home);
    return home;
  })();
  const lived = await Promise.race([first, dying.died.then(() => null)]);
  await lived?.close();
  const writes = dying.writes();
  const again = await deviceBeside(standing, { store: disk, seal: layla.seal });
  // What she was told is on her device is; what died before that may be said again.
  await speak(again);
  must(await omar.group.sync());
  must(await again.group(life.space).sync());
  const lines = await omar.group.log({ from: 0, limit: 100 });
  const stand = lines.flatMap(({ facts, judged }) => facts.filter((_, i) => judged[i] === 'ok'));
  for (const id of said) expect(stand.filter((fact) => fact.id === id)).toHaveLength(1);
  expect(stand.filter(({ type }) => type === 'members/keys-turned@1')).toHaveLength(1);
  expect(await again.group(life.space).status()).toMatchObject({ alarm: null, outbox: 0, lacking: null });
  expect(await again.group(life.space).roots()).toEqual(await omar.group.roots());
  for (const table of ['flight', 'blobout', 'blob']) expect(await disk.list(`${table}/${life.space}`)).toEqual([]);
  await again.close();
  await life.end();
  return writes;
}

describe('[K, X4] a machine that dies around a turn', () => {
  test.each<When>(['before', 'after'])(
    '%s any of its writes is on the disk: the turn stands once, its keys are here, nothing is lost',
    async (when) => {
      const writes = await turnsAndDies(0, when);
      expect(writes).toBeGreaterThan(4);
      for (let at = 1; at <= writes; at++)
        await turnsAndDies(at, when).catch((error: unknown) => {
          throw new Error(`death at write ${String(at)}`, { cause: error });
        });
    },
    60_000,
  );
});

/** عمر reads on over a turn of ليلى's and says something; his machine dies at one of its writes. How many there were. */
async function readsAndDies(at: number, when: When): Promise<number> {
  const life = await company('reading over', { names: ['ليلى', 'عمر', 'سلمى'] });
  const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
  must(await omar.group.sync());
  await omar.home.close();
  await salma.does(leave());
  must(await layla.group.sync());
  for (let i = 0; i < 3; i++) await layla.does(askFor(layla.me, { kind: 'food', text: 'خبز', until: soon() }));
  const disk = await copied(omar.store);
  const standing = { relay: life.relay, now: Date.now, dice: seededDice(`reads ${when} ${String(at)}`) };
  const dying = mortal(disk, at, when);
  const link = flakyLink(life.relay.socket(), chance('omar'));
  void dying.died.then(() => link.cutOff());
  const first = (async () => {
    const home = await deviceBeside(standing, { store: dying.store, seal: omar.seal, link });
    must(await home.group(life.space).sync());
    return home;
  })();
  await (await Promise.race([first, dying.died.then(() => null)]))?.close();
  // What came after the turn is on no disk without the keys it opens with.
  const again = await deviceBeside(standing, { store: disk, seal: omar.seal });
  const group = again.group(life.space);
  const { size } = await group.status();
  expect((await group.log({ from: 0, limit: 100 })).filter((line) => line.void !== null)).toEqual([]);
  expect(await group.log({ from: 0, limit: 100 })).toHaveLength(size);
  must(await group.sync());
  expect(await group.roots()).toEqual(await layla.group.roots());
  expect((await group.verify({ full: true })).ok).toBe(true);
  await again.close();
  await life.end();
  return dying.writes();
}

test.each<When>(['before', 'after'])(
  '[K, X4] a machine that dies %s any write while it reads over a turn reads on',
  async (when) => {
    const writes = await readsAndDies(0, when);
    expect(writes).toBeGreaterThan(2);
    for (let at = 1; at <= writes; at++)
      await readsAndDies(at, when).catch((error: unknown) => {
        throw new Error(`death at write ${String(at)}`, { cause: error });
      });
  },
  60_000,
);

test('[§11] 900 people have seals in two blobs, and each finds their own by what the log says', async () => {
  const platform = await platformOf();
  const { engine } = platform;
  const space: Bytes = webDice(16);
  const state: GroupState = emptyGroup();
  const seeds = new Map<Id, Bytes>();
  // Three who look for their seals, and as many others as it takes; the others share a key that nobody asks for.
  const nobody = base64url(await engine.sealingKeyOf(webDice(32)));
  for (let nth = 0; nth < 900; nth++) {
    const member = idOf(webDice(16));
    const person = { left: null, how: null, since: 0, nth, identity: '', sealing: nobody, devices: [], by: null, told: [], case: null };
    state.members.people.set(member, person);
  }
  const roster = rosterOf(state.members).map(({ member }) => member);
  for (const member of [roster[0]!, roster[818]!, roster[819]!, roster[899]!]) {
    const seed = webDice(32);
    seeds.set(member, seed);
    state.members.people.get(member)!.sealing = base64url(await engine.sealingKeyOf(seed));
  }
  const before = webDice(32);
  const record = { space, sealing: seeds.get(roster[0]!)!, turning: null } as unknown as SpaceRecord;
  const desk = {
    platform,
    record,
    id: idOf(space),
    device: webDice(16),
    deviceId: '',
    minute: 0,
    link: null,
    replica: { state },
  } as unknown as Space;
  const { fact, turning, writes } = await makeTurn(desk, roster[5]!, before);
  await platform.store.write(writes);
  expect(turning.blobs).toHaveLength(2);
  const { tag } = await epochKeys(engine, turning.K, space);
  const data = fact.draft.data as { readonly tag: string; readonly seals: readonly string[] };
  expect([data.tag, data.seals]).toEqual([base64url(tag), turning.blobs]);
  const turn: Turn = {
    ...{
      place: 7,
      minute: 0,
      from: roster[5]!,
      tag,
      commit: await commitmentOf(engine, turning.K, space),
      before: webDice(8),
      opensDoor: true,
    },
    seals: turning.blobs.map((name) => new Uint8Array(Buffer.from(name, 'base64url'))),
  };
  for (const [member, sealing] of seeds) {
    const theirs = { ...desk, record: { ...record, sealing } } as unknown as Space;
    expect(await keyInSeals(theirs, turn, state.members, member)).toEqual(turning.K);
    expect(await keyInSeals(theirs, turn, state.members, roster[6]!)).toBeUndefined();
    expect(await keyInSeals(theirs, { ...turn, commit: webDice(32) }, state.members, member)).toBeUndefined();
  }
  expect(await keyInSeals(desk, turn, state.members, null)).toBeUndefined();
}, 60_000);
