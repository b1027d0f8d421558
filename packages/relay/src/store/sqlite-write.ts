import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { equal, err, ok } from '@awna/base';
import { nameOf } from '../hash.ts';
import { isSameDoor, joinKeys } from './keys.ts';
import { givenRow, healedRow } from './leaf.ts';
import type { LeafRow, Outcome, SpaceRow, StoreBounds, Write } from './port.ts';
import { placesEach } from './schema.ts';
import { spaceOf, type NumberedSpace } from './sqlite-read.ts';

type Of<K extends Write['kind']> = Extract<Write, { kind: K }>;

const done = (place = 0, minute = 0, again = false): Outcome => ok({ place, minute, again });
const placed = ({ place, minute, leaf }: LeafRow): Outcome => ok({ place, minute, again: false, leaf });

/** The writes of one transaction; made once, used for every batch. The caller begins and commits. */
export class Writes {
  readonly #prepared = new Map<string, StatementSync>();
  readonly #db: DatabaseSync;
  readonly #bounds: StoreBounds;
  /** Spaces as this transaction has changed them; written back at its end. */
  #touched = new Map<string, NumberedSpace>();

  constructor(db: DatabaseSync, bounds: StoreBounds) {
    this.#db = db;
    this.#bounds = bounds;
  }

  run(writes: readonly Write[]): readonly Outcome[] {
    this.#touched = new Map();
    const outcomes = writes.map((write) => this.#one(write));
    for (const { no, row } of this.#touched.values()) {
      this.#sql('update spaces set size = ?, minute = ?, bytes = ?, owed_size = ?, owed_root = ? where no = ?').run(
        row.size,
        row.minute,
        row.bytes,
        row.owed?.size ?? null,
        row.owed?.root ?? null,
        no,
      );
    }
    return outcomes;
  }

