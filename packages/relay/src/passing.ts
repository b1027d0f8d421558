import { err, ok, type Result } from '@awna/base';
import type { Context, Passed, Refused, Session } from './context.ts';
import { nameOf } from './hash.ts';

/** How many places of a space a connection may read, from the first on; all of them without end. */
export function mayRead(session: Session, space: Uint8Array): Result<number, Refused> {
  const reads = session.doors.get(nameOf(space))?.reads ?? 0;
  return reads > 0 ? ok(reads) : err({ error: 'door-shut' });
}

/** The writing door of a space that a connection has passed. */
export function mayWrite(session: Session, space: Uint8Array): Result<Uint8Array, Refused> {
  const wpk = session.doors.get(nameOf(space))?.wpk;
  return wpk ? ok(wpk) : err({ error: 'door-shut' });
}

/** Lets a connection in, besides what it may already. */
export function pass(context: Context, session: Session, space: Uint8Array, now: Passed): void {
  const name = nameOf(space);
  const before = session.doors.get(name);
  session.doors.set(name, { reads: Math.max(now.reads, before?.reads ?? 0), wpk: now.wpk ?? before?.wpk ?? null });
  const others = context.inside.get(name) ?? new Set();
  context.inside.set(name, others.add(session));
}

/** Forgets that a connection passed a space's doors, and ends what it followed there. */
export function leave(context: Context, session: Session, name: string): void {
  session.follows.get(name)?.end();
  session.follows.delete(name);
  session.doors.delete(name);
  const others = context.inside.get(name);
  others?.delete(session);
  if (others?.size === 0) context.inside.delete(name);
}

/** Puts everybody out who had passed the newest doors, which have just been shut. Who read by an earlier one reads on. */
export function putOut(context: Context, name: string): void {
  for (const session of [...(context.inside.get(name) ?? [])]) {
    const passed = session.doors.get(name);
    if (!passed || (passed.reads < Number.POSITIVE_INFINITY && !passed.wpk)) continue;
    leave(context, session, name);
    session.ear?.end();
  }
}
