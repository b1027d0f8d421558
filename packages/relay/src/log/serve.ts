import type { Frame } from '@awna/wire';
import type { Store } from '../store/port.ts';
import { isSound, partOf } from '../store/leaf.ts';
import type { Space } from './space.ts';

/** Frames from a place on; the places of those that are damaged; the place to go on from. */
export interface Served {
  readonly frames: readonly Frame[];
  readonly missing: readonly number[];
  readonly next: number;
}

/** Reads frames and checks each against the tree: a bit that flipped on the disk is missing, never served. */
export async function serve(store: Store, space: Space, from: number, max: number, maxBytes: number, today: number): Promise<Served> {
  const end = Math.min(space.tree.size, from + max);
  if (from >= end) return { frames: [], missing: [], next: from };
  const rows = await store.frames(space.id, from, end - from, maxBytes);
  const frames: Frame[] = [];
  const missing: number[] = [];
  let next = from;
  for (const row of rows) {
    if (row.place >= end) break;
    while (next < row.place) missing.push(next++);
    const leaf = space.tree.leaf(row.place);
    if (leaf && isSound(row, leaf)) {
      const { place, minute, sealed, partHash, day } = row;
      frames.push({ place, minute, sealed, partHash, part: partOf(row, today), day });
    } else missing.push(row.place);
    next = row.place + 1;
  }
  if (rows.length === 0) while (next < end) missing.push(next++);
  return { frames, missing, next };
}
