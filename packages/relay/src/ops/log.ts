import { err, ok } from '@awna/base';
import type { Answer, Args } from '@awna/wire';
import { dayOf, minuteOf } from '../clock.ts';
import type { Answered, Context, Refused, Session } from '../context.ts';
import { sha256 } from '../hash.ts';
import { batchBytes, Follower } from '../log/follower.ts';
import { serve, type Served } from '../log/serve.ts';
import type { Space } from '../log/space.ts';
import { mayRead, mayWrite } from '../passing.ts';
import { refusalOf } from './refused.ts';

const ahead = (space: Space): Refused => ({ error: 'ahead', size: space.tree.size, head: space.head });

export async function append(context: Context, session: Session, args: Args<'append'>): Answered<Answer<'append'>> {
  const door = mayWrite(session, args.space);
  if (!door.ok) return door;
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    const part = args.part ? { ...args.part, hash: sha256(args.part.bytes) } : null;
    const minute = minuteOf(context.clock);
    const written = await context.writer.put({
      kind: 'append',
      space: space.id,
      sealed: args.sealed,
      sealedHash: sha256(args.sealed),
      part,
      minute,
      wpk: door.value,
    });
    if (!written.ok)
      return err(written.error === 'missing-tail' ? { error: written.error, size: space.tree.size } : refusalOf(written.error));
    return ok({ place: written.value.place, minute: written.value.minute, head: space.head });
  });
}

const readFrom =
  (context: Context, max: number, end: number) =>
  async (space: Space, from: number): Promise<Served> => {
    const served = await serve(context.store, space, from, Math.min(max, end - from), batchBytes, dayOf(context.clock));
    if (served.missing.length > 0) context.counters.add('damaged', served.missing.length);
    return served;
  };

export async function read(context: Context, session: Session, args: Args<'read'>): Answered<Answer<'read'>> {
  const door = mayRead(session, args.space);
  if (!door.ok) return door;
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    if (args.from > space.tree.size) return err(ahead(space));
    if (args.from > door.value) return err({ error: 'door-shut' });
    const max = Math.min(args.max ?? context.limits.frames, context.limits.frames);
    const { frames, missing } = await readFrom(context, max, door.value)(space, args.from);
    return ok({ frames, missing, head: space.head });
  });
}

/** After the answer has been sent, `begin` starts the announcements. */
export async function follow(context: Context, session: Session, args: Args<'follow'>): Answered<Answer<'follow'> & { begin: () => void }> {
  const door = mayRead(session, args.space);
  if (!door.ok) return door;
  const { ear } = session;
  const end = door.value;
  if (!ear) return err({ error: 'needs-socket' });
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    if (args.from > space.tree.size) return err(ahead(space));
    if (args.from > end) return err({ error: 'door-shut' });
    session.follows.get(space.name)?.end();
    const follower = new Follower(space, ear, args.from, readFrom(context, context.limits.frames, end), context.timers, end);
    session.follows.set(space.name, follower);
    space.followers.add(follower);
    return ok({ head: space.head, begin: () => follower.wake() });
  });
}

export async function prove(context: Context, session: Session, args: Args<'prove'>): Answered<Answer<'prove'>> {
  const door = mayRead(session, args.space);
  if (!door.ok) return door;
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    if (args.first > args.size) return err({ error: 'malformed' });
    if (args.size > space.tree.size) return err(ahead(space));
    if (args.size > door.value) return err({ error: 'door-shut' });
    return ok({ proof: space.tree.consistency(args.first, args.size), head: space.head });
  });
}
