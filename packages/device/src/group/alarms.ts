import type { Frame, Head } from '@awna/wire';
import type { Alarm } from '../api.ts';
import { writeEvidence } from './evidence.ts';
import { asValue } from './record.ts';
import type { Space } from './space.ts';

/** What speaks against the relay: a head of its own that this log contradicts, and in which message it came. */
export interface Against {
  readonly head: Head;
  readonly frame: Frame | null;
  /** A newer head of the relay that this log meets, where there is one. */
  readonly met: Head | null;
}

/** The relay's own signed heads, what this log says at the other one's size, and the frame that named it. */
function evidenceOf(space: Space, kind: Alarm['kind'], against: Against | null): Uint8Array<ArrayBuffer> {
  const { space: id, genesis } = space.record;
  const { tree } = space.replica;
  const relayKey = space.record.relayKey ?? space.tentativeRelay ?? new Uint8Array(32);
  const first = against?.met ?? space.head;
  const second = against?.head ?? null;
  const mine = second && second.size <= tree.size ? tree.root(second.size) : null;
  const fits = first && second && second.size <= first.size && first.size <= tree.size;
  const proof = fits ? tree.consistency(second.size, first.size) : [];
  const heads = [first, second].filter((head) => head !== null);
  return writeEvidence(kind, { space: id, genesis, relayKey, heads, mine, proof, frame: against?.frame ?? null });
}

/** Keeps an alarm and its proof; the first one stands. Sending stops until the group has chosen. */
export async function raise(space: Space, kind: Alarm['kind'], against: Against | null): Promise<void> {
  if (space.record.alarm) return;
  const place = against?.frame?.place ?? against?.head.size ?? space.replica.size;
  const alarm = { kind, place, minute: space.minute, evidence: evidenceOf(space, kind, against) };
  await space.change({ alarm: asValue(alarm) as unknown as typeof alarm });
}
