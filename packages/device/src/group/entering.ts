import { err, ok, type Result } from '@awna/base';
import { signDoor, type EpochKeys } from '@awna/crypto';
import type { Answer, Refusal, RelayLink } from '@awna/wire';
import { doorsOf } from '../log/door-keys.ts';
import type { Space } from './space.ts';

/** How this device stands at the relay: `until` is the last place it may read, null where it reads and writes. */
export type Entered = Answer<'enter'>;

type Knock = Result<Entered, Refusal>;

const isShut = (knock: Knock): boolean => !knock.ok && knock.error.error === 'door-shut';

/** Knocks with the keys of one door: to read and write, or to read alone. */
async function knock(space: Space, link: RelayLink, { rpk, rsk, wsk }: EpochKeys, how: 'both' | 'read'): Promise<Knock> {
  const { engine } = space.platform;
  const { space: id } = space.record;
  const read = await signDoor(engine, 'read', rsk, link.hello, id);
  const write = how === 'both' ? { write: await signDoor(engine, 'write', wsk, link.hello, id) } : {};
  return link.call('enter', { space: id, rpk, read, ...write });
}

/**
 * Goes in by the newest door that the relay knows too. Where that is an earlier one, it reads as far as the turn that
 * shut it: who reads there finds the key of the next (PROTOCOL §12). `door-shut`: the relay knows none of these doors.
 */
export async function enter(space: Space, link: RelayLink): Promise<Knock> {
  let last: Knock = err({ status: 403, error: 'door-shut' });
  for (const [i, keys] of doorsOf(space.replica, space.ring).entries()) {
    if (i === 0) last = await knock(space, link, keys, 'both');
    if (i === 0 && !isShut(last)) return last;
    last = await knock(space, link, keys, 'read');
    if (last.ok && last.value.until === null) return knock(space, link, keys, 'both');
    if (!isShut(last)) return last.ok ? ok({ ...last.value, door: null }) : last;
  }
  return last;
}
