import { equal, leafOf } from '@awna/base';
import { rowHashOf, sha256 } from '../hash.ts';
import type { FrameRow, Healed, LeafRow, PartRow } from './port.ts';

/** A row's own words about a frame. */
export function leafRow(place: number, minute: number, sealedHash: Uint8Array, partHash: Uint8Array | null, day: number): LeafRow {
  const leaf = leafOf(place, minute, sealedHash, partHash);
  return { place, minute, sealedHash, partHash, day, leaf, rowHash: rowHashOf(leaf, day) };
}

export const healedRow = (frame: Healed): LeafRow => leafRow(frame.place, frame.minute, frame.sealedHash, frame.partHash, frame.day);

export const givenRow = (place: number, minute: number, sealedHash: Uint8Array, part: PartRow | null): LeafRow =>
  leafRow(place, minute, sealedHash, part?.hash ?? null, part?.day ?? 0);

/** A row's leaf though one of its fields may have flipped: two of (fields, leaf, row hash) that agree outvote the third. */
export function trueLeaf(row: LeafRow): Uint8Array | undefined {
  const told = leafOf(row.place, row.minute, row.sealedHash, row.partHash);
  if (equal(told, row.leaf)) return row.leaf;
  if (equal(rowHashOf(row.leaf, row.day), row.rowHash)) return row.leaf;
  return equal(rowHashOf(told, row.day), row.rowHash) ? told : undefined;
}

/** Whether a row's message is the one its place in the tree was given for. Only such a row is served. */
export function isSound(row: FrameRow, leaf: Uint8Array): boolean {
  const told = leafOf(row.place, row.minute, row.sealedHash, row.partHash);
  return equal(sha256(row.sealed), row.sealedHash) && equal(told, leaf) && equal(rowHashOf(leaf, row.day), row.rowHash);
}

/** A row's part, if it is whole and its day has not come. */
export function partOf(row: FrameRow, today: number): Uint8Array | null {
  if (!row.part || !row.partHash || (row.day > 0 && row.day <= today)) return null;
  return equal(sha256(row.part), row.partHash) ? row.part : null;
}
