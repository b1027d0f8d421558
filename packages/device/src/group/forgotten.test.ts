import { concat, decode, factIdOf, fromBase64url, idBytes, unpad, utf8, type Bytes } from '@awna/base';
import { askFor, handed, received, say, setHandover, shareAddress, shareContact, take, thank } from '@awna/core';
import { epochKeys, openBlob, openLocal, openMessage, openTo, type EpochKeys } from '@awna/crypto';
import {
  bestEngine,
  canaries,
  companyOn,
  deviceBeside,
  handClock,
  must,
  plainSocket,
  recordAt,
  relayAt,
  seededDice,
  type Canaries,
  type Company,
  type HandClock,
  type Reach,
  type Someone,
  type TestRelay,
} from '@awna/testkit';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { sqliteStore } from '../store/sqlite.ts';

const days = (n: number): number => n * 1440;
const picture = (bytes: Uint8Array): Bytes =>
  Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, ...bytes, 0xff, 0xd9]);

async function filesIn(folder: string): Promise<Bytes> {
  const files: Uint8Array[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) files.push(await readFile(join(entry.parentPath, entry.name)));
  return concat(...files);
}

type Message = readonly [
  device: Bytes,
  n: number,
  prev: Bytes,
  head: unknown,
  at: number,
  part: unknown,
  facts: readonly [string, Bytes, unknown][],
];
type Entry = readonly [index: number, map: { readonly sealed?: readonly (readonly [Bytes, Bytes])[] }];

/** Everything that can be read on a disk by whoever holds it with all its keys: as it lies there, and opened in every way. */
async function readable(
  { store, seal, me }: Pick<Someone, 'store' | 'seal' | 'me'>,
  space: string,
  people: readonly string[],
): Promise<Bytes> {
  const engine = await bestEngine();
  const record = await recordAt(store, seal, space);
  const [K] = record['epochs'] as readonly Uint8Array[];
  const bytes = record['space'] as Bytes;
  const keys: EpochKeys = await epochKeys(engine, K!, bytes);
  const out: Uint8Array[] = [];
  const messages = new Map<string, Message>();
  for (const [key, value] of await store.list('')) {
    out.push(utf8(key), value, (await openLocal(engine, seal, value)) ?? value);
    const decoded = decode(value);
    const sealed = decoded.ok && Array.isArray(decoded.value) ? (decoded.value as readonly unknown[])[1] : undefined;
    const opened = sealed instanceof Uint8Array ? await openMessage(engine, keys, bytes, sealed) : undefined;
    const body = opened?.ok ? decode(opened.value.body) : undefined;
    if (!opened?.ok || !body?.ok) continue;
    out.push(opened.value.body);
    messages.set(key.slice(-12), body.value as unknown as Message);
  }
  for (const [key, value] of await store.list('part/')) {
    // The salt is inside, so any part under this epoch's key opens, whether or not a body still names it.
    const padded = await engine.aeadOpen(keys.part, value.subarray(0, 12), value.subarray(12), concat(utf8('awna/1/part\0'), bytes));
    const plain = padded && unpad(padded);
    const entries = plain && decode(plain.slice(32));
    out.push(padded ?? value);
    const [device, , , , , , facts] = messages.get(key.slice(-12)) ?? [];
    for (const [index, { sealed = [] }] of entries?.ok ? (entries.value as unknown as readonly Entry[]) : []) {
      const [type, salt] = facts?.[index] ?? [];
      if (!device || type === undefined || !salt) continue;
      for (const from of people)
        for (const [to, box] of sealed) {
          const binding = { space: bytes, type, fact: idBytes(factIdOf(device, salt)), from: idBytes(from), to: idBytes(me) };
          out.push(to, (await openTo(engine, record['sealing'] as Bytes, binding, box)) ?? box);
        }
    }
  }
  return concat(...out);
}

