import { askFor, take } from '@awna/core';
import { memoryStore, type Store } from '@awna/device';
import { companyOn, deviceBeside, must, plainSocket, relayAt, seededDice, type Company, type Reach, type TestRelay } from '@awna/testkit';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const reach = ({ url }: TestRelay): Reach => ({ url, socket: () => plainSocket });

/** A backup of a relay's folder, and its restoring. */
async function backupOf(relay: TestRelay, folder: string): Promise<() => Promise<void>> {
  await relay.stop();
  await cp(relay.folder, folder, { recursive: true });
  await relay.restart();
  return async () => {
    await relay.stop();
    await rm(relay.folder, { recursive: true });
    await cp(folder, relay.folder, { recursive: true });
    await relay.restart();
  };
}

async function on(
  work: (relay: TestRelay, life: Company<Reach>, backup: () => Promise<() => Promise<void>>) => Promise<void>,
): Promise<void> {
  const relay = await relayAt();
  const folder = await mkdtemp(join(tmpdir(), 'awna-backup-'));
  const life = await companyOn(reach(relay), 'rollback');
  try {
    await work(relay, life, () => backupOf(relay, join(folder, 'copy')));
  } finally {
    await life.end();
    await relay.end();
    await rm(folder, { recursive: true, force: true });
  }
}

const copyOf = async (store: Store): Promise<Store> => {
  const copy = memoryStore();
  await copy.write(await store.list(''));
  return copy;
};

describe('[§6] a relay restored from an old copy of its database', () => {
  test('is noticed by the first device that comes, is given back what it lost, and nothing is lost', () =>
    on(async (relay, life, backup) => {
      const [layla, omar, salma] = life.people;
      await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
      const restore = await backup();
      const [need] = await layla!.does(askFor(layla!.me, { kind: 'ride', text: 'توصيلة', until: soon() }));
      await omar!.group.sync();
      await omar!.does(take(need!));
      await life.settle();
      const before = await life.roots();
      expect(before).toHaveLength(1);
      for (const { link } of life.people) link.cutOff();
      await restore();
      // سلمى is the first to come back.
      salma!.link.mend();
      must(await salma!.group.sync());
      expect(relay.counts()['healed']).toBe(2);
      for (const { link } of life.people) link.mend();
      await life.settle();
      expect(await life.roots()).toEqual(before);
      for (const { group } of life.people) expect((await group.status()).alarm).toBeNull();
      // Life goes on, and who comes later is told everything.
      await salma!.does(askFor(salma!.me, { kind: 'goods', text: 'مكنسة', until: soon() }));
      const standing = { relay: life.relay, now: Date.now, dice: seededDice('late') };
      const late = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32) });
      must(await late.join({ link: life.link, name: 'نور', waitMs: 20_000 }));
      await life.settle();
      must(await late.group(life.space).sync());
      expect(await late.group(life.space).roots()).toEqual(await layla!.group.roots());
      expect((await late.group(life.space).verify({ full: true })).ok).toBe(true);
      const board = await late.group(life.space).view('board', {});
      expect(new Set(board.needs.map(({ text }) => text))).toEqual(new Set(['خبز', 'توصيلة', 'مكنسة']));
      await late.close();
    }));

  test('[X4] what waited on a device meanwhile gets its place once, after what was given back', () =>
    on(async (_relay, life, backup) => {
      const [layla, omar] = life.people;
      const restore = await backup();
      await layla!.does(askFor(layla!.me, { kind: 'ride', text: 'قبل', until: soon() }));
      await life.settle();
      for (const { link } of life.people) link.cutOff();
      must(await omar!.group.act([askFor(omar!.me, { kind: 'goods', text: 'في الأثناء', until: soon() })]));
      await restore();
      for (const { link } of life.people) link.mend();
      await omar!.group.sync();
      await life.settle();
      expect(await life.roots()).toHaveLength(1);
      const texts = (await layla!.group.view('board', {})).needs.map(({ text }) => text);
      expect(texts.toSorted()).toEqual(['في الأثناء', 'قبل']);
    }));

  test('other frames where the lost ones stood are a fork, for whoever knows the lost ones', () =>
    on(async (_relay, life, backup) => {
      const [layla, omar] = life.people;
      await life.settle();
      const restore = await backup();
      omar!.link.cutOff();
      await layla!.does(askFor(layla!.me, { kind: 'ride', text: 'ضاع', until: soon() }));
      layla!.link.cutOff();
      await restore();
      // عمر never heard of it, so for him nothing is missing.
      omar!.link.mend();
      await omar!.does(askFor(omar!.me, { kind: 'goods', text: 'بدلاً', until: soon() }));
      layla!.link.mend();
      expect(await layla!.group.sync()).toEqual({ ok: false, error: 'stopped-by-alarm' });
      expect((await layla!.group.status()).alarm?.kind).toBe('fork');
      expect(await layla!.group.evidence()).not.toBeNull();
    }));
});

describe('a device restored from an old copy of its disk', () => {
  test('finds messages of its own that it never wrote, and stops instead of saying two things under one number', () =>
    on(async (_relay, life) => {
      const [layla, omar] = life.people;
      const old = await copyOf(layla!.store);
      await layla!.does(askFor(layla!.me, { kind: 'food', text: 'واحد', until: soon() }));
      await layla!.again(old);
      must(await layla!.group.act([askFor(layla!.me, { kind: 'food', text: 'اثنان', until: soon() })]));
      expect(await layla!.group.sync()).toEqual({ ok: false, error: 'stopped-by-alarm' });
      expect((await layla!.group.status()).alarm?.kind).toBe('chain-lost');
      await omar!.group.sync();
      expect((await omar!.group.view('board', {})).needs.map(({ text }) => text)).toEqual(['واحد']);
      expect((await omar!.group.status()).alarm).toBeNull();
      // Switched off and on it still knows, and what it wanted to say is still here.
      await layla!.again();
      expect((await layla!.group.status()).alarm?.kind).toBe('chain-lost');
      expect((await layla!.group.status()).outbox).toBe(1);
    }));

  test('with the very message in flight that it had sent, goes on as if nothing had been', () =>
    on(async (_relay, life) => {
      const [layla] = life.people;
      const disk = layla!.store;
      const copies: Promise<Store>[] = [];
      await layla!.again({
        ...disk,
        async write(batch) {
          await disk.write(batch);
          if (batch.some(([key, value]) => key.startsWith('flight/') && value !== null)) copies.push(copyOf(disk));
        },
      });
      await layla!.does(askFor(layla!.me, { kind: 'food', text: 'واحد', until: soon() }));
      expect(copies).toHaveLength(1);
      await layla!.again(await copies[0]!);
      expect((await layla!.group.status()).outbox).toBe(1);
      must(await layla!.group.sync());
      expect(await layla!.group.status()).toMatchObject({ alarm: null, outbox: 0 });
      expect((await layla!.group.view('board', {})).needs).toHaveLength(1);
    }));
});
