import type { Announcement, RelayLink } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { firstDoor, nextDoor, say, type TestDoor } from '../bench/keepers.ts';
import { bytes, connect, enterSpace, founded, inFolder, must, openSpace, testKey, type TestSpace } from '../bench/people.ts';
import { startRelay, type Relay } from './start.ts';
import { memoryStore } from './store/memory.ts';
import type { Store } from './store/port.ts';

const withRelay = (work: (relay: Relay) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const relay = await startRelay({ data: folder });
    try {
      await work(relay);
    } finally {
      await relay.close();
    }
  });

const append = async (link: RelayLink, { space }: TestSpace, n: number): Promise<void> => {
  for (let i = 0; i < n; i++) must(await link.call('append', { space, sealed: bytes(300) }));
};

/** The places a link is told of. */
function hearing(link: RelayLink): { readonly places: number[]; readonly letters: number[] } {
  const heard = { places: [] as number[], letters: [] as number[] };
  link.onAnnounce((said: Announcement) => {
    if (said.kind === 'frames') heard.places.push(...said.frames.map(({ place }) => place));
    else heard.letters.push(said.box.length);
  });
  return heard;
}

/** A store whose next commit waits, once `hold` was called, until `release`; `begun` is when it is asked for. */
function heldBack() {
  const kept = memoryStore();
  let gate: Promise<void> = Promise.resolve();
  let knock = (): void => undefined;
  const hold = () => {
    let release = (): void => undefined;
    gate = new Promise((resolve) => (release = resolve));
    const begun = new Promise<void>((resolve) => (knock = resolve));
    return { begun, release };
  };
  const commit: Store['commit'] = (writes) => {
    knock();
    return gate.then(() => kept.commit(writes));
  };
  return { store: { ...kept, commit }, hold };
}

/** A space of five frames whose door was changed at place 2: the old door, the new one, and a link inside the new one. */
async function turned(url: string): Promise<{ old: TestDoor; now: TestDoor; inside: RelayLink; blobs: readonly Uint8Array[] }> {
  const { link, at } = await founded(url);
  const put = async (by: RelayLink): Promise<Uint8Array> =>
    must(await by.call('blob-put', { space: at.space, bytes: bytes(300), day: 0 })).blob;
  await append(link, at, 1);
  const before = await put(link);
  await append(link, at, 2);
  const after = await put(link);
  const old = firstDoor(at);
  const now = nextDoor(old, [at.keeper], 1, { place: 2 });
  must(await say(link, now, at.keeper));
  await link.closed;
  const inside = await connect(url);
  must(await enterSpace(inside, now.at));
  await append(inside, now.at, 1);
  return { old, now, inside, blobs: [before, after, await put(inside)] };
}

