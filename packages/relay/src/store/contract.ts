import { equal } from '@awna/base';
import type { DoorRecord } from '@awna/crypto/verify';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../hash.ts';
import { isSound, trueLeaf } from './leaf.ts';
import { boxGrace, type Outcome, type Store, type StoreBounds, type Write } from './port.ts';

/** Makes an empty store with these bounds, and takes it away again. */
export type MakeStore = (bounds: Partial<StoreBounds>, work: (store: Store) => Promise<void>) => Promise<void>;

const fill = (n: number, length = 32): Uint8Array => new Uint8Array(length).fill(n);
const space = fill(1, 16);
const rpk = fill(2);
const wpk = fill(3);
const door: DoorRecord = { count: 0, rpk, wpk, place: 0, control: [fill(50), fill(51)], k: 1 };

const given = (n: number, more: { part?: Uint8Array; day?: number; minute?: number; space?: Uint8Array } = {}) => {
  const sealed = fill(n, 300);
  const part = more.part ? { bytes: more.part, hash: sha256(more.part), day: more.day ?? 0 } : null;
  return { space: more.space ?? space, sealed, sealedHash: sha256(sealed), part, minute: more.minute ?? 10 };
};

const open: Write = { kind: 'open', door, ...given(0) };
const append = (n: number, more: Parameters<typeof given>[1] = {}): Write => ({ kind: 'append', wpk, ...given(n, more) });

async function write(store: Store, ...writes: readonly Write[]): Promise<readonly Outcome[]> {
  const result = await store.commit(writes);
  if (!result.ok) throw new Error(`trouble: ${result.error}`);
  return result.value;
}

const places = (outcomes: readonly Outcome[]): readonly unknown[] => outcomes.map((one) => (one.ok ? one.value.place : one.error));

