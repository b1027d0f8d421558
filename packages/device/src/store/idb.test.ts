import 'fake-indexeddb/auto';
import { utf8 } from '@awna/base';
import { expect, test } from 'vitest';
import { storeContract } from './contract.ts';
import { idbStore, leaderKey } from './idb.ts';
import { StoreFull, StoreLost } from './port.ts';
import { asked, openShelf, type Shelf } from './shelf.ts';

const none = (): void => undefined;
let names = 0;

storeContract('IndexedDB', () => {
  const name = `contract-${String(++names)}`;
  const erase = async (): Promise<void> => void (await asked(indexedDB.deleteDatabase(name)));
  return Promise.resolve({ open: async () => idbStore(await openShelf(name, none)), erase, lasting: true });
});

const lead = (shelf: Shelf, leader: string): Promise<unknown> => shelf.change((table) => table('own').put(leader, leaderKey));

test('a tab that was taken over from can change nothing when it wakes', async () => {
  const shelf = await openShelf('fence', none);
  await lead(shelf, 'first');
  let losses = 0;
  const first = idbStore(shelf, { leader: 'first', lost: () => losses++ });
  await first.write([['a', utf8('1')]]);
  await lead(shelf, 'second');
  await expect(first.write([['a', utf8('2')]])).rejects.toBeInstanceOf(StoreLost);
  await expect(first.clear('')).rejects.toBeInstanceOf(StoreLost);
  expect(losses).toBe(2);
  const second = idbStore(shelf, { leader: 'second', lost: none });
  expect(await second.get('a')).toEqual(utf8('1'));
  await second.write([['a', utf8('3')]]);
  expect(await first.get('a')).toEqual(utf8('3'));
  shelf.close();
});

test('a quota that is used up is said as such, and nothing of the batch is there', async () => {
  const shelf = await openShelf('full', none);
  const store = idbStore(shelf);
  await store.write([['a', utf8('1')]]);
  const put = IDBObjectStore.prototype.put;
  let left = 1;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (left-- === 0) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, key);
  };
  const writing = store.write([
    ['b', utf8('2')],
    ['c', utf8('3')],
  ]);
  await expect(writing).rejects.toBeInstanceOf(StoreFull);
  IDBObjectStore.prototype.put = put;
  expect((await store.list('')).map(([key]) => key)).toEqual(['a']);
  shelf.close();
});

test('a transaction that the browser ends for want of room is a full disk too', async () => {
  const shelf = await openShelf('full-late', none);
  const store = idbStore(shelf);
  const commit = IDBTransaction.prototype.commit;
  IDBTransaction.prototype.commit = function (this: IDBTransaction) {
    Object.defineProperty(this, 'error', { value: new DOMException('full', 'QuotaExceededError') });
    this.abort();
  };
  await expect(store.write([['b', utf8('2')]])).rejects.toBeInstanceOf(StoreFull);
  IDBTransaction.prototype.commit = commit;
  expect(await store.list('')).toEqual([]);
  shelf.close();
});

test('a step is taken whole or not at all, and what it gives comes once it is at rest', async () => {
  const shelf = await openShelf('steps', none);
  const kept = await shelf.change(async (table) => {
    table('own').put(1, 'a');
    const there = await asked(table('own').get('a'));
    table('own').put(there + 1, 'b');
    return there;
  });
  expect([kept, await shelf.get('own', 'a'), await shelf.get('own', 'b')]).toEqual([1, 1, 2]);
  const failing = shelf.change(async (table) => {
    table('own').put(9, 'a');
    await asked(table('own').get('a'));
    throw new RangeError('changed my mind');
  });
  await expect(failing).rejects.toBeInstanceOf(RangeError);
  await expect(shelf.change((table) => table('own').add(9, 'a'))).rejects.toThrow();
  expect(await shelf.get('own', 'a')).toBe(1);
  shelf.close();
});

test('a database that another tab erases is let go, and its owner hears of it', async () => {
  let gone = 0;
  await openShelf('erased', () => gone++);
  await asked(indexedDB.deleteDatabase('erased'));
  expect(gone).toBe(1);
});
