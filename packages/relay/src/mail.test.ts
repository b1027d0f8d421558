import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, sha256 } from '@awna/base';
import { slotOf } from '@awna/crypto/verify';
import { callOnce, type Announcement, type Post } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, connect, enterSpace, founded, inFolder, must } from '../bench/people.ts';
import { startRelay, type Relay } from './start.ts';

/** A clock somebody else winds. */
const handWound = (start = Date.UTC(2031, 0, 1)) => {
  let now = start;
  return { now: () => now, wind: (minutes: number) => void (now += minutes * 60_000), set: (to: number) => void (now = to) };
};

const post: Post = async (url, body) => new Uint8Array(await (await fetch(url, { method: 'POST', body })).arrayBuffer());

const withRelay = (work: (relay: Relay, clock: ReturnType<typeof handWound>, folder: string) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const clock = handWound();
    const relay = await startRelay({ data: folder, clock });
    try {
      await work(relay, clock, folder);
    } finally {
      await relay.close();
    }
  });

const minuteOf = (clock: { now(): number }): number => Math.floor(clock.now() / 60_000);

/** Every byte in a folder, the ballast aside. */
function everything(folder: string): Buffer {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Buffer.concat(all.filter((path) => statSync(path).isFile() && !path.endsWith('ballast')).map((path) => readFileSync(path)));
}

describe('[relay] letters', () => {
  it('travel from somebody at no door to a member, and the answer back', () =>
    withRelay(async (relay, clock) => {
      const { link, at } = await founded(relay.url);
      const greeter = await connect(relay.url);
      must(await enterSpace(greeter, at));
      const heard: Announcement[] = [];
      greeter.onAnnounce((announcement) => heard.push(announcement));
      const box = bytes(16);
      must(await link.call('box-open', { space: at.space, box, until: minuteOf(clock) + 60 }));
      const key = bytes(32);
      const slot = slotOf(key);
      const letter = bytes(500);
      must(await callOnce(relay.url, post, 'letter-put', { box, slot, bytes: letter }));
      must(await callOnce(relay.url, post, 'letter-put', { box, slot, bytes: letter }));
      await expect.poll(() => heard).toEqual([{ kind: 'letter', space: at.space, box }]);
      expect(must(await greeter.call('letters', { space: at.space, box })).letters).toEqual([{ seq: 1, slot, bytes: letter }]);
      expect(must(await callOnce(relay.url, post, 'reply-get', { box, key })).bytes).toBeNull();
      const welcome = bytes(700);
      must(await greeter.call('reply-put', { space: at.space, box, slot, bytes: welcome }));
      expect(must(await callOnce(relay.url, post, 'reply-get', { box, key })).bytes).toEqual(welcome);
      expect(must(await callOnce(relay.url, post, 'reply-get', { box, key: bytes(32) })).bytes).toBeNull();
      expect(must(await greeter.call('letters', { space: at.space, box })).letters).toEqual([]);
    }));

  it('find the box shut after its minute, answers for 30 days more, then nothing', () =>
    withRelay(async (relay, clock) => {
      const { link, at } = await founded(relay.url);
      const box = bytes(16);
      const key = bytes(32);
      must(await link.call('box-open', { space: at.space, box, until: minuteOf(clock) + 60 }));
      must(await link.call('letter-put', { box, slot: slotOf(key), bytes: bytes(100) }));
      clock.wind(60);
      expect(await link.call('letter-put', { box, slot: bytes(16), bytes: bytes(100) })).toMatchObject({
        error: { status: 404, error: 'unknown-box' },
      });
      must(await link.call('reply-put', { space: at.space, box, slot: slotOf(key), bytes: bytes(100) }));
      clock.wind(29 * 1440);
      await relay.sweep();
      expect(must(await link.call('reply-get', { box, key })).bytes).not.toBeNull();
      clock.wind(1440);
      await relay.sweep();
      expect(await link.call('reply-get', { box, key })).toMatchObject({ error: { error: 'unknown-box' } });
    }));

  it('are bounded in number, size and time', () =>
    withRelay(async (relay, clock) => {
      const { link, at } = await founded(relay.url);
      const box = bytes(16);
      must(await link.call('box-open', { space: at.space, box, until: minuteOf(clock) + 2_000_000 }));
      const sent = await Promise.all(
        Array.from({ length: 70 }, () => link.call('letter-put', { box, slot: bytes(16), bytes: bytes(100) })),
      );
      expect(sent.filter((one) => one.ok).length).toBe(64);
      expect(sent.find((one) => !one.ok)).toMatchObject({ error: { status: 507, error: 'box-full' } });
      expect(await link.call('letter-put', { box, slot: bytes(16), bytes: bytes(16_385) })).toMatchObject({ error: { status: 400 } });
      clock.wind(401 * 1440);
      expect(await link.call('letter-put', { box, slot: bytes(16), bytes: bytes(1) })).toMatchObject({ error: { error: 'unknown-box' } });
    }));
});

