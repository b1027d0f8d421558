import { utf8, type Bytes } from '@awna/base';
import { describe, expect, test } from 'vitest';
import type { Store, Write } from './port.ts';

/** Opens the same store again each time it is called; `erase` is called when the test is over. */
export interface StoreGround {
  open(): Promise<Store>;
  erase(): Promise<void>;
  /** Whether what was written is there again after `close` and `open`. */
  readonly lasting: boolean;
}

const bytes = (text: string): Bytes => utf8(text);
const texts = (rows: readonly (readonly [string, Bytes])[]): string[] =>
  rows.map(([key, value]) => `${key}=${new TextDecoder().decode(value)}`);

/** What every store has to do, whatever it stands on. */
export function storeContract(name: string, ground: () => Promise<StoreGround>): void {
  const on = (title: string, story: (store: Store, again: () => Promise<Store>, lasting: boolean) => Promise<void>): void =>
    test(title, async () => {
      const { open, erase, lasting } = await ground();
      let store = await open();
      try {
        await story(
          store,
          async () => {
            await store.close();
            store = await open();
            return store;
          },
          lasting,
        );
      } finally {
        await store.close();
        await erase();
      }
    });

  describe(`store: ${name}`, () => {
    on('gives back what was written, and nothing where nothing was', async (store) => {
      await store.write([['a', bytes('1')]]);
      expect(await store.get('a')).toEqual(bytes('1'));
      expect(await store.get('b')).toBeUndefined();
    });

    on('keeps empty bytes apart from nothing', async (store) => {
      await store.write([['a', new Uint8Array(0)]]);
      expect(await store.get('a')).toEqual(new Uint8Array(0));
    });

    on('keeps a value as it was when written, though the writer goes on using its memory', async (store) => {
      const mine = bytes('one');
      await store.write([['a', mine]]);
      mine.fill(0);
      const given = await store.get('a');
      expect(given).toEqual(bytes('one'));
      given?.fill(0);
      expect(await store.get('a')).toEqual(bytes('one'));
    });

    on('writes only the window of a larger memory', async (store) => {
      await store.write([['a', new Uint8Array([9, 1, 2, 9]).subarray(1, 3)]]);
      expect(await store.get('a')).toEqual(new Uint8Array([1, 2]));
    });

    on('lists by prefix in the order of code points', async (store) => {
      const keys = ['p/a', 'p/', 'p/Z', 'p/a/b', 'p/~', 'p0', 'o/z', 'p/_', 'p/-', 'p/aa', 'q'];
      await store.write(keys.map((key): Write => [key, bytes(key)]));
      const listed = (await store.list('p/')).map(([key]) => key);
      expect(listed).toEqual(keys.filter((key) => key.startsWith('p/')).sort((a, b) => (a < b ? -1 : 1)));
      expect((await store.list('')).length).toBe(keys.length);
      expect(await store.list('x')).toEqual([]);
    });

    on('lists on from a key, and no more than asked for', async (store) => {
      await store.write(['a', 'b', 'c', 'd'].map((key): Write => [`p/${key}`, bytes(key)]));
      expect(texts(await store.list('p/', { after: 'p/b' }))).toEqual(['p/c=c', 'p/d=d']);
      expect(texts(await store.list('p/', { limit: 2 }))).toEqual(['p/a=a', 'p/b=b']);
      expect(texts(await store.list('p/', { after: 'p/a', limit: 2 }))).toEqual(['p/b=b', 'p/c=c']);
      expect(texts(await store.list('p/', { after: 'o', limit: 1 }))).toEqual(['p/a=a']);
      expect(await store.list('p/', { after: 'p/d' })).toEqual([]);
      expect(await store.list('p/', { after: 'q' })).toEqual([]);
      expect(await store.list('p/', { limit: 0 })).toEqual([]);
    });

    on('erases with null, and lets the last write of a key stand', async (store) => {
      await store.write([
        ['a', bytes('1')],
        ['b', bytes('1')],
      ]);
      await store.write([
        ['a', null],
        ['b', null],
        ['b', bytes('2')],
        ['c', bytes('3')],
        ['c', null],
        ['d', null],
      ]);
      expect(texts(await store.list(''))).toEqual(['b=2']);
    });

    on('takes an empty batch', async (store) => {
      await store.write([]);
      expect(await store.list('')).toEqual([]);
    });

    on('writes a batch whole or not at all', async (store) => {
      await store.write([['a', bytes('1')]]);
      const batch: Write[] = [
        ['a', bytes('2')],
        ['b', bytes('2')],
        ['c', bytes('2')],
      ];
      // What goes wrong in the middle: the third cannot be read.
      Object.defineProperty(batch, 2, {
        get() {
          throw new Error('unreadable');
        },
      });
      const writing = (async () => store.write(batch))();
      await expect(writing).rejects.toThrow();
      expect(texts(await store.list(''))).toEqual(['a=1']);
      await store.write([['d', bytes('4')]]);
      expect(texts(await store.list(''))).toEqual(['a=1', 'd=4']);
    });

    on('lets writes stand in the order in which they were asked for', async (store) => {
      await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          store.write([
            ['a', bytes(String(i))],
            [`n/${String(i).padStart(2, '0')}`, bytes('x')],
          ]),
        ),
      );
      expect(await store.get('a')).toEqual(bytes('49'));
      expect((await store.list('n/')).length).toBe(50);
    });

    on('erases everything under a prefix and nothing else', async (store) => {
      await store.write(['p/a', 'p/b/c', 'p', 'p0', 'o'].map((key): Write => [key, bytes(key)]));
      await store.clear('p/');
      expect((await store.list('')).map(([key]) => key)).toEqual(['o', 'p', 'p0']);
      await store.clear('');
      expect(await store.list('')).toEqual([]);
    });

    on('is the same again after it was closed, if it lasts', async (store, again, lasting) => {
      await store.write([
        ['a', bytes('1')],
        ['b', bytes('2')],
      ]);
      await store.write([['a', null]]);
      const later = await again();
      expect(texts(await later.list(''))).toEqual(lasting ? ['b=2'] : []);
    });
  });
}
