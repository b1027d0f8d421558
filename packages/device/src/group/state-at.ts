import { base64url, decode, encodeState, type ValueMap } from '@awna/base';
import { stateRootOf } from '@awna/core';
import type { StateView } from '../api.ts';
import { openFrames, signatureHolds } from '../log/open.ts';
import { Replica } from '../log/replica.ts';
import { readFrames } from './frames.ts';
import type { Space } from './space.ts';

const stride = 512;

/** The log folded again, up to the first `size` frames. */
async function foldedUpTo(space: Space, size: number): Promise<Replica> {
  const { platform, record, id } = space;
  const fresh = new Replica(record.space, (head) => space.signedByRelay(head));
  while (fresh.size < size) {
    const frames = await readFrames(platform.store, id, fresh.size, Math.min(stride, size - fresh.size));
    if (frames.length === 0) break;
    const opener = { ...space.opener(), keyOf: (device: string) => fresh.keyOf(device) };
    for (const frame of await openFrames(opener, frames, 'tips')) {
      await fresh.take(frame, (content, key) => signatureHolds(opener, frame.place, content, key));
    }
  }
  return fresh;
}

/** The state after the frame at `place` (the newest without one), as plain data; null where the log does not reach there. */
export async function stateAt(space: Space, place: number | undefined): Promise<StateView | null> {
  if (place !== undefined && (!Number.isSafeInteger(place) || place < 0 || place >= space.replica.size)) return null;
  const replica = place === undefined ? space.replica : await foldedUpTo(space, place + 1);
  const decoded = decode(encodeState(replica.state));
  // Encoded from our own state just now: what comes back is a map.
  const state = (decoded.ok ? decoded.value : {}) as ValueMap;
  return { size: replica.size, root: base64url(replica.tree.root()), stateRoot: base64url(stateRootOf(replica.state)), state };
}