  #one(write: Write): Outcome {
    const wpk = 'wpk' in write ? this.#space(write.space)?.row.door.wpk : undefined;
    if (wpk && 'wpk' in write && !equal(wpk, write.wpk)) return err('door-shut');
    switch (write.kind) {
      case 'open':
        return this.#open(write);
      case 'append':
        return this.#append(write);
      case 'door':
        return this.#door(write);
      case 'heal':
        return this.#heal(write);
      case 'owe':
        return this.#change(write.space, (row) => ({ ...row, size: write.size, owed: write.owed }));
      case 'healed':
        return this.#change(write.space, (row) => ({ ...row, size: write.size, minute: Math.max(row.minute, write.minute), owed: null }));
      case 'unheal':
        return this.#unheal(write);
      case 'blob':
        return this.#blob(write);
      case 'box':
        return this.#box(write);
      case 'letter':
        return this.#letter(write);
      case 'reply':
        return this.#reply(write);
    }
  }

  #open(write: Of<'open'>): Outcome {
    const known = this.#space(write.space);
    if (known) {
      const first = this.#sql('select minute, sealed_hash from frames where id = ?').get(known.no * placesEach);
      const same = first !== undefined && isBytesEqual(first['sealed_hash'], write.sealedHash) && isSameDoor(known.row.door, write.door);
      return same ? done(0, Number(first['minute']), true) : err('exists');
    }
    const bytes = write.sealed.length + (write.part?.bytes.length ?? 0);
    const { rpk, wpk, count, place, control, k } = write.door;
    const made = this.#sql(
      'insert into spaces (space, rpk, wpk, size, minute, bytes, count, place, control, k) values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?) returning no',
    ).get(write.space, rpk, wpk, write.minute, bytes, count, place, joinKeys(control), k);
    const row: SpaceRow = { space: write.space, door: write.door, size: 1, minute: write.minute, bytes, owed: null };
    const numbered = { no: Number(made?.['no']), row };
    this.#touched.set(nameOf(write.space), numbered);
    this.#put(numbered.no, givenRow(0, write.minute, write.sealedHash, write.part), write.sealed, write.part?.bytes ?? null);
    return done(0, write.minute);
  }

  #append(write: Of<'append'>): Outcome {
    const known = this.#space(write.space);
    if (!known) return err('unknown-space');
    const { no, row } = known;
    const before = this.#sql('select id, minute from frames where sealed_hash = ? and id >= ? and id < ?').get(
      write.sealedHash,
      no * placesEach,
      no * placesEach + row.size,
    );
    if (before) return done(Number(before['id']) - no * placesEach, Number(before['minute']), true);
    if (row.owed) return err('missing-tail');
    const bytes = row.bytes + write.sealed.length + (write.part?.bytes.length ?? 0);
    if (bytes > this.#bounds.spaceBytes) return err('full');
    const minute = Math.max(row.minute, write.minute);
    const made = givenRow(row.size, minute, write.sealedHash, write.part);
    this.#put(no, made, write.sealed, write.part?.bytes ?? null);
    known.row = { ...row, size: row.size + 1, minute, bytes };
    return placed(made);
  }

  #door({ space, record }: Of<'door'>): Outcome {
    const known = this.#space(space);
    if (!known) return err('unknown-space');
    const { no, row } = known;
    if (record.count <= row.door.count) return err('door-old');
    if (record.place >= row.size) return err('ahead');
    if (!equal(row.door.rpk, record.rpk)) {
      this.#sql('insert or replace into doors (no, rpk, count, until) values (?, ?, ?, ?)').run(
        no,
        row.door.rpk,
        row.door.count,
        record.place,
      );
      this.#sql(
        'delete from doors where no = ? and count <= (select count from doors where no = ? order by count desc limit 1 offset ?)',
      ).run(no, no, this.#bounds.doors);
    }
    const { rpk, wpk, count, place, control, k } = record;
    this.#sql('update spaces set rpk = ?, wpk = ?, count = ?, place = ?, control = ?, k = ? where no = ?').run(
      ...[rpk, wpk, count, place, joinKeys(control), k, no],
    );
    known.row = { ...row, door: record };
    return done(place);
  }

  #heal(write: Of<'heal'>): Outcome {
    const known = this.#space(write.space);
    if (!known) return err('unknown-space');
    this.#put(known.no, healedRow(write.frame), write.frame.sealed, write.frame.part);
    return done(write.frame.place, write.frame.minute);
  }

  #put(no: number, row: LeafRow, sealed: Uint8Array, part: Uint8Array | null): void {
    const id = no * placesEach + row.place;
    this.#sql(
      'insert or replace into frames (id, minute, sealed_hash, part_hash, day, leaf, row_hash, sealed) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(id, row.minute, row.sealedHash, row.partHash, row.day, row.leaf, row.rowHash, sealed);
    if (part) this.#sql('insert or replace into parts (id, day, bytes) values (?, ?, ?)').run(id, row.day, part);
  }

  #unheal(write: Of<'unheal'>): Outcome {
    return this.#change(write.space, (row, no) => {
      const range = [no * placesEach + row.size, (no + 1) * placesEach] as const;
      this.#sql('delete from frames where id >= ? and id < ?').run(...range);
      this.#sql('delete from parts where id >= ? and id < ?').run(...range);
      return row;
    });
  }

  #blob(write: Of<'blob'>): Outcome {
    const known = this.#space(write.space);
    if (!known) return err('unknown-space');
    const before = this.#sql('select day, place from blobs where no = ? and blob = ?').get(known.no, write.blob);
    const bytes = known.row.bytes + (before ? 0 : write.size);
    if (bytes > this.#bounds.spaceBytes) return err('full');
    // Put again, a blob stays until the later of the two days; 0 is never.
    const day = before && (Number(before['day']) === 0 || write.day === 0) ? 0 : Math.max(write.day, Number(before?.['day'] ?? 0));
    const place = Number(before?.['place'] ?? known.row.size);
    this.#sql('insert or replace into blobs (no, blob, size, day, place) values (?, ?, ?, ?, ?)').run(
      ...[known.no, write.blob, write.size, day, place],
    );
    known.row = { ...known.row, bytes };
    return done();
  }

  #box(write: Of<'box'>): Outcome {
    const known = this.#space(write.space);
    if (!known) return err('unknown-space');
    const before = this.#sql('select no from boxes where box = ?').get(write.box);
    if (before && before['no'] !== known.no) return err('taken');
    if (!before && this.#many('select count(*) as n from boxes where no = ?', known.no) >= this.#bounds.boxes) return err('full');
    this.#sql('insert into boxes (box, no, until, next) values (?, ?, ?, 1) on conflict (box) do update set until = excluded.until').run(
      write.box,
      known.no,
      write.until,
    );
    return done();
  }

  #letter(write: Of<'letter'>): Outcome {
    const box = this.#sql('select until, next from boxes where box = ?').get(write.box);
    if (!box || Number(box['until']) <= write.minute) return err('unknown-box');
    const before = this.#sql('select bytes from letters where box = ? and slot = ?').get(write.box, write.slot);
    if (before) return isBytesEqual(before['bytes'], write.bytes) ? done(0, 0, true) : err('taken');
    if (this.#many('select count(*) as n from letters where box = ?', write.box) >= this.#bounds.boxLetters) return err('box-full');
    this.#sql('insert into letters (box, seq, slot, bytes) values (?, ?, ?, ?)').run(
      write.box,
      Number(box['next']),
      write.slot,
      write.bytes,
    );
    this.#sql('update boxes set next = next + 1 where box = ?').run(write.box);
    return done();
  }

  #reply(write: Of<'reply'>): Outcome {
    const known = this.#space(write.space);
    const box = this.#sql('select no from boxes where box = ?').get(write.box);
    if (!known || !box || box['no'] !== known.no) return err('unknown-box');
    const before = this.#sql('select 1 from replies where box = ? and slot = ?').get(write.box, write.slot);
    const full = !before && this.#many('select count(*) as n from replies where box = ?', write.box) >= 4 * this.#bounds.boxLetters;
    if (full) return err('box-full');
    this.#sql('insert or replace into replies (box, slot, bytes) values (?, ?, ?)').run(write.box, write.slot, write.bytes);
    // A letter that was answered has done its work.
    this.#sql('delete from letters where box = ? and slot = ?').run(write.box, write.slot);
    return done();
  }

  #change(space: Uint8Array, change: (row: SpaceRow, no: number) => SpaceRow): Outcome {
    const known = this.#space(space);
    if (!known) return err('unknown-space');
    known.row = change(known.row, known.no);
    return done(0, known.row.minute);
  }

  #space(space: Uint8Array): NumberedSpace | undefined {
    const name = nameOf(space);
    const touched = this.#touched.get(name);
    if (touched) return touched;
    const found = spaceOf(this.#sql('select * from spaces where space = ?').get(space));
    if (found) this.#touched.set(name, found);
    return found;
  }

  #many(sql: string, key: number | Uint8Array): number {
    return Number(this.#sql(sql).get(key)?.['n']);
  }

  #sql(text: string): StatementSync {
    const known = this.#prepared.get(text);
    if (known) return known;
    const made = this.#db.prepare(text);
    this.#prepared.set(text, made);
    return made;
  }
}

const isBytesEqual = (a: unknown, b: Uint8Array): boolean => a instanceof Uint8Array && Buffer.compare(a, b) === 0;
