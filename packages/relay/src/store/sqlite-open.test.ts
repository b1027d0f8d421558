import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inFolder } from '../../bench/people.ts';
import { openReader, openWriter } from './sqlite-open.ts';

afterEach(() => vi.restoreAllMocks());

const kept = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0];

/** A driver that takes another value for a setting than it is asked for, and says nothing. */
function keeping(name: string, value: string): void {
  const real = Reflect.get(DatabaseSync.prototype, 'exec') as DatabaseSync['exec'];
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    real.call(this, sql.replace(new RegExp(`(pragma ${name} = )\\w+`), `$1${value}`));
  });
}

// What the protocol asks of a store (3-protocol), written here a second time: the code cannot lower it alone.
const asked = [
  ['journal_mode', 'wal', 'delete'],
  ['synchronous', 2, 'normal'],
  ['secure_delete', 1, 'off'],
  ['foreign_keys', 0, 'on'],
  ['trusted_schema', 0, 'on'],
  ['cell_size_check', 1, 'off'],
] as const;

describe('[store] settings of SQLite', () => {
  it('are, asked back, what makes a frame durable before it is answered for and gone once it is erased', () =>
    inFolder(async (folder) => {
      const db = openWriter(join(folder, 'relay.db'));
      expect(asked.map(([name]) => [name, kept(db, name)])).toEqual(asked.map(([name, value]) => [name, value]));
      // What is erased is rewritten in steps, so the file must have been laid out for it: 2 is incremental.
      expect(kept(db, 'auto_vacuum')).toBe(2);
      db.close();
    }));

  it.each(asked)('%s: one that did not take is not worked with', (name, _, weaker) =>
    inFolder(async (folder) => {
      keeping(name, weaker);
      expect(() => openWriter(join(folder, 'relay.db'))).toThrow(`SQLite keeps ${name} at`);
    }),
  );

  it('a database that can have no write-ahead log is not worked with', () => {
    expect(() => openWriter(':memory:')).toThrow('SQLite keeps journal_mode at memory');
  });

  it('a reader cannot write, and one that could is not worked with', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'relay.db');
      openWriter(path).close();
      const reader = openReader(path);
      expect(kept(reader, 'query_only')).toBe(1);
      expect(() => reader.exec('delete from spaces')).toThrow('readonly');
      reader.close();
      keeping('query_only', 'off');
      expect(() => openReader(path)).toThrow('lets a reader write');
    }));
});
