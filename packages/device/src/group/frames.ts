import { decode, encode, type Bytes, type Id, type Value } from '@awna/base';
import type { Frame } from '@awna/wire';
import type { Store, Write } from '../store/port.ts';

const placeKey = (place: number): string => String(place).padStart(12, '0');

export const frameKey = (space: Id, place: number): string => `frame/${space}/${placeKey(place)}`;
export const partKey = (space: Id, place: number): string => `part/${space}/${placeKey(place)}`;

/** What is written when a frame is taken: the frame, and apart from it what can be forgotten. */
export function frameWrites(space: Id, frame: Frame): Write[] {
  const outside = encode([frame.minute, frame.sealed, frame.partHash, frame.day]);
  const writes: Write[] = [[frameKey(space, frame.place), outside]];
  if (frame.part) writes.push([partKey(space, frame.place), new Uint8Array(frame.part)]);
  return writes;
}

function parseFrame(place: number, bytes: Bytes, part: Bytes | null): Frame | undefined {
  const decoded = decode(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return undefined;
  const [minute, sealed, partHash, day] = decoded.value as readonly Value[];
  if (typeof minute !== 'number' || !(sealed instanceof Uint8Array) || typeof day !== 'number') return undefined;
  return { place, minute, sealed, partHash: partHash instanceof Uint8Array ? partHash : null, part, day };
}

/** Up to `limit` frames from a place on, with the parts that are still here; ends before a place that is not readable. */
export async function readFrames(store: Store, space: Id, from: number, limit: number): Promise<Frame[]> {
  const after = from === 0 ? {} : { after: frameKey(space, from - 1) };
  const rows = await store.list(`frame/${space}/`, { ...after, limit });
  const partsAfter = from === 0 ? {} : { after: partKey(space, from - 1) };
  const parts = new Map(await store.list(`part/${space}/`, { ...partsAfter, limit }));
  const frames: Frame[] = [];
  for (const [key, bytes] of rows) {
    const place = Number(key.slice(-12));
    const frame = place === from + frames.length ? parseFrame(place, bytes, parts.get(partKey(space, place)) ?? null) : undefined;
    if (!frame) break;
    frames.push(frame);
  }
  return frames;
}
