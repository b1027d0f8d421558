import { equal } from '@awna/base';
import { stateRootOf } from '@awna/core';
import type { LogLine, VerifyReport } from '../api.ts';
import { openFrames, signatureHolds } from '../log/open.ts';
import { Replica } from '../log/replica.ts';
import { readFrames } from './frames.ts';
import type { Space } from './space.ts';

const stride = 512;

/** Recomputes tree, chains, rules and, if `full`, every signature from genesis, apart from what is in memory, and compares. */
export async function verify(space: Space, full: boolean): Promise<VerifyReport> {
  const { platform, record, id } = space;
  const begun = platform.now();
  const fresh = new Replica(record.space, (head) => space.signedByRelay(head));
  const count = { facts: 0, void: 0, refused: 0 };
  for (;;) {
    const frames = await readFrames(platform.store, id, fresh.size, stride);
    if (frames.length === 0) break;
    const known = space.opener();
    const asked = full ? { checked: 0, bad: new Set<number>() } : {};
    const opener = { ...known, ...asked, keyOf: (device: string) => fresh.keyOf(device) };
    for (const frame of await openFrames(opener, frames, full ? 'every' : 'tips')) {
      const judged = await fresh.take(frame, (content, key) => signatureHolds(opener, frame.place, content, key));
      if (judged.void !== null) count.void++;
      count.facts += judged.facts.length;
      count.refused += judged.facts.filter(({ reason }) => reason !== null).length;
    }
  }
  const sameState = equal(stateRootOf(fresh.state), stateRootOf(space.replica.state));
  const meets = space.head === null || (space.head.size <= fresh.size && equal(fresh.tree.root(space.head.size), space.head.root));
  return {
    frames: fresh.size,
    ...count,
    seconds: (platform.now() - begun) / 1000,
    ok: sameState && meets && fresh.size === space.replica.size,
  };
}

/** The log in lines, as far as it is here: who did what, and how each fact was judged. */
export async function linesOf(space: Space, range: { readonly from: number; readonly limit: number }): Promise<readonly LogLine[]> {
  const frames = await readFrames(space.platform.store, space.id, Math.max(0, range.from), Math.min(range.limit, 1000));
  const opened = await openFrames({ ...space.opener(), checked: Number.MAX_SAFE_INTEGER }, frames, 'tips');
  return opened.map(({ place, minute, content }): LogLine => {
    const judged = space.judged[place];
    return {
      place,
      minute,
      author: judged?.author ?? null,
      facts: judged?.author ? (content?.body.facts ?? []).map(({ id, type, data }) => ({ id, type, data })) : [],
      judged: (judged?.facts ?? []).map(({ reason }) => reason ?? 'ok'),
      enacted: judged?.enacted ?? [],
      void: judged?.void ?? null,
    };
  });
}