describe('[relay] an earlier door', () => {
  it('[§12] writes nothing: not on a connection that had passed it, not on a new one, not by opening the space again', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const now = nextDoor(firstDoor(at), [at.keeper], 1);
      const outside = await connect(relay.url);
      must(await say(outside, now, at.keeper));
      await link.closed;
      const again = await connect(relay.url);
      expect(await enterSpace(again, at, 'write')).toMatchObject({ error: { error: 'door-shut' } });
      expect(await openSpace(again, at)).toMatchObject({ error: { error: 'exists' } });
      must(await enterSpace(again, at, 'old'));
      for (const said of [
        again.call('append', { space: at.space, sealed: bytes(300) }),
        again.call('blob-put', { space: at.space, bytes: bytes(300), day: 0 }),
        again.call('box-open', { space: at.space, box: bytes(16), until: 2 ** 40 }),
        again.call('reply-put', { space: at.space, box: bytes(16), slot: bytes(16), bytes: bytes(9) }),
      ])
        expect(await said).toMatchObject({ error: { error: 'door-shut' } });
      must(await enterSpace(again, now.at, 'write'));
      expect(must(await again.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(1);
      // A connection at no door of this space is left alone.
      expect(must(await outside.call('hello', { versions: [1] })).version).toBe(1);
    }));

  it('[§12] what is on its way in while the door is shut stays outside, and nobody there is told of more', () =>
    inFolder(async (folder) => {
      const { store, hold } = heldBack();
      const relay = await startRelay({ data: folder, store });
      const { link, at } = await founded(relay.url);
      const [follower, keeper] = [await connect(relay.url), await connect(relay.url)];
      const heard = hearing(follower);
      must(await enterSpace(follower, at));
      must(await follower.call('follow', { space: at.space, from: 0 }));
      await expect.poll(() => heard.places).toEqual([0]);
      const now = nextDoor(firstDoor(at), [at.keeper], 1);
      const put = () => link.call('append', { space: at.space, sealed: bytes(300) });
      // While the first is being written, one, the change and another wait for the same transaction.
      const { begun, release } = hold();
      const first = put();
      await begun;
      const before = put();
      must(await link.call('hello', { versions: [1] }));
      const changed = say(keeper, now, at.keeper);
      must(await keeper.call('hello', { versions: [1] }));
      const after = put();
      must(await link.call('hello', { versions: [1] }));
      release();
      expect([must(await first).place, must(await before).place, must(await changed).count]).toEqual([1, 2, 1]);
      expect(await after).toMatchObject({ error: { error: 'door-shut' } });
      await Promise.all([follower.closed, link.closed]);
      expect(heard.places).toEqual([0, 1]);
      const inside = await connect(relay.url);
      expect(must(await enterSpace(inside, now.at)).head.size).toBe(3);
      await relay.close();
    }));

  it('[§12] reads up to and with its last place, under the newest head', () =>
    withRelay(async (relay) => {
      const { old, inside, blobs } = await turned(relay.url);
      const { space } = old.at;
      const late = await connect(relay.url);
      // Without its name it is taken for the newest, which it is not.
      expect(await enterSpace(late, old.at, 'read')).toMatchObject({ error: { error: 'door-shut' } });
      const entered = must(await enterSpace(late, old.at, 'old'));
      expect(entered).toMatchObject({ until: 2, door: null, head: { size: 5 } });
      const places = async (from: number): Promise<unknown> => {
        const read = await late.call('read', { space, from, max: 400 });
        return read.ok ? read.value.frames.map(({ place }) => place) : read.error.error;
      };
      expect([await places(0), await places(2), await places(3), await places(4)]).toEqual([[0, 1, 2], [2], [], 'door-shut']);
      expect(must(await late.call('read', { space, from: 0 })).head.size).toBe(5);
      expect(must(await late.call('prove', { space, first: 1, size: 3 })).proof.length).toBeGreaterThan(0);
      expect(await late.call('prove', { space, first: 1, size: 4 })).toMatchObject({ error: { error: 'door-shut' } });
      const newest = entered.head;
      expect(await late.call('show', { space, head: newest })).toMatchObject({ error: { error: 'door-shut' } });
      must(await inside.call('show', { space, head: newest }));
      const got = await Promise.all(blobs.map(async (blob) => (await late.call('blob-get', { space, blob })).ok));
      expect(got).toEqual([true, false, false]);
      expect((await Promise.all(blobs.map(async (blob) => (await inside.call('blob-get', { space, blob })).ok))).every(Boolean)).toBe(true);
    }));

  it('[§12] is told of nothing beyond: not in a follow, nor of letters, through another change too', () =>
    withRelay(async (relay) => {
      const { old, now, inside } = await turned(relay.url);
      const { space } = old.at;
      const [late, newer] = [await connect(relay.url), await connect(relay.url)];
      const [lateHeard, newerHeard] = [hearing(late), hearing(newer)];
      must(await enterSpace(late, old.at, 'old'));
      must(await enterSpace(newer, now.at, 'read'));
      expect(await late.call('follow', { space, from: 4 })).toMatchObject({ error: { error: 'door-shut' } });
      must(await late.call('follow', { space, from: 0 }));
      must(await newer.call('follow', { space, from: 0 }));
      await append(inside, now.at, 2);
      const box = bytes(16);
      must(await inside.call('box-open', { space, box, until: 2 ** 40 }));
      must(await (await connect(relay.url)).call('letter-put', { box, slot: bytes(16), bytes: bytes(50) }));
      await expect.poll(() => newerHeard).toEqual({ places: [0, 1, 2, 3, 4, 5, 6], letters: [16] });
      expect(await late.call('letters', { space, box })).toMatchObject({ error: { error: 'door-shut' } });
      // The door changes again; who reads by the first one reads on, as far as before.
      const third = nextDoor(now, [testKey()], 1, { place: 6 });
      must(await say(inside, third, now.keepers[0] ?? testKey()));
      await newer.closed;
      const last = await connect(relay.url);
      must(await enterSpace(last, third.at));
      await append(last, third.at, 1);
      expect(must(await late.call('read', { space, from: 3 })).frames).toEqual([]);
      expect(lateHeard).toEqual({ places: [0, 1, 2], letters: [] });
      expect(must(await enterSpace(late, now.at, 'old')).until).toBe(6);
      expect(must(await late.call('read', { space, from: 3 })).frames.map(({ place }) => place)).toEqual([3, 4, 5, 6]);
    }));

  it('[§12] a follow that was open before ends with its connection, and heard no frame that came after', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const follower = await connect(relay.url);
      const heard = hearing(follower);
      must(await enterSpace(follower, at));
      must(await follower.call('follow', { space: at.space, from: 0 }));
      await append(link, at, 2);
      await expect.poll(() => heard.places).toEqual([0, 1, 2]);
      const now = nextDoor(firstDoor(at), [at.keeper], 1, { place: 2 });
      // In one breath: the change, and what is written by the new door right after it.
      const writer = await connect(relay.url);
      must(await say(writer, now, at.keeper));
      must(await enterSpace(writer, now.at, 'write'));
      await append(writer, now.at, 3);
      await follower.closed;
      expect(heard.places).toEqual([0, 1, 2]);
      const back = await connect(relay.url);
      expect(must(await enterSpace(back, at, 'old')).until).toBe(2);
    }));

  it('[§12] where only the keepers change, nobody is put out', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const keepers = [testKey(), testKey(), testKey()];
      const now = nextDoor(firstDoor(at), keepers, 2, { keep: true });
      must(await say(await connect(relay.url), now, at.keeper));
      expect(must(await link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(1);
      expect(must(await enterSpace(link, at)).door).toEqual({ count: 1, control: now.record.control, k: 2 });
    }));
});
