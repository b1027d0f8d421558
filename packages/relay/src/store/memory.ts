import { equal, err, ok, type Result } from '@awna/base';
import { nameOf } from '../hash.ts';
import { isSameDoor } from './keys.ts';
import { givenRow, healedRow } from './leaf.ts';
import {
  boxGrace,
  defaultBounds,
  type BlobRow,
  type FrameRow,
  type LeafRow,
  type LetterRow,
  type Outcome,
  type SpaceRow,
  type Store,
  type StoreBounds,
  type Write,
} from './port.ts';

interface Kept {
  row: SpaceRow;
  readonly frames: Map<number, FrameRow>;
  readonly byHash: Map<string, number>;
  readonly blobs: Map<string, BlobRow & { readonly blob: Uint8Array }>;
  /** Earlier reading doors, the oldest first. */
  older: { readonly rpk: Uint8Array; readonly until: number }[];
}

interface Box {
  readonly space: string;
  until: number;
  next: number;
  letters: LetterRow[];
  readonly replies: Map<string, Uint8Array>;
}

const done = (place = 0, minute = 0, again = false): Outcome => ok({ place, minute, again });
const placed = ({ place, minute, leaf }: LeafRow): Outcome => ok({ place, minute, again: false, leaf });

/** The store without a disk: what the port says, in the fewest words. For tests. */
export function memoryStore(given: Partial<StoreBounds> = {}): Store {
  const bounds = { ...defaultBounds, ...given };
  const spaces = new Map<string, Kept>();
  const boxes = new Map<string, Box>();

  const put = (kept: Kept, row: FrameRow): void => {
    kept.frames.set(row.place, row);
    kept.byHash.set(nameOf(row.sealedHash), row.place);
  };

  const one = (write: Write): Outcome => {
    if (write.kind === 'letter') return letter(write);
    const kept = spaces.get(nameOf(write.space));
    if (write.kind === 'open') return open(write, kept);
    if (!kept) return err(write.kind === 'reply' ? 'unknown-box' : 'unknown-space');
    const { row } = kept;
    if ('wpk' in write && !equal(write.wpk, row.door.wpk)) return err('door-shut');
    switch (write.kind) {
      case 'append': {
        const before = kept.byHash.get(nameOf(write.sealedHash));
        if (before !== undefined && before < row.size) return done(before, kept.frames.get(before)?.minute, true);
        if (row.owed) return err('missing-tail');
        const bytes = row.bytes + write.sealed.length + (write.part?.bytes.length ?? 0);
        if (bytes > bounds.spaceBytes) return err('full');
        const minute = Math.max(row.minute, write.minute);
        const made = givenRow(row.size, minute, write.sealedHash, write.part);
        put(kept, { ...made, sealed: write.sealed, part: write.part?.bytes ?? null });
        kept.row = { ...row, size: row.size + 1, minute, bytes };
        return placed(made);
      }
      case 'door': {
        const { record } = write;
        if (record.count <= row.door.count) return err('door-old');
        if (record.place >= row.size) return err('ahead');
        kept.row = { ...row, door: record };
        if (equal(row.door.rpk, record.rpk)) return done(record.place);
        const others = kept.older.filter(({ rpk }) => !equal(rpk, row.door.rpk));
        kept.older = [...others, { rpk: row.door.rpk, until: record.place }].slice(-bounds.doors);
        return done(record.place);
      }
      case 'owe':
        kept.row = { ...row, size: write.size, owed: write.owed };
        return done(0, row.minute);
      case 'heal':
        put(kept, {
          ...healedRow(write.frame),
          sealed: write.frame.sealed,
          part: write.frame.part ?? kept.frames.get(write.frame.place)?.part ?? null,
        });
        return done(write.frame.place, write.frame.minute);
      case 'healed':
        kept.row = { ...row, size: write.size, minute: Math.max(row.minute, write.minute), owed: null };
        return done(0, kept.row.minute);
      case 'unheal':
        for (const place of [...kept.frames.keys()]) if (place >= row.size) kept.frames.delete(place);
        return done(0, row.minute);
      case 'blob': {
        const before = kept.blobs.get(nameOf(write.blob));
        const bytes = row.bytes + (before ? 0 : write.size);
        if (bytes > bounds.spaceBytes) return err('full');
        const day = before && (before.day === 0 || write.day === 0) ? 0 : Math.max(write.day, before?.day ?? 0);
        kept.blobs.set(nameOf(write.blob), { blob: write.blob, size: write.size, day, place: before?.place ?? row.size });
        kept.row = { ...row, bytes };
        return done();
      }
      case 'box': {
        const before = boxes.get(nameOf(write.box));
        if (before && before.space !== nameOf(write.space)) return err('taken');
        const many = [...boxes.values()].filter((box) => box.space === nameOf(write.space)).length;
        if (!before && many >= bounds.boxes) return err('full');
        if (before) before.until = write.until;
        else boxes.set(nameOf(write.box), { space: nameOf(write.space), until: write.until, next: 1, letters: [], replies: new Map() });
        return done();
      }
      case 'reply': {
        const box = boxes.get(nameOf(write.box));
        if (!box || box.space !== nameOf(write.space)) return err('unknown-box');
        if (!box.replies.has(nameOf(write.slot)) && box.replies.size >= 4 * bounds.boxLetters) return err('box-full');
        box.replies.set(nameOf(write.slot), write.bytes);
        box.letters = box.letters.filter((waiting) => !equal(waiting.slot, write.slot));
        return done();
      }
    }
  };

  const open = (write: Extract<Write, { kind: 'open' }>, kept: Kept | undefined): Outcome => {
    if (kept) {
      const first = kept.frames.get(0);
      const same = first && equal(first.sealedHash, write.sealedHash) && isSameDoor(kept.row.door, write.door);
      return same ? done(0, first.minute, true) : err('exists');
    }
    const bytes = write.sealed.length + (write.part?.bytes.length ?? 0);
    const row = { space: write.space, door: write.door, size: 1, minute: write.minute, bytes, owed: null };
    const made: Kept = { row, frames: new Map(), byHash: new Map(), blobs: new Map(), older: [] };
    spaces.set(nameOf(write.space), made);
    put(made, { ...givenRow(0, write.minute, write.sealedHash, write.part), sealed: write.sealed, part: write.part?.bytes ?? null });
    return done(0, write.minute);
  };

  const letter = (write: Extract<Write, { kind: 'letter' }>): Outcome => {
    const box = boxes.get(nameOf(write.box));
    if (!box || box.until <= write.minute) return err('unknown-box');
    const before = box.letters.find((waiting) => equal(waiting.slot, write.slot));
    if (before) return equal(before.bytes, write.bytes) ? done(0, 0, true) : err('taken');
    if (box.letters.length >= bounds.boxLetters) return err('box-full');
    box.letters.push({ seq: box.next++, slot: write.slot, bytes: write.bytes });
    return done();
  };

  const rows = (space: Uint8Array, from: number, max: number): FrameRow[] =>
    [...(spaces.get(nameOf(space))?.frames.values() ?? [])]
      .filter((row) => row.place >= from)
      .sort((a, b) => a.place - b.place)
      .slice(0, max);

  const sweep = (day: number, minute: number) => {
    let parts = 0;
    const blobs: Uint8Array[] = [];
    for (const kept of spaces.values()) {
      for (const row of kept.frames.values()) {
        if (!row.part || row.day === 0 || row.day > day) continue;
        parts++;
        kept.row = { ...kept.row, bytes: kept.row.bytes - row.part.length };
        kept.frames.set(row.place, { ...row, part: null });
      }
      for (const [name, { blob, size, day: its }] of kept.blobs) {
        if (its === 0 || its > day) continue;
        kept.blobs.delete(name);
        kept.row = { ...kept.row, bytes: kept.row.bytes - size };
        blobs.push(blob);
      }
    }
    const gone = [...boxes].filter(([, box]) => box.until <= minute - boxGrace);
    for (const [name] of gone) boxes.delete(name);
    return { parts, boxes: gone.length, blobs: blobs.filter((blob) => !named(blob)) };
  };

  const named = (blob: Uint8Array): boolean => [...spaces.values()].some((kept) => kept.blobs.has(nameOf(blob)));

  return {
    commit: async (writes) => ok(writes.map(one)),
    space: async (space) => spaces.get(nameOf(space))?.row,
    leaves: async (space, from, max) => rows(space, from, max),
    frames: async (space, from, max, maxBytes) => {
      let bytes = 0;
      return rows(space, from, max).filter((row) => {
        const fits = bytes < maxBytes;
        bytes += row.sealed.length + (row.part?.length ?? 0) + 128;
        return fits;
      });
    },
    until: async (space, rpk) => spaces.get(nameOf(space))?.older.find((door) => equal(door.rpk, rpk))?.until,
    blob: async (space, blob) => {
      const found = spaces.get(nameOf(space))?.blobs.get(nameOf(blob));
      return found && { size: found.size, day: found.day, place: found.place };
    },
    names: async (blob) => named(blob),
    box: async (box) => {
      const found = boxes.get(nameOf(box));
      const kept = found && spaces.get(found.space);
      return found && kept && { space: kept.row.space, until: found.until };
    },
    letters: async (box, after, max) => (boxes.get(nameOf(box))?.letters ?? []).filter((waiting) => waiting.seq > after).slice(0, max),
    reply: async (box, slot) => boxes.get(nameOf(box))?.replies.get(nameOf(slot)),
    sweep: async (day, minute): Promise<Result<ReturnType<typeof sweep>, never>> => ok(sweep(day, minute)),
    scrub: async () => ({ rows: [], next: 0 }),
    close: async () => undefined,
  };
}