interface Told {
  readonly need: string;
  readonly photo: { readonly blob: string; readonly key: string };
}

/** A need with everything that can be said of it, handed over and thanked for. */
async function story(life: Company<Reach>, clock: HandClock, { word }: Canaries): Promise<Told> {
  const [layla, omar] = life.people as [Someone, Someone];
  const photo = must(await layla.group.putPhoto(picture(utf8(word('صورة')))));
  const asking = { text: word('سرير'), area: word('الحي'), details: { size: word('كبير') }, contactNote: word('لي') };
  const [need] = await layla.does(
    askFor(layla.me, { kind: 'goods', ...asking, until: clock.minute() + days(10), photo: { ...photo, type: 'image/jpeg', w: 1, h: 1 } }),
  );
  await life.settle();
  const [claim] = await omar.does(take(need!));
  await life.settle();
  await layla.does(shareContact(layla.me, omar.me, need!, claim!, word('+9639')));
  await omar.group.sync();
  await omar.does(setHandover(omar.me, layla.me, need!, claim!, clock.minute() + 60, word('عند الباب')));
  await layla.group.sync();
  await layla.does(shareAddress(layla.me, omar.me, need!, claim!, word('شارع ٥')));
  await layla.does(say(layla.me, omar.me, need!, claim!, word('متى')));
  await omar.group.sync();
  expect(await omar.group.photo(photo)).not.toBeNull();
  await omar.does(handed(need!, claim!));
  await layla.group.sync();
  await layla.does(received(need!, claim!), thank(layla.me, omar.me, need!, claim!, word('شكرًا')));
  await life.settle();
  return { need: need!, photo };
}

/** A day later somebody says a word, so that group time moves, and everybody reads it. */
async function later(life: Company<Reach>, clock: HandClock, relay: TestRelay, by: number): Promise<void> {
  clock.windTo(clock.minute() + days(by));
  const [, , salma] = life.people as [Someone, Someone, Someone];
  await salma.does(askFor(salma.me, { kind: 'food', text: 'خبز', until: clock.minute() + days(1) }));
  await life.settle();
  await relay.sweep();
}