describe('[relay] what is forgotten on its day', () => {
  it('parts: gone from the answers at once, from every file after the sweep; the log still verifies', () =>
    withRelay(async (relay, clock, folder) => {
      const { link, at } = await founded(relay.url);
      const day = Math.floor(minuteOf(clock) / 1440);
      const part = bytes(3000);
      const kept = bytes(3000);
      must(await link.call('append', { space: at.space, sealed: bytes(300), part: { bytes: part, day: day + 30 } }));
      const { head } = must(await link.call('append', { space: at.space, sealed: bytes(300), part: { bytes: kept, day: day + 31 } }));
      expect(everything(folder).includes(part)).toBe(true);
      clock.wind(30 * 1440);
      const { frames } = must(await link.call('read', { space: at.space, from: 0 }));
      expect(frames.map((frame) => frame.part?.length ?? null)).toEqual([null, null, 3000]);
      expect(frames[1]?.partHash).toEqual(sha256(part));
      await relay.sweep();
      const files = everything(folder);
      expect([0, 1000, 2900].filter((i) => files.includes(part.subarray(i, i + 40)))).toEqual([]);
      expect(files.includes(kept.subarray(0, 40))).toBe(true);
      expect(must(await enterSpace(link, at)).head).toEqual(head);
      expect(relay.counts()['partsErased']).toBe(1);
    }));

  it('blobs: read in pieces until their day, then gone', () =>
    withRelay(async (relay, clock, folder) => {
      const { link, at } = await founded(relay.url);
      const day = Math.floor(minuteOf(clock) / 1440) + 30;
      const photo = bytes(200_000);
      const { blob } = must(await link.call('blob-put', { space: at.space, bytes: photo, day }));
      expect(blob).toEqual(sha256(photo));
      const pieces = [];
      for (let from = 0; from < photo.length; from += 65_536) {
        pieces.push(must(await link.call('blob-get', { space: at.space, blob, from, length: 65_536 })).bytes);
      }
      expect(equal(new Uint8Array(Buffer.concat(pieces)), photo)).toBe(true);
      expect(everything(folder).includes(photo.subarray(0, 100))).toBe(true);
      const { link: stranger, at: elsewhere } = await founded(relay.url);
      expect(await stranger.call('blob-get', { space: elsewhere.space, blob })).toMatchObject({ error: { error: 'unknown-blob' } });
      clock.wind(30 * 1440);
      expect(await link.call('blob-get', { space: at.space, blob })).toMatchObject({ error: { status: 404 } });
      await relay.sweep();
      expect(everything(folder).includes(photo.subarray(0, 100))).toBe(false);
      expect(relay.counts()['blobsErased']).toBe(1);
    }));

  it('blobs that nobody names are swept away at the next start', () =>
    inFolder(async (folder) => {
      const first = await startRelay({ data: folder });
      const { link, at } = await founded(first.url);
      const { blob } = must(await link.call('blob-put', { space: at.space, bytes: bytes(900), day: 0 }));
      await first.close();
      const orphan = bytes(900);
      const name = Buffer.from(sha256(orphan)).toString('hex');
      mkdirSync(join(folder, 'blobs', name.slice(0, 2)), { recursive: true });
      writeFileSync(join(folder, 'blobs', name.slice(0, 2), name), orphan);
      const second = await startRelay({ data: folder });
      await expect.poll(() => existsSync(join(folder, 'blobs', name.slice(0, 2), name))).toBe(false);
      const kept = Buffer.from(blob).toString('hex');
      expect(existsSync(join(folder, 'blobs', kept.slice(0, 2), kept))).toBe(true);
      await second.close();
    }));

  it('the minute of frames never goes back, whatever the clock does', () =>
    withRelay(async (relay, clock) => {
      const { link, at } = await founded(relay.url);
      const minutes = [];
      for (const jump of [0, 3 * 1440, -6 * 1440, 10, 7 * 1440]) {
        clock.wind(jump);
        minutes.push(must(await link.call('append', { space: at.space, sealed: bytes(300) })).minute);
      }
      expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
      expect(minutes[2]).toBe(minutes[1]);
      expect((minutes[4] ?? 0) > (minutes[3] ?? 0)).toBe(true);
    }));
});
