import { connect, bytes, enterSpace, founded, inFolder, must, openSpace, testSpace } from '../bench/people.ts';
import { emptyRoot, equal, leafOf, provesConsistency, sha256, Tree } from '@awna/base';
import { verifyHead } from '@awna/crypto/verify';
import type { Announcement, Frame } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { startRelay, type Relay, type RelayOptions } from './start.ts';

const withRelay = (work: (relay: Relay, folder: string) => Promise<void>, options: Partial<RelayOptions> = {}): Promise<void> =>
  inFolder(async (folder) => {
    const relay = await startRelay({ data: folder, ...options });
    try {
      await work(relay, folder);
    } finally {
      await relay.close();
    }
  });

const leafOfFrame = (frame: Frame): Uint8Array => leafOf(frame.place, frame.minute, sha256(frame.sealed), frame.partHash);

describe('[relay] the log', () => {
  it('gives places from 0 on, durably, under heads anybody can check', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const tree = new Tree();
      for (let i = 1; i <= 5; i++) {
        const part = i % 2 ? { bytes: bytes(300), day: 0 } : undefined;
        const placed = must(await link.call('append', { space: at.space, sealed: bytes(500), ...(part ? { part } : {}) }));
        expect(placed.place).toBe(i);
      }
      const { frames, head, missing } = must(await link.call('read', { space: at.space, from: 0 }));
      expect(frames.map((frame) => frame.place)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(missing).toEqual([]);
      for (const frame of frames) tree.append(leafOfFrame(frame));
      expect(equal(tree.root(), head.root)).toBe(true);
      expect(verifyHead(relay.key, { space: at.space, ...head }, head.signature)).toBe(true);
      const { proof } = must(await link.call('prove', { space: at.space, first: 3, size: 6 }));
      expect(provesConsistency(3, tree.root(3), 6, head.root, proof)).toBe(true);
      expect(equal(head.root, emptyRoot)).toBe(false);
    }));

  it('answers the same bytes with the same place', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const sealed = bytes(400);
      const first = must(await link.call('append', { space: at.space, sealed }));
      must(await link.call('append', { space: at.space, sealed: bytes(400) }));
      const again = must(await link.call('append', { space: at.space, sealed }));
      expect([again.place, again.minute]).toEqual([first.place, first.minute]);
      expect(again.head.size).toBe(3);
    }));

  it('tells followers of frames in order, from where they stood', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      for (let i = 0; i < 3; i++) must(await link.call('append', { space: at.space, sealed: bytes(400) }));
      const reader = await connect(relay.url);
      must(await enterSpace(reader, at, 'read'));
      const heard: Announcement[] = [];
      reader.onAnnounce((announcement) => heard.push(announcement));
      must(await reader.call('follow', { space: at.space, from: 1 }));
      await Promise.all(Array.from({ length: 40 }, () => link.call('append', { space: at.space, sealed: bytes(400) })));
      await expect
        .poll(() => heard.flatMap((one) => (one.kind === 'frames' ? one.frames.map((frame) => frame.place) : [])))
        .toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
    }));

  it('keeps root, head and key over a restart', () =>
    inFolder(async (folder) => {
      const first = await startRelay({ data: folder });
      const { link, at } = await founded(first.url);
      const { head } = must(await link.call('append', { space: at.space, sealed: bytes(400), part: { bytes: bytes(300), day: 0 } }));
      await first.close();
      const second = await startRelay({ data: folder });
      const again = await connect(second.url);
      expect(must(await enterSpace(again, at)).head).toEqual(head);
      expect(second.key).toEqual(first.key);
      await second.close();
    }));

  it('gives two writers who race dense places', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const other = await connect(relay.url);
      must(await enterSpace(other, at, 'write'));
      const placed = await Promise.all(
        [link, other].flatMap((one) => Array.from({ length: 150 }, () => one.call('append', { space: at.space, sealed: bytes(300) }))),
      );
      const places = placed.map((one) => must(one).place).sort((a, b) => a - b);
      expect(places).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    }));

  it('opens a space once', () =>
    withRelay(async (relay) => {
      const at = testSpace();
      const link = await connect(relay.url);
      const sealed = bytes(400);
      must(await openSpace(link, at, sealed));
      expect(must(await openSpace(link, at, sealed)).place).toBe(0);
      expect(await openSpace(link, at, bytes(400))).toMatchObject({ ok: false, error: { status: 409, error: 'exists' } });
      expect(await openSpace(link, { ...testSpace(), space: at.space }, sealed)).toMatchObject({ ok: false, error: { error: 'exists' } });
    }));

  it('keeps no more trees in memory than it may; a space let go and asked for again is the same', () =>
    withRelay(
      async (relay) => {
        const groups = await Promise.all(Array.from({ length: 12 }, () => founded(relay.url)));
        for (let round = 1; round <= 6; round++) {
          const placed = await Promise.all(groups.map(({ link, at }) => link.call('append', { space: at.space, sealed: bytes(300) })));
          expect(placed.map((one) => must(one).place)).toEqual(groups.map(() => round));
        }
        for (const { link, at } of groups) {
          const { frames, head } = must(await link.call('read', { space: at.space, from: 0 }));
          const tree = new Tree();
          for (const frame of frames) tree.append(leafOfFrame(frame));
          expect(equal(tree.root(), head.root)).toBe(true);
        }
      },
      { maxLeaves: 10 },
    ));

  it('groups writes: many appends share few commits, and none is answered before its own', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const before = relay.counts()['commits'] ?? 0;
      const placed = await Promise.all(Array.from({ length: 500 }, () => link.call('append', { space: at.space, sealed: bytes(300) })));
      expect(placed.every((one) => one.ok && one.value.head.size > one.value.place)).toBe(true);
      expect((relay.counts()['commits'] ?? 0) - before).toBeLessThan(250);
    }));
});
