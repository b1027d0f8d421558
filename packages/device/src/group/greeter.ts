import { base64url, decode, type Value } from '@awna/base';
import { verifyWelcome } from '@awna/crypto';
import { parseHead } from '@awna/wire';
import { raise } from './alarms.ts';
import type { Space } from './space.ts';

/**
 * A newcomer believes the keys only from somebody whom the log itself has let in, and the log only where it leads to
 * the head that this greeter had seen.
 */
export async function checkGreeter(space: Space): Promise<void> {
  const { record, replica, platform } = space;
  const { space: id, genesis, greeted } = record;
  if (!greeted || record.alarm) return;
  const decoded = decode(greeted.keysAndHead);
  const seen = decoded.ok && Array.isArray(decoded.value) ? parseHead((decoded.value as readonly Value[])[1]) : undefined;
  // Somebody who was not in then has no seal, and only the greeter's keys: these are not the group's.
  if (space.lacking && space.me === null) return space.change({ state: 'refused', problem: 'not-readable', greeted: null });
  if (replica.size <= greeted.place || (seen && replica.size < seen.size)) return;
  const key = replica.keyOf(base64url(greeted.from));
  const signed = key !== undefined && (await verifyWelcome(platform.engine, key, greeted.sign, { space: id, genesis, ...greeted }));
  if (!signed || space.me === null || !seen) return space.change({ state: 'refused', problem: 'not-readable', greeted: null });
  if (!space.meets(seen) && (await space.signedByRelay(seen))) return raise(space, 'fork', { head: seen, frame: null, met: space.head });
  await space.change(space.meets(seen) ? { greeted: null } : { state: 'refused', problem: 'not-readable', greeted: null });
}
