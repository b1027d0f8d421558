import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@awna/base';
import { Ballast } from './ballast.ts';
import { boxGrace, defaultBounds, type FrameRow, type Store, type StoreBounds, type StoreTrouble, type Swept } from './port.ts';
import { lockFolder, openReader, openWriter, sqliteTrouble } from './sqlite-open.ts';
import { placesEach } from './schema.ts';
import { Reads } from './sqlite-read.ts';
import { Writes } from './sqlite-write.ts';

export interface SqliteOptions {
  readonly folder: string;
  readonly bounds?: Partial<StoreBounds>;
  /** Bytes held back so that erasing works on a full disk. */
  readonly ballastBytes?: number;
  /** Pages the database may have at most; beyond them it is as on a full disk. */
  readonly maxPages?: number;
}

/** The store in one SQLite database. Throws where the folder is held by another, or SQLite does not keep its settings. */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(join(options.folder, 'lock.db'));
  const path = join(options.folder, 'relay.db');
  const fresh = !existsSync(path);
  const db = openWriter(path);
  if (options.maxPages !== undefined) db.exec(`pragma max_page_count = ${Math.floor(options.maxPages)}`);
  const reader = openReader(path);
  const reads = new Reads(reader);
  const writes = new Writes(db, { ...defaultBounds, ...options.bounds });
  const ballast = new Ballast(join(options.folder, 'ballast'), options.ballastBytes ?? 8 * 1_048_576);
  if (fresh) await ballast.lay();
  /** After an I/O error nothing more is written until somebody has looked at the disk. */
  let broken = false;

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

  const numberOf = (space: Uint8Array): number | undefined => reads.space(space)?.no;

  const erase = (day: number, minute: number): Swept => {
    const freed = db
      .prepare(`select id / ${placesEach} as no, sum(length(bytes)) as bytes from parts where day > 0 and day <= ? group by 1`)
      .all(day);
    const shrink = db.prepare('update spaces set bytes = max(0, bytes - ?) where no = ?');
    for (const row of freed) shrink.run(row['bytes'] ?? 0, row['no'] ?? 0);
    const parts = db.prepare('delete from parts where day > 0 and day <= ?').run(day).changes;
    const blobs = db.prepare('select blob, no, size from blobs where day > 0 and day <= ?').all(day);
    for (const row of blobs) shrink.run(row['size'] ?? 0, row['no'] ?? 0);
    db.prepare('delete from blobs where day > 0 and day <= ?').run(day);
    const gone = minute - boxGrace;
    db.prepare('delete from letters where box in (select box from boxes where until <= ?)').run(gone);
    db.prepare('delete from replies where box in (select box from boxes where until <= ?)').run(gone);
    const boxes = db.prepare('delete from boxes where until <= ?').run(gone).changes;
    const orphans = blobs.flatMap((row) => (row['blob'] instanceof Uint8Array ? [row['blob']] : []));
    return {
      parts: Number(parts),
      boxes: Number(boxes),
      blobs: orphans.filter((blob) => !db.prepare('select 1 from blobs where blob = ?').get(blob)),
    };
  };

  return {
    commit: async (batch) => transact(() => writes.run(batch)),
    space: async (space) => reads.space(space)?.row,
    leaves: async (space, from, max) => {
      const no = numberOf(space);
      return no === undefined ? [] : reads.leaves(no, from, max);
    },
    frames: async (space, from, max, maxBytes) => {
      const no = numberOf(space);
      return no === undefined ? [] : readable(reads, no, from, max, maxBytes);
    },
    blob: async (space, blob) => {
      const no = numberOf(space);
      return no === undefined ? undefined : reads.blob(no, blob);
    },
    names: async (blob) => reads.names(blob),
    box: async (box) => reads.box(box),
    letters: async (box, after, max) => reads.letters(box, after, max),
    reply: async (box, slot) => reads.reply(box, slot),
    sweep: async (day, minute) => {
      let swept = transact(() => erase(day, minute));
      if (!swept.ok && swept.error === 'disk-full') {
        await ballast.drop();
        swept = transact(() => erase(day, minute));
      }
      if (!swept.ok) return swept;
      // Erased bytes still lie in the write-ahead log until it is folded in and cut off.
      db.exec('pragma wal_checkpoint(truncate)');
      db.exec('pragma incremental_vacuum(1000)');
      db.exec('pragma wal_checkpoint(truncate)');
      await ballast.lay();
      return swept;
    },
    scrub: async (after, max) => {
      try {
        return reads.scrub(after, max);
      } catch {
        return { rows: [], next: 0 };
      }
    },
    close: async () => {
      reader.close();
      db.close();
      unlock();
    },
  };
}

/** As many rows as can be read: where a page of the database is torn, the rows around it one by one. */
function readable(reads: Reads, no: number, from: number, max: number, maxBytes: number): FrameRow[] {
  try {
    return reads.frames(no, from, max, maxBytes);
  } catch {
    const rows: FrameRow[] = [];
    for (let place = from; place < from + max; place++) {
      try {
        const row = reads.frame(no, place);
        if (row) rows.push(row);
      } catch {
        continue;
      }
    }
    return rows;
  }
}
