import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '@awna/base';
import { expect, test } from 'vitest';
import { storeContract } from './contract.ts';
import { StoreFull } from './port.ts';
import { sqliteStore } from './sqlite.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'awna-store-'));

storeContract('SQLite', async () => {
  const dir = await folder();
  return {
    open: () => Promise.resolve(sqliteStore(join(dir, 'store.db'), 200)),
    erase: () => rm(dir, { recursive: true, force: true }),
    lasting: true,
  };
});

test('an erased value is in no file any more', async () => {
  const dir = await folder();
  const file = join(dir, 'store.db');
  const store = sqliteStore(file);
  await store.write([['part/a', utf8('canary-words-of-a-need'.repeat(200))]]);
  await store.write([['frame/a', utf8('stays')]]);
  await store.clear('part/');
  for (const name of [file, `${file}-wal`]) expect((await readFile(name)).includes('canary-words')).toBe(false);
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

test('a full disk is said as such, and what stood before still stands', async () => {
  const dir = await folder();
  const store = sqliteStore(join(dir, 'store.db'), 200, 16);
  await store.write([['a', utf8('1')]]);
  await expect(store.write([['b', new Uint8Array(500_000)]])).rejects.toBeInstanceOf(StoreFull);
  expect(await store.get('a')).toEqual(utf8('1'));
  await store.write([['c', utf8('2')]]);
  await store.close();
  await rm(dir, { recursive: true, force: true });
});
