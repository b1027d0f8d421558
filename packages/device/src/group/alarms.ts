import { encode, type Bytes } from '@awna/base';
import { headValue, type Frame, type Head } from '@awna/wire';
import type { Alarm } from '../api.ts';
import { asValue } from './record.ts';
import type { Space } from './space.ts';

/** What proves an alarm to another machine: the relay's own signed heads, and the frame that named one. */
function evidenceOf(space: Space, kind: Alarm['kind'], head: Head | null, frame: Frame | null): Bytes {
  const { space: id, genesis, relayKey } = space.record;
  return encode({
    v: 1,
    kind,
    space: id,
    genesis,
    relayKey,
    heads: [space.head, head].flatMap((one) => (one ? [headValue(one)] : [])),
    // What this log holds at the other head's size: the two roots cannot both be true.
    mine: head && head.size <= space.replica.size ? space.replica.tree.root(head.size) : null,
    frame: frame && [frame.place, frame.minute, frame.sealed],
  });
}

/** Keeps an alarm and its proof; the first one stands. Sending stops until the group has chosen. */
export async function raise(space: Space, kind: Alarm['kind'], head: Head | null, frame: Frame | null = null): Promise<void> {
  if (space.record.alarm) return;
  const place = frame?.place ?? head?.size ?? space.replica.size;
  const alarm = { kind, place, minute: space.minute, evidence: evidenceOf(space, kind, head, frame) };
  await space.change({ alarm: asValue(alarm) as unknown as typeof alarm });
}
