import { base64url } from '@awna/base';
import type { Frame, Head } from '@awna/wire';
import { raise } from './alarms.ts';
import { forget } from './forget.ts';
import type { Sending } from './sending.ts';
import type { Space } from './space.ts';
import { welcomeHolds } from './welcome.ts';

/** Takes frames from the relay; what is wrong with the log itself becomes an alarm. How many were taken. */
export async function arrive(space: Space, sending: Sending, frames: readonly Frame[], head: Head): Promise<number> {
  if (space.record.alarm) return 0;
  const taken = await space.take(frames, (judged) => sending.settle(judged));
  if (taken.contradicts) await raise(space, 'fork', taken.contradicts.head, taken.contradicts.frame);
  else if (!space.meets(head)) await raise(space, 'fork', head);
  else if (sending.strange) await raise(space, 'chain-lost', head);
  else if (space.replica.tooOld) await raise(space, 'app-too-old', head);
  await checkGreeter(space);
  if (taken.judged.some(({ facts }) => facts.length > 0)) await forget(space);
  return taken.judged.length;
}

/** A newcomer believes the keys only from somebody whom the log itself has let in. */
async function checkGreeter(space: Space): Promise<void> {
  const { record, replica, platform } = space;
  const { greeted } = record;
  if (!greeted || replica.size <= greeted.place) return;
  const key = replica.keyOf(base64url(greeted.from));
  const good = key !== undefined && space.me !== null && (await welcomeHolds(platform.engine, key, record.space, record.genesis, greeted));
  await space.change(good ? { greeted: null } : { state: 'refused', problem: 'not-readable', greeted: null });
}