test('[X6] a need past its days: nothing of it on any disk, not for whoever holds all keys, nor at the relay; the log verifies to its beginning', async () => {
  const clock = handClock();
  const relay = await relayAt({ clock });
  const folder = await mkdtemp(join(tmpdir(), 'awna-forgotten-'));
  const birds = canaries('Wm4Tk8Hq2');
  const life = await companyOn({ url: relay.url, socket: () => plainSocket }, 'forgotten', { now: clock.now });
  // ليلى keeps hers in a file.
  const file = join(folder, 'layla.db');
  const disk = sqliteStore(file);
  await disk.write(await life.people[0]!.store.list(''));
  await life.people[0]!.again(disk);
  const told = await story(life, clock, birds);
  const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
  const on = async (): Promise<Record<string, readonly string[]>> => {
    const seen: Record<string, readonly string[]> = {};
    const ids = life.people.map(({ me }) => me);
    for (const person of life.people)
      seen[person.name] = birds.found(await readable(person, life.space, ids)).map((word) => word.split(' ')[0]!);
    return seen;
  };
  // Ciphertext as it lies on disks now: pieces of every part of the story and of the photo.
  const parts = (await layla.store.list(`part/${life.space}/`)).slice(4).map(([, value]) => value.slice(40, 100));
  const blob = (await layla.store.get(`blob/${life.space}/${told.photo.blob}`))!.slice(40, 100);
  const lying = (where: Uint8Array, pieces: readonly Uint8Array[]): number =>
    pieces.filter((piece) => Buffer.from(where).includes(piece)).length;
  expect(lying(await filesIn(relay.folder), [...parts, blob])).toBe(parts.length + 1);
  expect(lying(await filesIn(folder), [...parts, blob])).toBe(parts.length + 1);
  const all = await on();
  expect(all['سلمى']).toEqual(['سرير', 'الحي', 'كبير']);
  expect(all['ليلى']).toEqual(['سرير', 'الحي', 'كبير', 'لي', '+9639', 'عند', 'شارع', 'متى', 'شكرًا']);

  // Seven days after the hand-over contact, address and place have gone; words and photo are still here.
  await later(life, clock, relay, 8);
  const item = await omar.group.view('item', { id: told.need });
  expect(item).toMatchObject({ text: expect.stringContaining('سرير') as string });
  expect(item?.hands[0]).toMatchObject({ theirContact: null, theirAddress: null, meetPlace: null });

  // Thirty days after: the words, the thread, the thanks, the photo.
  await later(life, clock, relay, 25);
  expect(await on()).toEqual({ ليلى: [], عمر: [], سلمى: [] });
  expect(lying(await filesIn(folder), [...parts, blob])).toBe(0);
  for (const { group, store } of life.people) {
    expect((await group.verify({ full: true })).ok).toBe(true);
    expect(await group.view('item', { id: told.need })).toMatchObject({ text: null, photo: null, step: 'ended' });
    expect(await store.get(`blob/${life.space}/${told.photo.blob}`)).toBeUndefined();
  }
  // The relay cannot know when an item ended: it erases on the day that was given with each part.
  await later(life, clock, relay, 62);
  expect(lying(await filesIn(relay.folder), [...parts, blob])).toBe(0);
  const key = fromBase64url(told.photo.key)!;
  expect(await openBlob(await bestEngine(), key, await filesIn(relay.folder))).toBeUndefined();

  // Who comes now sees that something was asked and given, and not what.
  const link = must(await salma.group.invite({ mode: 'instant', uses: 1, hours: 1 })).link;
  must(await salma.group.sync());
  const standing = { relay: life.relay, now: clock.now, dice: seededDice('late') };
  const seal = new Uint8Array(32).fill(4);
  const store = memoryStore();
  const late = await deviceBeside(standing, { store, seal });
  must(await late.join({ link, name: 'نور', waitMs: 20_000 }));
  const group = late.group(life.space);
  must(await group.sync());
  expect((await group.verify({ full: true })).ok).toBe(true);
  const lines = await group.log({ from: 0, limit: 100 });
  expect(lines.flatMap(({ facts }) => facts.map(({ id }) => id))).toContain(told.need);
  expect(await group.view('item', { id: told.need })).toMatchObject({ text: null, photo: null });
  expect(birds.found(await readable({ store, seal, me: life.people[0]!.me }, life.space, []))).toEqual([]);
  await life.settle();
  must(await group.sync());
  expect(await group.roots()).toEqual(await layla.group.roots());
  await late.close();
  await life.end();
  await relay.end();
  await rm(folder, { recursive: true });
}, 60_000);

test('[X6] a device that was switched off meanwhile forgets when it is switched on, before anybody looks; one that stays on forgets by itself', async () => {
  const clock = handClock();
  const relay = await relayAt({ clock });
  const birds = canaries('Jd6Pz1Rb5');
  const life = await companyOn({ url: relay.url, socket: () => plainSocket }, 'asleep', { now: clock.now });
  await story(life, clock, birds);
  const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
  await omar.home.close();
  for (const { link } of life.people) link.cutOff();
  clock.windTo(clock.minute() + days(93));
  // عمر is switched on without a network: the day of every part has passed.
  await omar.again();
  const ids = life.people.map(({ me }) => me);
  expect(birds.found(await readable(omar, life.space, ids))).toEqual([]);
  // ليلى's and سلمى's were on all the time and nobody touched them.
  for (const person of [layla, salma]) {
    for (let tries = 0; tries < 200 && birds.found(await readable(person, life.space, ids)).length > 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(birds.found(await readable(person, life.space, ids))).toEqual([]);
  }
  await life.end();
  await relay.end();
}, 60_000);
