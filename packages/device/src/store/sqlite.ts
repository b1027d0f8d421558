import { DatabaseSync } from 'node:sqlite';
import { copy } from '@awna/base';
import { StoreFull, type Store } from './port.ts';

const isFull = (error: unknown): boolean => error instanceof Error && /database or disk is full|SQLITE_FULL|ENOSPC/i.test(error.message);

/** The first key after every key that begins with `prefix`. Keys are ASCII, so U+10FFFF is above all of them. */
const beyond = (prefix: string): string => `${prefix}\u{10ffff}`;

/** What is asked of SQLite, and what it must say when asked back: a driver that keeps weaker settings must not go unnoticed. */
const demands = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['secure_delete', 'ON', 1],
] as const;

/** Opens the file of a device; throws where a setting did not take. */
export function openKept(file: string, busyMs: number): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA busy_timeout=${String(busyMs)}`);
  for (const [name, wanted, expected] of demands) {
    db.exec(`PRAGMA ${name}=${wanted}`);
    const got = db.prepare(`PRAGMA ${name}`).get()?.[name];
    if (got === expected) continue;
    db.close();
    throw new Error(`SQLite keeps ${name} at ${String(got)}, not ${String(expected)}`);
  }
  return db;
}

/**
 * One file that one process holds: a second opener waits `busyMs` and then fails with SQLITE_BUSY, so that a device is
 * never two. Erased values are overwritten (`secure_delete`), and a batch that only erases leaves nothing in any file.
 * `maxPages` bounds the file (4 KiB a page).
 */
export function sqliteStore(file: string, busyMs = 10_000, maxPages?: number): Store {
  const db = openKept(file, busyMs);
  if (maxPages !== undefined) db.exec(`PRAGMA max_page_count=${String(maxPages)}`);
  db.exec('CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT');
  const one = db.prepare('SELECT value FROM kept WHERE key = ?');
  const some = db.prepare('SELECT key, value FROM kept WHERE key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?');
  const put = db.prepare('INSERT INTO kept (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  const erase = db.prepare('DELETE FROM kept WHERE key = ?');
  const eraseAll = db.prepare('DELETE FROM kept WHERE key >= ? AND key < ?');

  const inOne = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw isFull(error) ? new StoreFull() : error;
    }
  };

  /**
   * What was erased is to be gone from the disk. `secure_delete` blanks a row where it lies, but not the copies of it
   * that were left in the slack of pages when the tree was balanced, nor the write-ahead log: the file is written anew.
   */
  const rewrite = (): void => {
    try {
      db.exec('VACUUM; PRAGMA user_version=0; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // No room to write it anew: the mark stays, and the next time it is tried again.
      if (!isFull(error)) throw error;
    }
  };
  const mark = (): void => db.exec('PRAGMA user_version=1');
  if (db.prepare('PRAGMA user_version').get()?.['user_version'] !== 0) rewrite();

  return {
    get: (key) => {
      const value = one.get(key)?.['value'];
      return Promise.resolve(value instanceof Uint8Array ? copy(value) : undefined);
    },
    list: (prefix, { after = '', limit = -1 } = {}) =>
      Promise.resolve(
        some
          .all(after, prefix, beyond(prefix), limit)
          .flatMap(({ key, value }) => (typeof key === 'string' && value instanceof Uint8Array ? [[key, copy(value)] as const] : [])),
      ),
    write: (batch) =>
      new Promise((resolve) => {
        const erases = batch.length > 0 && batch.every(([, value]) => value === null);
        inOne(() => {
          if (erases) mark();
          for (const [key, value] of batch) {
            if (value === null) erase.run(key);
            else put.run(key, value);
          }
        });
        if (erases) rewrite();
        resolve();
      }),
    clear: (prefix) =>
      new Promise((resolve) => {
        inOne(() => {
          mark();
          eraseAll.run(prefix, beyond(prefix));
        });
        rewrite();
        resolve();
      }),
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}
