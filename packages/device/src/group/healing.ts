import type { Frame, Head, RelayLink } from '@awna/wire';
import { readFrames } from './frames.ts';
import type { Space } from './space.ts';

/** As many frames as one message to the relay may hold. */
async function someFrames(space: Space, from: number, to: number): Promise<Frame[]> {
  const frames = await readFrames(space.platform.store, space.id, from, Math.min(200, to - from));
  let bytes = 0;
  return frames.filter(({ sealed, part }, i) => (bytes += sealed.length + (part?.length ?? 0) + 200) < 1_000_000 || i === 0);
}

/**
 * A relay behind what it once signed has lost its tail: it is shown its own head, and gets the missing frames back.
 * Whether it has them now; or the head by which it says that it has others.
 */
export async function bringBack(space: Space, link: RelayLink, head: Head): Promise<boolean | Head> {
  const mine = space.head;
  if (!mine || head.size >= mine.size) return true;
  const shown = await link.call('show', { space: space.record.space, head: mine });
  if (shown.ok) return true;
  if (shown.error.error !== 'missing-tail') return false;
  let from = shown.error.size ?? head.size;
  while (from < mine.size) {
    const frames = await someFrames(space, from, mine.size);
    if (frames.length === 0) return false;
    const healed = await link.call('heal', { space: space.record.space, frames });
    if (!healed.ok) return healed.error.error === 'fork' ? (healed.error.head ?? head) : false;
    from += frames.length;
  }
  return true;
}

/** Gives frames that are damaged at the relay and sound here. */
export async function heal({ platform, id, record }: Space, link: RelayLink, places: readonly number[]): Promise<void> {
  for (const place of places) {
    const frames = await readFrames(platform.store, id, place, 1);
    if (frames.length > 0) await link.call('heal', { space: record.space, frames });
  }
}
