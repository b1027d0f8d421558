import { equal } from '@awna/base';
import type { DoorRecord } from '@awna/crypto/verify';
import type { Frame } from '@awna/wire';
import type { Context } from './context.ts';
import type { Counters } from './counters.ts';
import { announcementOf, portions } from './log/follower.ts';
import type { Space } from './log/space.ts';
import { putOut } from './passing.ts';
import type { Outcome, Write } from './store/port.ts';

/** After a commit: the trees grow and the doors change in the store's order, then whoever follows and is still inside hears of it. */
export function grown(context: Context, writes: readonly Write[], outcomes: readonly Outcome[]): void {
  const { spaces, counters } = context;
  const fresh = new Map<Space, Frame[]>();
  counters.add('commits');
  writes.forEach((write, i) => {
    const outcome = outcomes[i];
    if (write.kind === 'door' && outcome?.ok) return changed(context, write.space, write.record);
    if (write.kind !== 'append' || !outcome?.ok || outcome.value.again) return;
    const space = spaces.near(write.space);
    if (!space) return;
    const { place, minute, leaf } = outcome.value;
    if (!leaf || place !== space.tree.size) throw new Error('the store gave a place out of order');
    space.grow(leaf, minute);
    const { sealed, part } = write;
    const frame: Frame = { place, minute, sealed, partHash: part?.hash ?? null, part: part?.bytes ?? null, day: part?.day ?? 0 };
    const frames = fresh.get(space);
    if (frames) frames.push(frame);
    else fresh.set(space, [frame]);
  });
  for (const [space, frames] of fresh) {
    counters.add('appends', frames.length);
    announce(space, frames, counters);
  }
}

/** The door has changed: from now on the new keys open it, and whoever had passed the old one is put out. */
function changed(context: Context, id: Uint8Array, record: DoorRecord): void {
  context.counters.add('doors');
  const space = context.spaces.near(id);
  if (!space) return;
  const { rpk, wpk } = space.door;
  space.door = record;
  space.pending.clear();
  if (!equal(rpk, record.rpk) || !equal(wpk, record.wpk)) putOut(context, space.name);
}

function announce(space: Space, frames: readonly Frame[], counters: Counters): void {
  if (space.followers.size === 0) return;
  for (const portion of portions(frames)) {
    const first = portion[0]?.place ?? 0;
    const bytes = announcementOf(space, portion);
    for (const follower of space.followers) follower.offer(first, first + portion.length, bytes);
    counters.add('announcements', space.followers.size);
  }
}
