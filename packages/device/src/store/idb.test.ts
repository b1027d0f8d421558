import 'fake-indexeddb/auto';
import { utf8 } from '@awna/base';
import { deleteDB } from 'idb';
import { expect, test } from 'vitest';
import { storeContract } from './contract.ts';
import { idbStore, leaderKey, openShelf } from './idb.ts';
import { StoreFull, StoreLost } from './port.ts';

const none = (): void => undefined;
let names = 0;

storeContract('IndexedDB', () => {
  const name = `contract-${String(++names)}`;
  return Promise.resolve({ open: async () => idbStore(await openShelf(name, none)), erase: () => deleteDB(name), lasting: true });
});

test('a tab that was taken over from can change nothing when it wakes', async () => {
  const shelf = await openShelf('fence', none);
  await shelf.put('own', 'first', leaderKey);
  let losses = 0;
  const first = idbStore(shelf, { leader: 'first', lost: () => losses++ });
  await first.write([['a', utf8('1')]]);
  await shelf.put('own', 'second', leaderKey);
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
