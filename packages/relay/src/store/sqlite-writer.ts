import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '@awna/base';
import { Ballast } from './ballast.ts';
import { boxGrace, defaultBounds, type Outcome, type StoreBounds, type StoreTrouble, type Swept, type Write } from './port.ts';
import { placesEach } from './schema.ts';
import { lockFolder, openWriter, sqliteTrouble } from './sqlite-open.ts';
import { Writes } from './sqlite-write.ts';

export interface SqliteOptions {
  readonly folder: string;
  readonly bounds?: Partial<StoreBounds>;
  /** Bytes held back so that erasing works on a full disk. */
  readonly ballastBytes?: number;
  /** Pages the database may have at most; beyond them it is as on a full disk. */
  readonly maxPages?: number;
}

/** The file the reader opens too. */
export const databaseIn = (folder: string): string => join(folder, 'relay.db');

/** The side of the store that writes. */
export interface WritingSide {
  commit(writes: readonly Write[]): Result<readonly Outcome[], StoreTrouble>;
  sweep(day: number, minute: number): Promise<Result<Swept, StoreTrouble>>;
  close(): void;
}

/** Opens the database for writing. Throws where the folder is held by another, or SQLite does not keep its settings. */
export async function openWritingSide(options: SqliteOptions): Promise<WritingSide> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(join(options.folder, 'lock.db'));
  const path = databaseIn(options.folder);
  const fresh = !existsSync(path);
  const db = openWriter(path);
  if (options.maxPages !== undefined) db.exec(`pragma max_page_count = ${Math.floor(options.maxPages)}`);
  const writes = new Writes(db, { ...defaultBounds, ...options.bounds });
  const ballast = new Ballast(join(options.folder, 'ballast'), options.ballastBytes ?? 8 * 1_048_576);
  if (fresh) await ballast.lay();
  /** After an I/O error nothing more is written until somebody has looked at the disk. */
  let broken = false;
  /** Whether erased bytes may still lie in the write-ahead log; after a crash nobody knows. */
  let unfolded = true;
  let rewritten = Number.NEGATIVE_INFINITY;

  /**
   * `secure_delete` blanks a row where it lies, not the copies of it that were left in the slack of pages when the tree
   * was balanced: about one erased part in sixty was still readable there. So the file is written anew, once an hour at
   * most; the mark that it is owed outlasts a restart. Where there is no room for it, it stays owed.
   */
  const rewrite = (minute: number): void => {
    if (db.prepare('pragma user_version').get()?.['user_version'] !== 1 || minute < rewritten + 60) return;
    rewritten = minute;
    unfolded = true;
    try {
      db.exec('vacuum; pragma user_version = 0');
    } catch (error) {
      const trouble = sqliteTrouble(error);
      broken ||= trouble === 'read-only' || trouble === 'corrupt';
    }
  };

  const transact = <T>(work: () => T): Result<T, StoreTrouble> => {
    if (broken) return err('read-only');
    try {
      db.exec('begin immediate');
      const value = work();
      db.exec('commit');
      return ok(value);
    } catch (error) {
      const trouble = sqliteTrouble(error);
      if (db.isTransaction) db.exec('rollback');
      broken = trouble === 'read-only' || trouble === 'corrupt';
      return err(trouble === 'corrupt' ? 'read-only' : trouble);
    }
  };

  return {
    commit: (batch) => transact(() => writes.run(batch)),
    sweep: async (day, minute) => {
      let swept = transact(() => erase(db, day, minute));
      if (!swept.ok && swept.error === 'disk-full') {
        await ballast.drop();
        swept = transact(() => erase(db, day, minute));
      }
      if (!swept.ok) return swept;
      const { parts, boxes, blobs } = swept.value;
      if (parts + boxes + blobs.length > 0) unfolded = true;
      rewrite(minute);
      if (unfolded) {
        db.exec('pragma incremental_vacuum(1000)');
        // Erased bytes still lie in the write-ahead log until it is folded in and cut off; a reader in the middle puts it off.
        unfolded = Number(db.prepare('pragma wal_checkpoint(truncate)').get()?.['busy']) !== 0;
      }
      await ballast.lay();
      return swept;
    },
    close: () => {
      db.close();
      unlock();
    },
  };
}

function erase(db: DatabaseSync, day: number, minute: number): Swept {
  const shrink = db.prepare('update spaces set bytes = max(0, bytes - ?) where no = ?');
  const freed = db
    .prepare(`select id / ${placesEach} as no, sum(length(bytes)) as bytes from parts where day > 0 and day <= ? group by 1`)
    .all(day);
  for (const row of freed) shrink.run(row['bytes'] ?? 0, row['no'] ?? 0);
  const parts = db.prepare('delete from parts where day > 0 and day <= ?').run(day).changes;
  const blobs = db.prepare('select blob, no, size from blobs where day > 0 and day <= ?').all(day);
  for (const row of blobs) shrink.run(row['size'] ?? 0, row['no'] ?? 0);
  db.prepare('delete from blobs where day > 0 and day <= ?').run(day);
  if (parts > 0) db.exec('pragma user_version = 1');
  const gone = minute - boxGrace;
  db.prepare('delete from letters where box in (select box from boxes where until <= ?)').run(gone);
  db.prepare('delete from replies where box in (select box from boxes where until <= ?)').run(gone);
  const boxes = db.prepare('delete from boxes where until <= ?').run(gone).changes;
  const named = db.prepare('select 1 from blobs where blob = ?');
  const orphans = blobs.flatMap((row) => (row['blob'] instanceof Uint8Array && !named.get(row['blob']) ? [row['blob']] : []));
  return { parts: Number(parts), boxes: Number(boxes), blobs: orphans };
}
