import { type FrameRow, type Store } from './port.ts';
import { openReader } from './sqlite-open.ts';
import { Reads } from './sqlite-read.ts';
import { startWriting } from './sqlite-thread.ts';
import { databaseIn, type SqliteOptions } from './sqlite-writer.ts';

export { type SqliteOptions } from './sqlite-writer.ts';

/** The store in one SQLite database. Rejects where the folder is held by another, or SQLite does not keep its settings. */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const writing = await startWriting(options);
  const reader = openReader(databaseIn(options.folder));
  const reads = new Reads(reader);
  const numberOf = (space: Uint8Array): number | undefined => reads.space(space)?.no;

  return {
    commit: (writes) => writing.commit(writes),
    sweep: (day, minute) => writing.sweep(day, minute),
    space: async (space) => reads.space(space)?.row,
    leaves: async (space, from, max) => {
      const no = numberOf(space);
      return no === undefined ? [] : reads.leaves(no, from, max);
    },
    frames: async (space, from, max, maxBytes) => {
      const no = numberOf(space);
      return no === undefined ? [] : readable(reads, no, from, max, maxBytes);
    },
    until: async (space, rpk) => {
      const no = numberOf(space);
      return no === undefined ? undefined : reads.until(no, rpk);
    },
    blob: async (space, blob) => {
      const no = numberOf(space);
      return no === undefined ? undefined : reads.blob(no, blob);
    },
    names: async (blob) => reads.names(blob),
    box: async (box) => reads.box(box),
    letters: async (box, after, max) => reads.letters(box, after, max),
    reply: async (box, slot) => reads.reply(box, slot),
    scrub: async (after, max) => {
      try {
        return reads.scrub(after, max);
      } catch {
        return { rows: [], next: 0 };
      }
    },
    close: async () => {
      reader.close();
      await writing.close();
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
