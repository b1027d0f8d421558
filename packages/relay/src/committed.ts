import type { Frame } from '@awna/wire';
import type { Counters } from './counters.ts';
import { announcementOf, portions } from './log/follower.ts';
import type { Space } from './log/space.ts';
import type { Spaces } from './log/spaces.ts';
import type { Outcome, Write } from './store/port.ts';

/** After a commit: the trees grow in the store's order, then whoever follows hears of it. */
export function grown(spaces: Spaces, counters: Counters, writes: readonly Write[], outcomes: readonly Outcome[]): void {
  const fresh = new Map<Space, Frame[]>();
  counters.add('commits');
  writes.forEach((write, i) => {
    const outcome = outcomes[i];
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

function announce(space: Space, frames: readonly Frame[], counters: Counters): void {
  if (space.followers.size === 0) return;
  for (const portion of portions(frames)) {
    const first = portion[0]?.place ?? 0;
    const bytes = announcementOf(space, portion);
    for (const follower of space.followers) follower.offer(first, first + portion.length, bytes);
    counters.add('announcements', space.followers.size);
  }
}
