import type { Bytes } from '@awna/base';
import type { Frame } from '@awna/wire';
import type { Keyring } from '../log/keyring.ts';
import { openFrames, signatureHolds, uncheckedOf, type Content, type Opener, type Unchecked } from '../log/open.ts';
import type { Judged, Replica } from '../log/replica.ts';
import type { Turn } from '../log/turn.ts';
import type { PartBook } from './parts.ts';

/** The log folded: what it comes to, what its parts say, what became of every frame by place. */
export interface Folded {
  readonly replica: Replica;
  readonly parts: PartBook;
  readonly judged: Judged[];
  /** Signatures that a later message speaks for and nobody has checked, in the order of their places. */
  unchecked: Unchecked[];
  /** The turn whose keys are not here: nothing is folded behind it. */
  lacking: Turn | null;
}

/** The last turn, where its keys are not here. */
export function unknownTurn({ turns }: Replica, ring: Keyring): Turn | undefined {
  const last = turns.at(-1);
  return last && !ring.byTag(last.tag) ? last : undefined;
}

/** Folds frames as far as a turn whose keys are not here yet: what follows it is opened with them. */
export async function foldEpoch(log: Folded, opener: Opener, frames: readonly Frame[], how: 'tips' | 'every'): Promise<Judged[]> {
  const { replica, parts } = log;
  const opened = await openFrames(opener, frames, how);
  // All at once, before anything is judged: nobody sees a fact without its words.
  const plains = await Promise.all(frames.map(async (frame, i) => opened[i] && parts.open(frame, opened[i])));
  const judged: Judged[] = [];
  const check = (place: number) => (content: Content, key: Bytes) => signatureHolds(opener, place, content, key);
  for (const [i, frame] of opened.entries()) {
    const one = await replica.take(frame, check(frame.place));
    judged.push(one);
    log.judged.push(one);
    if (frame.content?.signature === 'vouched') log.unchecked.push(uncheckedOf(opener, frame.place, frame.content));
    const given = frames[i];
    if (given) await parts.take(given, frame, one, plains[i]);
    if (unknownTurn(replica, opener.ring)) break;
  }
  return judged;
}
