import { cp, open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { equal } from '@awna/base';
import type { Frame, Head, RelayLink } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, connect, enterSpace, founded, inFolder, must, type TestSpace } from '../bench/people.ts';
import { placesEach } from './store/schema.ts';
import { startRelay } from './start.ts';

const day = Math.floor(Date.now() / 86_400_000) + 30;

async function write(link: RelayLink, at: TestSpace, n: number): Promise<Head> {
  let head: Head | undefined;
  for (let i = 0; i < n; i++) {
    ({ head } = must(
      await link.call('append', { space: at.space, sealed: bytes(400), ...(i % 3 ? {} : { part: { bytes: bytes(200), day } }) }),
    ));
  }
  if (!head) throw new Error('nothing written');
  return head;
}

async function readAll(link: RelayLink, at: TestSpace): Promise<readonly Frame[]> {
  return must(await link.call('read', { space: at.space, from: 0 })).frames;
}

async function again(folder: string, at: TestSpace) {
  const relay = await startRelay({ data: folder });
  const link = await connect(relay.url);
  must(await enterSpace(link, at));
  return { relay, link };
}

/** A relay that wrote `before` frames, was copied, wrote `after` more, and came back from the copy. */
async function restored(folder: string, before: number, after: number) {
  const now = join(folder, 'now');
  const old = join(folder, 'old');
  const first = await startRelay({ data: now });
  const { link, at } = await founded(first.url);
  await write(link, at, before);
  await first.close();
  await cp(now, old, { recursive: true });
  const second = await again(now, at);
  const head = await write(second.link, at, after);
  const frames = await readAll(second.link, at);
  await second.relay.close();
  return { at, head, frames, ...(await again(old, at)) };
}

