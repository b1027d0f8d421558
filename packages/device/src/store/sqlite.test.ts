import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { utf8 } from '@awna/base';
import { afterEach, expect, test, vi } from 'vitest';
import { storeContract } from './contract.ts';
import { StoreFull } from './port.ts';
import { openKept, sqliteStore } from './sqlite.ts';

afterEach(() => void vi.restoreAllMocks());

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

// Written here a second time: the code cannot lower it alone.
const asked = [
  ['locking_mode', 'exclusive', 'NORMAL'],
  ['journal_mode', 'wal', 'DELETE'],
  ['synchronous', 2, 'NORMAL'],
  ['secure_delete', 1, 'OFF'],
] as const;

test('the settings, asked back, are what keeps a word once it is said and blanks it once it is forgotten', async () => {
  const dir = await folder();
  const db = openKept(join(dir, 'store.db'), 200);
  expect(asked.map(([name]) => [name, db.prepare(`PRAGMA ${name}`).get()?.[name]])).toEqual(asked.map(([name, value]) => [name, value]));
  db.close();
  await rm(dir, { recursive: true, force: true });
});

test.each(asked)('%s: a driver that keeps another is not worked with', async (name, _, weaker) => {
  const dir = await folder();
  const real = Reflect.get(DatabaseSync.prototype, 'exec') as DatabaseSync['exec'];
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    real.call(this, sql.replace(new RegExp(`(PRAGMA ${name}=)\\w+`), `$1${weaker}`));
  });
  expect(() => sqliteStore(join(dir, 'store.db'), 200)).toThrow(`SQLite keeps ${name} at`);
  await rm(dir, { recursive: true, force: true });
});
