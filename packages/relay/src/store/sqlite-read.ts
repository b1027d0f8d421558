import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { splitKeys } from './keys.ts';
import type { BlobRow, BoxRow, FrameRow, LeafRow, LetterRow, SpaceRow } from './port.ts';
import { placesEach } from './schema.ts';

type Row = Record<string, SQLOutputValue>;

/** A space and the store's own number for it. */
export interface NumberedSpace {
  readonly no: number;
  row: SpaceRow;
}

const none = new Uint8Array();
const blobOf = (value: SQLOutputValue | undefined): Uint8Array => (value instanceof Uint8Array ? value : none);
const maybeBlob = (value: SQLOutputValue | undefined): Uint8Array | null => (value instanceof Uint8Array ? value : null);

export function spaceOf(row: Row | undefined): NumberedSpace | undefined {
  if (!row) return undefined;
  const owed = row['owed_size'] === null ? null : { size: Number(row['owed_size']), root: maybeBlob(row['owed_root']) };
  return {
    no: Number(row['no']),
    row: {
      space: blobOf(row['space']),
      door: {
        count: Number(row['count']),
        rpk: blobOf(row['rpk']),
        wpk: blobOf(row['wpk']),
        place: Number(row['place']),
        control: splitKeys(blobOf(row['control'])),
        k: Number(row['k']),
      },
      size: Number(row['size']),
      minute: Number(row['minute']),
      bytes: Number(row['bytes']),
      owed,
    },
  };
}

const leafOfRow = (row: Row): LeafRow => ({
  place: Number(row['id']) % placesEach,
  minute: Number(row['minute']),
  sealedHash: blobOf(row['sealed_hash']),
  partHash: maybeBlob(row['part_hash']),
  day: Number(row['day']),
  leaf: blobOf(row['leaf']),
  rowHash: blobOf(row['row_hash']),
});

const frameOfRow = (row: Row): FrameRow => ({ ...leafOfRow(row), sealed: blobOf(row['sealed']), part: maybeBlob(row['part']) });

const leafColumns = 'f.id, f.minute, f.sealed_hash, f.part_hash, f.day, f.leaf, f.row_hash';
const frameQuery = `select ${leafColumns}, f.sealed, p.bytes as part from frames f left join parts p on p.id = f.id where f.id >= ? and f.id < ? order by f.id limit ?`;

/** What is read of the database, through a connection that cannot write. */
export class Reads {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  space(space: Uint8Array): NumberedSpace | undefined {
    return spaceOf(this.#sql('select * from spaces where space = ?').get(space));
  }

  leaves(no: number, from: number, max: number): LeafRow[] {
    const query = `select ${leafColumns} from frames f where f.id >= ? and f.id < ? order by f.id limit ?`;
    return this.#sql(query)
      .all(no * placesEach + from, (no + 1) * placesEach, max)
      .map(leafOfRow);
  }

  frames(no: number, from: number, max: number, maxBytes: number): FrameRow[] {
    const rows: FrameRow[] = [];
    let bytes = 0;
    for (const raw of this.#sql(frameQuery).iterate(no * placesEach + from, (no + 1) * placesEach, max)) {
      const row = frameOfRow(raw);
      rows.push(row);
      bytes += row.sealed.length + (row.part?.length ?? 0) + 128;
      if (bytes >= maxBytes) break;
    }
    return rows;
  }

  frame(no: number, place: number): FrameRow | undefined {
    const id = no * placesEach + place;
    const row = this.#sql(frameQuery).get(id, id + 1, 1);
    return row ? frameOfRow(row) : undefined;
  }

  scrub(after: number, max: number): { rows: FrameRow[]; next: number } {
    const raws = this.#sql(frameQuery).all(after, Number.MAX_SAFE_INTEGER, max);
    const last = raws.at(-1);
    return { rows: raws.map(frameOfRow), next: last ? Number(last['id']) + 1 : 0 };
  }

  until(no: number, rpk: Uint8Array): number | undefined {
    const row = this.#sql('select until from doors where no = ? and rpk = ?').get(no, rpk);
    return row ? Number(row['until']) : undefined;
  }

  blob(no: number, blob: Uint8Array): BlobRow | undefined {
    const row = this.#sql('select size, day, place from blobs where no = ? and blob = ?').get(no, blob);
    return row ? { size: Number(row['size']), day: Number(row['day']), place: Number(row['place']) } : undefined;
  }

  names(blob: Uint8Array): boolean {
    return this.#sql('select 1 from blobs where blob = ? limit 1').get(blob) !== undefined;
  }

  box(box: Uint8Array): BoxRow | undefined {
    const row = this.#sql('select s.space, b.until from boxes b join spaces s on s.no = b.no where b.box = ?').get(box);
    return row ? { space: blobOf(row['space']), until: Number(row['until']) } : undefined;
  }

  letters(box: Uint8Array, after: number, max: number): LetterRow[] {
    return this.#sql('select seq, slot, bytes from letters where box = ? and seq > ? order by seq limit ?')
      .all(box, after, max)
      .map((row) => ({ seq: Number(row['seq']), slot: blobOf(row['slot']), bytes: blobOf(row['bytes']) }));
  }

  reply(box: Uint8Array, slot: Uint8Array): Uint8Array | undefined {
    const row = this.#sql('select bytes from replies where box = ? and slot = ?').get(box, slot);
    return row ? blobOf(row['bytes']) : undefined;
  }

  #sql(text: string): StatementSync {
    const known = this.#prepared.get(text);
    if (known) return known;
    const made = this.#db.prepare(text);
    this.#prepared.set(text, made);
    return made;
  }
}