describe('[relay] a tail that was lost', () => {
  it('is noticed when its head is shown; nothing is taken until it is back, byte for byte', () =>
    inFolder(async (folder) => {
      const { relay, link, at, head, frames } = await restored(folder, 4, 6);
      expect(await link.call('read', { space: at.space, from: 8 })).toMatchObject({
        ok: false,
        error: { status: 409, error: 'ahead', size: 5 },
      });
      expect(await link.call('show', { space: at.space, head })).toMatchObject({ ok: false, error: { error: 'missing-tail', size: 5 } });
      expect(await link.call('append', { space: at.space, sealed: bytes(300) })).toMatchObject({
        ok: false,
        error: { error: 'missing-tail', size: 5 },
      });
      expect(must(await link.call('heal', { space: at.space, frames: frames.slice(7) })).head.size).toBe(5);
      await relay.close();
      const later = await again(join(folder, 'old'), at);
      expect(await later.link.call('append', { space: at.space, sealed: bytes(300) })).toMatchObject({
        ok: false,
        error: { error: 'missing-tail' },
      });
      expect(must(await later.link.call('heal', { space: at.space, frames: frames.slice(4, 9) })).head).toEqual(head);
      expect(await readAll(later.link, at)).toEqual(frames);
      expect(must(await later.link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(11);
      await later.relay.close();
    }));

  it('is thrown away if other frames stand in it', () =>
    inFolder(async (folder) => {
      const { relay, link, at, head, frames } = await restored(folder, 4, 3);
      await link.call('show', { space: at.space, head });
      const forged = frames.slice(5).map((frame, i) => (i === 1 ? { ...frame, sealed: bytes(400) } : frame));
      expect(await link.call('heal', { space: at.space, frames: forged })).toMatchObject({ ok: false, error: { error: 'fork' } });
      expect(must(await link.call('heal', { space: at.space, frames: frames.slice(5) })).head).toEqual(head);
      await relay.close();
    }));

  it('others in its place are a fork, which the relay itself proves', () =>
    inFolder(async (folder) => {
      const { relay, link, at, head, frames } = await restored(folder, 4, 3);
      await write(link, at, 5);
      const shown = await link.call('show', { space: at.space, head });
      expect(shown).toMatchObject({ ok: false, error: { status: 409, error: 'fork' } });
      expect(await link.call('heal', { space: at.space, frames: frames.slice(5) })).toMatchObject({ ok: false, error: { error: 'fork' } });
      await relay.close();
    }));

  it('heads it never signed stop nothing', () =>
    inFolder(async (folder) => {
      const { relay, link, at, head } = await restored(folder, 4, 3);
      const forged = { ...head, size: head.size + 1 };
      expect(await link.call('show', { space: at.space, head: forged })).toMatchObject({ ok: false, error: { error: 'foreign-head' } });
      expect(must(await link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(5);
      await relay.close();
    }));
});

/** Flips one bit of a column of the frame at a place. */
function flip(folder: string, place: number, column: string): void {
  const db = new DatabaseSync(join(folder, 'relay.db'));
  const table = column === 'bytes' ? 'parts' : 'frames';
  const row = db.prepare(`select id, ${column} as value from ${table} where id % ${placesEach} = ?`).get(place);
  const value = row?.['value'];
  if (value instanceof Uint8Array) value[value.length >> 1] = (value[value.length >> 1] ?? 0) ^ 4;
  db.prepare(`update ${table} set ${column} = ? where id = ?`).run(
    value instanceof Uint8Array ? value : Number(value) ^ 4,
    row?.['id'] ?? 0,
  );
  db.close();
}

describe('[relay] a bit that flipped on the disk', () => {
  for (const column of ['sealed', 'sealed_hash', 'part_hash', 'minute', 'day', 'leaf', 'row_hash']) {
    it(`in ${column}: it is never served, the head stays; a device heals it`, () =>
      inFolder(async (folder) => {
        const first = await startRelay({ data: folder });
        const { link, at } = await founded(first.url);
        const head = await write(link, at, 6);
        const frames = await readAll(link, at);
        await first.close();
        flip(folder, 4, column);
        const { relay, link: now } = await again(folder, at);
        const hurt = must(await now.call('read', { space: at.space, from: 0 }));
        // The leaf alone can be told from all the others: nothing is lost with it.
        expect(hurt.missing).toEqual(column === 'leaf' ? [] : [4]);
        expect(hurt.frames).toEqual(frames.filter((frame) => !hurt.missing.includes(frame.place)));
        expect(hurt.head).toEqual(head);
        expect(must(await now.call('heal', { space: at.space, frames: frames.slice(4, 5) })).head).toEqual(head);
        expect(must(await now.call('read', { space: at.space, from: 0 }))).toMatchObject({ frames, missing: [], head });
        await relay.close();
      }));
  }

  it('in a part: the frame is served without it, until a device heals it', () =>
    inFolder(async (folder) => {
      const first = await startRelay({ data: folder });
      const { link, at } = await founded(first.url);
      await write(link, at, 4);
      const frames = await readAll(link, at);
      await first.close();
      flip(folder, 1, 'bytes');
      const { relay, link: now } = await again(folder, at);
      expect((await readAll(now, at))[1]).toEqual({ ...frames[1], part: null });
      must(await now.call('heal', { space: at.space, frames: frames.slice(1, 2) }));
      expect(await readAll(now, at)).toEqual(frames);
      await relay.close();
    }));

  it('rows that are gone altogether: the tail is owed from there, and comes back', () =>
    inFolder(async (folder) => {
      const first = await startRelay({ data: folder });
      const { link, at } = await founded(first.url);
      const head = await write(link, at, 6);
      const frames = await readAll(link, at);
      await first.close();
      const db = new DatabaseSync(join(folder, 'relay.db'));
      db.exec(`delete from frames where id % ${placesEach} = 3`);
      db.close();
      const { relay, link: now } = await again(folder, at);
      expect(await now.call('append', { space: at.space, sealed: bytes(300) })).toMatchObject({
        ok: false,
        error: { error: 'missing-tail', size: 3 },
      });
      await now.call('show', { space: at.space, head });
      expect(must(await now.call('heal', { space: at.space, frames: frames.slice(3, 4) })).head).toEqual(head);
      expect(await readAll(now, at)).toEqual(frames);
      await relay.close();
    }));

  it('in the file itself, anywhere: what is served is what was written', () =>
    inFolder(async (folder) => {
      const first = await startRelay({ data: folder });
      const { link, at } = await founded(first.url);
      await write(link, at, 60);
      const frames = await readAll(link, at);
      await first.close();
      const file = await open(join(folder, 'relay.db'), 'r+');
      const { size } = await file.stat();
      const sealed = frames[30]?.sealed ?? bytes(1);
      const whole = Buffer.alloc(size);
      await file.read(whole, 0, size, 0);
      const where = whole.indexOf(sealed);
      expect(where).toBeGreaterThan(0);
      await file.write(Buffer.of((whole[where + 100] ?? 0) ^ 1), 0, 1, where + 100);
      await file.close();
      const { relay, link: now } = await again(folder, at);
      const served = must(await now.call('read', { space: at.space, from: 0 }));
      expect(served.missing).toEqual([30]);
      expect(served.frames.every((frame) => equal(frame.sealed, frames[frame.place]?.sealed ?? bytes(1)))).toBe(true);
      await relay.close();
    }));
});
