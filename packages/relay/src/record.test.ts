import type { DoorRecord } from '@awna/crypto/verify';
import { callOnce, type RelayLink } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { firstDoor, nextDoor, say, signedBy, type TestDoor } from '../bench/keepers.ts';
import { bytes, connect, enterSpace, founded, inFolder, must, testKey, testSpace, type TestKey } from '../bench/people.ts';
import { startRelay, type Relay } from './start.ts';

const withRelay = (work: (relay: Relay, folder: string) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const relay = await startRelay({ data: folder });
    try {
      await work(relay, folder);
    } finally {
      await relay.close();
    }
  });

const keys = (n: number): TestKey[] => Array.from({ length: n }, () => testKey());

/** A space of some frames, its door in the hands of these keepers, two of whom have to agree; and a link at no door. */
async function kept(
  url: string,
  keepers: readonly TestKey[],
  frames: number,
): Promise<{ door: TestDoor; link: RelayLink; inside: RelayLink }> {
  const { link: inside, at } = await founded(url);
  for (let i = 1; i < frames; i++) must(await inside.call('append', { space: at.space, sealed: bytes(300) }));
  const link = await connect(url);
  const door = nextDoor(firstDoor(at), keepers, 2, { keep: true });
  expect(must(await say(link, door, at.keeper))).toEqual({ count: 1, signed: 1 });
  return { door, link, inside };
}

const countAt = async (link: RelayLink, { at }: TestDoor): Promise<unknown> => must(await enterSpace(link, at)).door?.count;

