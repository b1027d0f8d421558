import { askFor } from '@awna/core';
import { company, momentOf, must, type Company, type Moment, type Someone } from '@awna/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { StoreFull, type Store } from '../store/port.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

/** A disk that takes nothing more while it is full; what only erases goes through. */
interface Filling {
  readonly store: Store;
  full: boolean;
  /** Full once something under this key has been written. */
  fullAfter: string;
  refused: number;
}

function filling(inner: Store): Filling {
  const disk: Filling = {
    full: false,
    fullAfter: '-',
    refused: 0,
    store: {
      ...inner,
      write(batch) {
        const goes = !disk.full || batch.every(([, value]) => value === null);
        if (batch.some(([key]) => key.startsWith(disk.fullAfter))) disk.full = true;
        if (goes) return inner.write(batch);
        disk.refused++;
        return Promise.reject(new StoreFull());
      },
    } satisfies Store,
  };
  return disk;
}

let moment: Moment;
let lives = 0;
beforeAll(async () => {
  moment = await momentOf(await company('full', { names: ['ليلى', 'عمر'] }));
});

async function on(work: (life: Company, layla: Someone, omar: Someone, disk: ReturnType<typeof filling>) => Promise<void>): Promise<void> {
  const life = await moment.live(lives++);
  const [layla, omar] = life.people as [Someone, Someone];
  const disk = filling(layla.store);
  await layla.again(disk.store);
  must(await layla.group.sync());
  try {
    await work(life, layla, omar, disk);
  } finally {
    await life.end();
  }
}

const textsOf = async ({ group }: Someone): Promise<string[]> =>
  (await group.view('board', {})).needs.map(({ text }) => text ?? '').toSorted();

describe('a disk that is full', () => {
  test('[X4] an act is refused and said so, and what was promised before is not lost', () =>
    on(async (life, layla, omar, disk) => {
      layla.link.cutOff();
      must(await layla.group.act([askFor(layla.me, { kind: 'food', text: 'قبل', until: soon() })]));
      disk.full = true;
      const done = await layla.group.act([askFor(layla.me, { kind: 'food', text: 'بعد', until: soon() })]);
      expect(done).toEqual({ ok: false, error: { reason: 'disk-full' } });
      expect(await textsOf(layla)).toEqual(['قبل']);
      layla.link.mend();
      // The message in flight is stored first: where it cannot be, nothing is sent.
      expect(await layla.group.sync()).toEqual({ ok: false, error: 'disk-full' });
      expect(await layla.group.status()).toMatchObject({ outbox: 1, problem: 'disk-full' });
      disk.full = false;
      must(await layla.group.sync());
      expect(await layla.group.status()).toMatchObject({ outbox: 0, problem: null });
      await life.settle();
      expect(await textsOf(omar)).toEqual(['قبل']);
      expect(await life.roots()).toHaveLength(1);
    }));

  test('[§7] what others say cannot be kept: it is not taken as read, and comes again when there is room', () =>
    on(async (life, layla, omar, disk) => {
      const before = await layla.group.roots();
      disk.full = true;
      for (let i = 0; i < 3; i++) await omar.does(askFor(omar.me, { kind: 'ride', text: String(i), until: soon() }));
      expect(await layla.group.sync()).toEqual({ ok: false, error: 'disk-full' });
      expect(disk.refused).toBeGreaterThan(0);
      expect(await layla.group.roots()).toEqual(before);
      disk.full = false;
      must(await layla.group.sync());
      expect(await textsOf(layla)).toEqual(['0', '1', '2']);
      expect(await life.roots()).toHaveLength(1);
      await layla.again();
      expect(await life.roots()).toHaveLength(1);
      expect((await layla.group.status()).alarm).toBeNull();
    }));

  test('[X4] full just when a message of mine comes back with its place: said once, all the same', () =>
    on(async (life, layla, omar, disk) => {
      disk.fullAfter = 'flight/';
      must(await layla.group.act([askFor(layla.me, { kind: 'food', text: 'مرة', until: soon() })]));
      expect(await layla.group.sync()).toEqual({ ok: false, error: 'disk-full' });
      disk.fullAfter = '-';
      disk.full = false;
      must(await layla.group.sync());
      await life.settle();
      expect(await textsOf(layla)).toEqual(['مرة']);
      expect(await textsOf(omar)).toEqual(['مرة']);
      expect((await layla.group.status()).outbox).toBe(0);
      expect(await life.roots()).toHaveLength(1);
    }));
});
