import { equal, err, ok, type Result } from '@awna/base';
import { verifyHead } from '@awna/crypto/verify';
import type { Answer, Args, Frame } from '@awna/wire';
import type { Answered, Context, Refused, Session } from '../context.ts';
import { sha256 } from '../hash.ts';
import type { Space } from '../log/space.ts';
import { mayRead, mayWrite } from '../passing.ts';
import { healedRow, isSound, partOf, trueLeaf } from '../store/leaf.ts';
import type { Healed } from '../store/port.ts';
import { refusalOf } from './refused.ts';

const fork = (context: Context, space: Space): Refused => {
  context.counters.add('forks');
  return { error: 'fork', head: space.head };
};

/** Is shown a head of the relay's own: the same log, a tail that was lost, or another log — which is proof against it. */
export async function show(context: Context, session: Session, { space: id, head }: Args<'show'>): Answered<Answer<'show'>> {
  const door = mayRead(session, id);
  if (!door.ok) return door;
  return context.spaces.use(id, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    if (head.size > door.value) return err({ error: 'door-shut' });
    if (!verifyHead(context.key.key, { space: id, ...head }, head.signature)) return err({ error: 'foreign-head' });
    const size = space.tree.size;
    if (head.size <= size) return equal(space.tree.root(head.size), head.root) ? ok({ head: space.head }) : err(fork(context, space));
    if (!space.owed || space.owed.size < head.size || (space.owed.size === head.size && !space.owed.root)) {
      // Stopped in memory at once, so that no append can slip in before the note is on the disk.
      space.owed = { size: head.size, root: head.root };
      const written = await context.writer.put({ kind: 'owe', space: id, size, owed: space.owed });
      if (!written.ok) return err(refusalOf(written.error));
    }
    return err({ error: 'missing-tail', size: space.tree.size, head: space.head });
  });
}

/** Takes frames back at their places and minutes. Nothing of a tail counts before its root is met. */
export async function heal(context: Context, session: Session, { space: id, frames }: Args<'heal'>): Answered<Answer<'heal'>> {
  const door = mayWrite(session, id);
  if (!door.ok) return door;
  return context.spaces.use(id, async (space) =>
    space ? space.alone(() => putBack(context, space, frames, door.value)) : err({ error: 'unknown-space' }),
  );
}

async function putBack(context: Context, space: Space, frames: readonly Frame[], wpk: Uint8Array): Answered<Answer<'heal'>> {
  const wanted: Healed[] = [];
  for (const frame of frames) {
    const healed = healedOf(frame);
    if (!healed) return err({ error: 'malformed' });
    const leaf = space.tree.leaf(frame.place);
    if (leaf && !equal(leaf, healedRow(healed).leaf)) return err(fork(context, space));
    if (!leaf && (!space.owed || frame.place >= space.owed.size)) return err({ error: 'ahead', size: space.tree.size, head: space.head });
    if (!leaf || (await isHurt(context, space, healed, leaf))) wanted.push(healed);
  }
  const written = await Promise.all(wanted.map((frame) => context.writer.put({ kind: 'heal', space: space.id, frame, wpk })));
  const refused = written.find((one) => !one.ok);
  if (refused && !refused.ok) return err(refusalOf(refused.error));
  context.counters.add('healed', wanted.length);
  const whole = await adopt(context, space);
  return whole.ok ? ok({ head: space.head }) : whole;
}

function healedOf({ place, minute, sealed, partHash, part, day }: Frame): Healed | undefined {
  if (part && (!partHash || !equal(sha256(part), partHash))) return undefined;
  return { place, minute, sealed, sealedHash: sha256(sealed), partHash, part, day };
}

/** Whether what stands at a place is damaged, or lacks its part, so that putting it back changes anything. */
async function isHurt(context: Context, space: Space, healed: Healed, leaf: Uint8Array): Promise<boolean> {
  const [row] = await context.store.frames(space.id, healed.place, 1, 1);
  if (!row || row.place !== healed.place || !isSound(row, leaf)) return true;
  return healed.part !== null && row.day === healed.day && partOf(row, 0) === null;
}

/** When the tail is whole: takes it into the log if its root is the signed one, throws it away if not. */
async function adopt(context: Context, space: Space): Promise<Result<true, Refused>> {
  const { owed } = space;
  if (!owed?.root) return ok(true);
  const base = space.tree.size;
  const rows = [];
  while (base + rows.length < owed.size) {
    const more = await context.store.leaves(space.id, base + rows.length, Math.min(4096, owed.size - base - rows.length));
    if (more.length === 0 || more.some((row, i) => row.place !== base + rows.length + i)) return ok(true);
    rows.push(...more);
  }
  const before = space.minute;
  const minute = rows.at(-1)?.minute ?? before;
  for (const row of rows) space.tree.append(trueLeaf(row) ?? row.leaf);
  if (!equal(space.tree.root(), owed.root)) {
    space.tree.cut(base);
    await context.writer.put({ kind: 'unheal', space: space.id });
    return err(fork(context, space));
  }
  space.minute = minute;
  const written = await context.writer.put({ kind: 'healed', space: space.id, size: owed.size, minute });
  if (!written.ok) {
    space.tree.cut(base);
    space.minute = before;
    return err(refusalOf(written.error));
  }
  space.owed = null;
  for (const follower of space.followers) follower.wake();
  return ok(true);
}