describe('[relay] key keepers', () => {
  it('[§12] k of them sign the very same record, one who signs twice counts once', () =>
    withRelay(async (relay) => {
      const [a, b, c] = keys(3) as [TestKey, TestKey, TestKey];
      const { door, link } = await kept(relay.url, [a, b, c], 3);
      const next = nextDoor(door, [b, c, testKey()], 2, { place: 2 });
      expect(must(await say(link, next, a))).toEqual({ count: 1, signed: 1 });
      expect(must(await say(link, next, a))).toEqual({ count: 1, signed: 1 });
      expect(await countAt(link, door)).toBe(1);
      expect(must(await say(link, next, c))).toEqual({ count: 2, signed: 2 });
      expect(relay.counts()['doors']).toBe(2);
      // That link had passed the old door. Said again, by one who is no keeper any more: it has been done.
      await link.closed;
      const here = await connect(relay.url);
      expect(must(await say(here, next, a))).toEqual({ count: 2, signed: 2 });
      const { control, k } = next.record;
      expect(must(await enterSpace(here, next.at))).toMatchObject({ door: { count: 2, control, k }, until: null });
    }));

  it('[§12] records that differ anywhere never add up', () =>
    withRelay(async (relay) => {
      const [a, b, c] = keys(3) as [TestKey, TestKey, TestKey];
      const { door, link } = await kept(relay.url, [a, b, c], 3);
      const next = nextDoor(door, [a, b, c], 2, { place: 2 });
      const bent: Partial<DoorRecord>[] = [
        ...[{ count: 3 }, { rpk: testKey().public }, { wpk: testKey().public }, { place: 1 }, { k: 3 }],
        ...[{ control: [b.public, a.public, c.public] }, { control: [a.public, b.public] }],
      ];
      expect(must(await say(link, next, a))).toEqual({ count: 1, signed: 1 });
      for (const [i, change] of bent.entries()) {
        const said = await say(link, { ...next, record: { ...next.record, ...change } }, i % 2 ? b : c);
        expect(said).toEqual({ ok: true, value: { count: 1, signed: 1 } });
      }
      expect(await countAt(link, door)).toBe(1);
    }));

  it('[§12] whoever was a keeper counts no more, nor does what they signed before', () =>
    withRelay(async (relay) => {
      const [a, b, c, d] = keys(4) as [TestKey, TestKey, TestKey, TestKey];
      const { door, link } = await kept(relay.url, [a, b, c], 3);
      const next = nextDoor(door, [b, c, d], 2, { place: 1 });
      const after = nextDoor(next, [b, c], 2, { place: 2 });
      // A word given ahead, under keepers of whom one will be gone.
      expect(must(await say(link, after, a))).toEqual({ count: 1, signed: 1 });
      must(await say(link, next, a));
      must(await say(link, next, b));
      const outside = await connect(relay.url);
      expect(await say(outside, after, a)).toMatchObject({ error: { error: 'not-keeper', status: 403 } });
      expect(must(await say(outside, after, b))).toEqual({ count: 2, signed: 1 });
      expect(must(await say(outside, after, d))).toEqual({ count: 3, signed: 2 });
    }));

  it('[§12] a keeper with many records in the air keeps the newest of them waiting, and nobody else’s are lost', () =>
    withRelay(async (relay) => {
      const [a, b] = keys(2) as [TestKey, TestKey];
      const { door, link } = await kept(relay.url, [a, b], 3);
      const next = nextDoor(door, [a, b], 2, { place: 2 });
      must(await say(link, next, a));
      for (let i = 0; i < 50; i++) expect(must(await say(link, nextDoor(door, [b], 1), b))).toEqual({ count: 1, signed: 1 });
      expect(must(await say(link, next, b))).toEqual({ count: 2, signed: 2 });
    }));

  it('[§12] hear why a record is not taken', () =>
    withRelay(async (relay) => {
      const [a, b] = keys(2) as [TestKey, TestKey];
      const { door, link } = await kept(relay.url, [a, b], 3);
      const next = nextDoor(door, [a, b], 2, { place: 2 });
      const told = async (change: Partial<DoorRecord>, by = a): Promise<unknown> => {
        const said = await say(link, { ...next, record: { ...next.record, ...change } }, by);
        return said.ok ? said.value : said.error;
      };
      expect(await told({}, testKey())).toEqual({ status: 403, error: 'not-keeper' });
      expect(await told({}, door.at.keeper)).toEqual({ status: 403, error: 'not-keeper' });
      expect(await told({ count: 1 })).toEqual({ status: 409, error: 'door-old', count: 1 });
      expect(await told({ place: 3 })).toEqual({ status: 409, error: 'ahead', size: 3 });
      const small = new Uint8Array(32);
      small[0] = 1;
      for (const change of [{ rpk: small }, { wpk: small }, { control: [a.public, b.public, small] }])
        expect(await told(change)).toEqual({ status: 400, error: 'malformed' });
      const signed = signedBy(door.at.space, next.record, a);
      for (const bent of [
        { ...signed, key: b.public },
        { ...signed, sign: bytes(64) },
      ])
        expect(await link.call('door', bent)).toMatchObject({ error: { status: 403, error: 'door-shut' } });
      expect(await say(link, { ...next, at: testSpace() }, a)).toMatchObject({ error: { error: 'unknown-space' } });
      // Without a socket too, as everything that needs no door.
      const post = async (url: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
        new Uint8Array(await (await fetch(url, { method: 'POST', body })).arrayBuffer());
      expect(must(await callOnce(relay.url, post, 'door', signed))).toEqual({ count: 1, signed: 1 });
    }));

  it('[§12] sign again after the relay has come back; what they have changed outlasts it', () =>
    inFolder(async (folder) => {
      const [a, b] = keys(2) as [TestKey, TestKey];
      const first = await startRelay({ data: folder });
      const { door, link } = await kept(first.url, [a, b], 3);
      const next = nextDoor(door, [a, b], 2, { place: 1 });
      expect(must(await say(link, next, a))).toEqual({ count: 1, signed: 1 });
      await first.close();
      const second = await startRelay({ data: folder });
      const again = await connect(second.url);
      expect(must(await say(again, next, b))).toEqual({ count: 1, signed: 1 });
      expect(must(await say(again, next, a))).toEqual({ count: 2, signed: 2 });
      await second.close();
      const third = await startRelay({ data: folder });
      const member = await connect(third.url);
      expect(await enterSpace(member, door.at)).toMatchObject({ error: { error: 'door-shut' } });
      expect(must(await enterSpace(member, next.at)).door?.count).toBe(2);
      expect(must(await enterSpace(await connect(third.url), door.at, 'old')).until).toBe(1);
      await third.close();
    }));
});
