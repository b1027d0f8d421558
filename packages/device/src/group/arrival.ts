import type { Frame, Head } from '@awna/wire';
import { raise } from './alarms.ts';
import { forget } from './forget.ts';
import { erased } from './record.ts';
import type { Sending } from './sending.ts';
import type { Space, Taken } from './space.ts';

/** What came of frames from the relay: how many were taken, and whether the head that came with them is the relay's. */
export interface Arrived {
  readonly taken: number;
  readonly believed: boolean;
}

/** Takes frames from the relay; what is wrong with the log itself becomes an alarm. Nothing is taken on a head the relay did not sign. */
export async function arrive(space: Space, sending: Sending, frames: readonly Frame[], head: Head): Promise<Arrived> {
  if (space.record.alarm) return { taken: 0, believed: true };
  if (!(await space.signedByRelay(head))) return { taken: 0, believed: false };
  const covered = frames.filter(({ place }) => place < head.size);
  if (!space.leadsTo(covered, head)) {
    await raise(space, 'fork', { head, frame: null, met: null });
    return { taken: 0, believed: true };
  }
  const taken = await space.take(covered, (judged) => sending.settle(judged));
  await look(space, sending, taken, head);
  // Looked for again with the next frames where it could not be fetched.
  const greeter = space.record.greeted && (await import('./greeter.ts').catch(() => null));
  if (greeter) await greeter.checkGreeter(space);
  if (taken.judged.some(({ facts }) => facts.length > 0)) await forget(space);
  return { taken: taken.judged.length, believed: true };
}

async function look(space: Space, sending: Sending, taken: Taken, head: Head): Promise<void> {
  const { replica, me } = space;
  const met = head.size <= replica.size && space.meets(head) ? head : null;
  if (taken.contradicts) {
    const { frame } = taken.contradicts;
    const wentBack = taken.contradicts.head.size > frame.place;
    return raise(space, wentBack ? 'rollback' : 'fork', { ...taken.contradicts, met });
  }
  if (!space.meets(head)) return raise(space, 'fork', { head, frame: null, met: null });
  if (sending.strange) return raise(space, 'chain-lost', null);
  if (replica.tooOld) return raise(space, 'app-too-old', null);
  // Also where the word was left on this device by one that was switched off in between.
  if (me !== null && space.gone && space.record.state === 'member') {
    const { how } = replica.state.members.people.get(me) ?? {};
    await space.change({ state: how === 'removed' ? 'removed' : 'left' });
  }
  // Somebody else's turn came first: the key of mine is nobody's.
  if (space.record.turning && !sending.flight) await space.change({ turning: null }, erased(space));
}