/** What every store must do (port.ts). Run against each. */
export function storeContract(name: string, make: MakeStore): void {
  const law = (title: string, work: (store: Store) => Promise<void>, bounds: Partial<StoreBounds> = {}): void => {
    it(title, () => make(bounds, work));
  };

  describe(`[store] ${name}: the log`, () => {
    law('gives dense places in the order of the batch', async (store) => {
      expect(places(await write(store, open, append(1), append(2)))).toEqual([0, 1, 2]);
      expect(places(await write(store, append(3)))).toEqual([3]);
      expect((await store.space(space))?.size).toBe(4);
    });

    law('gives the same bytes the same place, in one batch and later', async (store) => {
      await write(store, open);
      const outcomes = await write(store, append(1), append(1), append(2));
      expect(places(outcomes)).toEqual([1, 1, 2]);
      expect(outcomes.map((one) => one.ok && one.value.again)).toEqual([false, true, false]);
      expect(await write(store, append(1, { minute: 99 }))).toMatchObject([{ ok: true, value: { place: 1, minute: 10, again: true } }]);
    });

    law('keeps spaces apart, the same bytes too', async (store) => {
      const other = fill(9, 16);
      await write(store, open, { kind: 'open', door, ...given(0, { space: other }) }, append(1));
      expect(places(await write(store, append(1, { space: other })))).toEqual([1]);
    });

    law('never lets the minute go back', async (store) => {
      await write(store, open, append(1, { minute: 50 }));
      expect(await write(store, append(2, { minute: 20 }))).toMatchObject([{ value: { minute: 50 } }]);
      expect((await store.space(space))?.minute).toBe(50);
    });

    law('refuses one write without touching the others', async (store) => {
      const stranger = append(5, { space: fill(7, 16) });
      expect(places(await write(store, open, append(1), stranger, append(2)))).toEqual([0, 1, 'unknown-space', 2]);
    });

    law('opens a space once, and the same again', async (store) => {
      expect(places(await write(store, open, open, { kind: 'open', door, ...given(8) }))).toEqual([0, 0, 'exists']);
      expect(places(await write(store, { ...open, door: { ...door, wpk: fill(4) } } as Write))).toEqual(['exists']);
    });

    law(
      'keeps a space within its bytes',
      async (store) => {
        expect(places(await write(store, open, append(1), append(2), append(3)))).toEqual([0, 1, 2, 'full']);
      },
      { spaceBytes: 900 },
    );

    law('reads frames back whole, in order, within bounds', async (store) => {
      await write(store, open, append(1, { part: fill(77, 500), day: 30 }), append(2), append(3));
      const rows = await store.frames(space, 1, 2, 1_000_000);
      expect(rows.map((row) => [row.place, row.sealed[0], row.part?.[0] ?? null, row.day])).toEqual([
        [1, 1, 77, 30],
        [2, 2, null, 0],
      ]);
      expect(rows.every((row) => isSound(row, row.leaf) && equal(trueLeaf(row) ?? fill(0), row.leaf))).toBe(true);
      expect((await store.frames(space, 0, 100, 400)).map((row) => row.place)).toEqual([0]);
      expect(await store.frames(fill(7, 16), 0, 10, 1000)).toEqual([]);
      expect((await store.leaves(space, 2, 10)).map((row) => row.place)).toEqual([2, 3]);
    });
  });

  describe(`[store] ${name}: doors`, () => {
    const next = (n: number, more: Partial<DoorRecord> = {}): DoorRecord => ({
      ...{ count: n, rpk: fill(100 + n), wpk: fill(150 + n), place: 1, control: [fill(52), fill(53), fill(54)], k: 2 },
      ...more,
    });
    const change = (record: DoorRecord): Write => ({ kind: 'door', space, record });

    law('[§12] holds the newest record, and how far the reading door before it reads', async (store) => {
      await write(store, open, append(1));
      expect((await store.space(space))?.door).toEqual(door);
      expect(places(await write(store, change(next(3))))).toEqual([1]);
      expect((await store.space(space))?.door).toEqual(next(3));
      expect(await store.until(space, rpk)).toBe(1);
      expect(await store.until(space, next(3).rpk)).toBeUndefined();
      expect(await store.until(fill(7, 16), rpk)).toBeUndefined();
      await write(store, change(next(4, { place: 0 })));
      expect([await store.until(space, rpk), await store.until(space, next(3).rpk)]).toEqual([1, 0]);
    });

    law('[§12] takes only a higher count and a place that is there', async (store) => {
      await write(store, open, append(1), change(next(3)));
      const outcomes = await write(store, change(next(3)), change(next(2)), change(next(4, { place: 2 })));
      expect(places(outcomes)).toEqual(['door-old', 'door-old', 'ahead']);
      expect(places(await write(store, { kind: 'door', space: fill(7, 16), record: next(9) }))).toEqual(['unknown-space']);
      expect((await store.space(space))?.door).toEqual(next(3));
    });

    law('[§12] shuts the old writing door in the same breath, whatever it leads to', async (store) => {
      const box = fill(20, 16);
      const through = (key: Uint8Array): readonly Write[] => [
        { ...append(2), wpk: key } as Write,
        { kind: 'blob', space, wpk: key, blob: fill(60), size: 10, day: 0 },
        { kind: 'box', space, wpk: key, box, until: 100 },
        { kind: 'reply', space, wpk: key, box, slot: fill(1, 16), bytes: fill(1) },
        { kind: 'heal', space, wpk: key, frame: { place: 1, ...given(1), partHash: null, part: null, day: 0 } },
      ];
      await write(store, open);
      expect(places(await write(store, append(1), change(next(1)), ...through(wpk)))).toEqual([1, 1, ...Array(5).fill('door-shut')]);
      expect(places(await write(store, append(1)))).toEqual(['door-shut']);
      expect((await store.space(space))?.size).toBe(2);
      expect(places(await write(store, ...through(next(1).wpk)))).toEqual([2, 0, 0, 0, 1]);
    });

    law('[§12] other keepers of the same keys shut no door', async (store) => {
      await write(store, open, append(1), change(next(1, { rpk, wpk, place: 0 })));
      expect(await store.until(space, rpk)).toBeUndefined();
      expect(places(await write(store, append(2)))).toEqual([2]);
      await write(store, change(next(2)));
      expect(await store.until(space, rpk)).toBe(1);
    });

    law('[§12] a space whose door has changed is not opened again', async (store) => {
      expect(places(await write(store, open, append(1), change(next(1)), open))).toEqual([0, 1, 1, 'exists']);
      expect(places(await write(store, { ...open, door: { ...next(1), count: 0 } } as Write))).toEqual(['exists']);
    });

    law(
      '[§12] keeps so many earlier doors and no more, the newest',
      async (store) => {
        await write(store, open, append(1), ...[1, 2, 3].map((n) => change(next(n))));
        expect([await store.until(space, rpk), await store.until(space, next(1).rpk), await store.until(space, next(2).rpk)]).toEqual([
          undefined,
          1,
          1,
        ]);
      },
      { doors: 2 },
    );

    law('[§12] says of a blob how long the log was when it first came', async (store) => {
      const blob = (n: number): Write => ({ kind: 'blob', space, wpk, blob: fill(60 + n), size: 10, day: 0 });
      await write(store, open, blob(1), append(1), blob(1), blob(2));
      expect([(await store.blob(space, fill(61)))?.place, (await store.blob(space, fill(62)))?.place]).toEqual([1, 2]);
    });
  });

  describe(`[store] ${name}: healing`, () => {
    const tail = (n: number): Write => {
      const { sealed, sealedHash } = given(n);
      return { kind: 'heal', space, wpk, frame: { place: n, minute: 10, sealed, sealedHash, partHash: null, part: null, day: 0 } };
    };

    law('takes no appends while a tail is owed, and goes on after it', async (store) => {
      await write(store, open, append(1));
      await write(store, { kind: 'owe', space, size: 2, owed: { size: 4, root: fill(5) } });
      expect(places(await write(store, append(9), append(1)))).toEqual(['missing-tail', 1]);
      expect((await store.space(space))?.owed).toEqual({ size: 4, root: fill(5) });
      await write(store, tail(2), tail(3));
      expect((await store.space(space))?.size).toBe(2);
      await write(store, { kind: 'healed', space, size: 4, minute: 12 });
      expect(await store.space(space)).toMatchObject({ size: 4, minute: 12, owed: null });
      expect(places(await write(store, append(9), append(3)))).toEqual([4, 3]);
    });

    law('throws a tail away that was not it', async (store) => {
      await write(store, open, append(1));
      await write(store, { kind: 'owe', space, size: 2, owed: { size: 3, root: fill(5) } }, tail(2), { kind: 'unheal', space });
      expect((await store.leaves(space, 0, 10)).map((row) => row.place)).toEqual([0, 1]);
    });
  });

  describe(`[store] ${name}: mail and blobs`, () => {
    const box = fill(20, 16);
    const slot = (n: number): Uint8Array => fill(n, 16);
    const letter = (n: number, text = n, minute = 10): Write => ({ kind: 'letter', box, slot: slot(n), bytes: fill(text, 50), minute });
    const opened: Write = { kind: 'box', space, wpk, box, until: 100 };

    law('keeps letters in order until they are answered', async (store) => {
      await write(store, open, opened, letter(1), letter(2));
      expect((await store.letters(box, 0, 10)).map(({ seq, slot: at }) => [seq, at[0]])).toEqual([
        [1, 1],
        [2, 2],
      ]);
      await write(store, { kind: 'reply', space, wpk, box, slot: slot(1), bytes: fill(40, 60) }, letter(3));
      expect((await store.letters(box, 0, 10)).map(({ seq }) => seq)).toEqual([2, 3]);
      expect((await store.letters(box, 2, 10)).map(({ seq }) => seq)).toEqual([3]);
      expect((await store.reply(box, slot(1)))?.[0]).toBe(40);
      expect(await store.reply(box, slot(2))).toBeUndefined();
      expect(await store.box(box)).toMatchObject({ until: 100, space });
    });

    law(
      'refuses letters to no box, late ones, other words for a slot, and too many',
      async (store) => {
        await write(store, open, opened);
        expect(places(await write(store, { ...letter(1), box: fill(21, 16) } as Write, letter(1, 1, 100)))).toEqual([
          'unknown-box',
          'unknown-box',
        ]);
        expect(places(await write(store, letter(1), letter(1), letter(1, 9), letter(2), letter(3)))).toEqual([
          0,
          0,
          'taken',
          0,
          'box-full',
        ]);
      },
      { boxLetters: 2 },
    );

    law('lets only its own space have a box', async (store) => {
      const other = fill(9, 16);
      await write(store, open, { kind: 'open', door, ...given(0, { space: other }) }, opened);
      expect(
        places(await write(store, { ...opened, space: other }, { kind: 'reply', space: other, wpk, box, slot: slot(1), bytes: fill(1) })),
      ).toEqual(['taken', 'unknown-box']);
    });

    law(
      'names blobs by space, keeps the later day, counts them',
      async (store) => {
        const blob = (day: number): Write => ({ kind: 'blob', space, wpk, blob: fill(60), size: 400, day });
        expect(places(await write(store, open, blob(10), blob(20), blob(5), { ...blob(5), blob: fill(61) } as Write))).toEqual([
          0,
          0,
          0,
          0,
          'full',
        ]);
        expect(await store.blob(space, fill(60))).toEqual({ size: 400, day: 20, place: 1 });
        expect(await store.names(fill(60))).toBe(true);
        await write(store, blob(0));
        expect((await store.blob(space, fill(60)))?.day).toBe(0);
      },
      { spaceBytes: 1000 },
    );

    law('erases what has had its day, and nothing else', async (store) => {
      await write(store, open, opened, letter(1), append(1, { part: fill(70, 200), day: 5 }), append(2, { part: fill(71, 200), day: 6 }));
      await write(store, append(3, { part: fill(72, 200), day: 0 }), { kind: 'blob', space, wpk, blob: fill(60), size: 10, day: 5 });
      const swept = await store.sweep(5, 100 + boxGrace);
      expect(swept).toMatchObject({ ok: true, value: { parts: 1, boxes: 1, blobs: [fill(60)] } });
      const rows = await store.frames(space, 0, 10, 1_000_000);
      expect(rows.map((row) => row.part?.[0] ?? null)).toEqual([null, null, 71, 72]);
      expect(rows[1]?.partHash).toEqual(sha256(fill(70, 200)));
      expect(await store.box(box)).toBeUndefined();
      expect(await store.letters(box, 0, 10)).toEqual([]);
      expect((await store.space(space))?.bytes).toBe(4 * 300 + 400);
    });
  });
}
