import { DatabaseSync } from 'node:sqlite';
import { later, schema } from './schema.ts';

const setting = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0];

/** What is asked of SQLite, and what it must say when asked back: a driver that opens at weaker settings must not go unnoticed. */
const demands = [
  ['journal_mode', 'wal', 'wal'],
  ['synchronous', 'full', 2],
  ['secure_delete', 'on', 1],
  ['foreign_keys', 'off', 0],
  ['trusted_schema', 'off', 0],
  ['cell_size_check', 'on', 1],
] as const;

/** Opens the writer; throws where a setting did not take. */
export function openWriter(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec('pragma auto_vacuum = incremental');
  for (const [name, wanted] of demands) db.exec(`pragma ${name} = ${wanted}`);
  db.exec('pragma busy_timeout = 5000');
  db.exec('pragma wal_autocheckpoint = 4000');
  db.exec(schema);
  for (const [table, column, type] of later)
    if (!db.prepare('select 1 from pragma_table_info(?) where name = ?').get(table, column))
      db.exec(`alter table ${table} add column ${column} ${type}`);
  for (const [name, , expected] of demands) {
    const got = setting(db, name);
    if (got !== expected) {
      db.close();
      throw new Error(`SQLite keeps ${name} at ${String(got)}, not ${String(expected)}`);
    }
  }
  return db;
}

/** Holds a folder for one process until it ends, however it ends; throws where another holds it. */
export function lockFolder(path: string): () => void {
  const db = new DatabaseSync(path);
  try {
    db.exec('pragma journal_mode = delete; begin exclusive');
  } catch (error) {
    db.close();
    throw new Error('another relay runs on this folder', { cause: error });
  }
  return () => db.close();
}

/** Opens a reader that cannot write. */
export function openReader(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec('pragma query_only = on');
  if (setting(db, 'query_only') !== 1) throw new Error('SQLite lets a reader write');
  return db;
}

/** What kind of trouble an error of SQLite is: 13 full, 10 I/O, 8 read-only, 11 corrupt, 26 not a database. */
export function sqliteTrouble(error: unknown): 'disk-full' | 'read-only' | 'corrupt' | 'fault' {
  const code =
    typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : -1;
  if (code === 13) return 'disk-full';
  if (code === 10 || code === 8) return 'read-only';
  return code === 11 || code === 26 ? 'corrupt' : 'fault';
}
