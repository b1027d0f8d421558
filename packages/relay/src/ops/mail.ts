import { err, ok } from '@awna/base';
import { slotOf } from '@awna/crypto/verify';
import { encodeAnnouncement, type Answer, type Args } from '@awna/wire';
import { minuteOf } from '../clock.ts';
import type { Answered, Context, Session } from '../context.ts';
import { nameOf } from '../hash.ts';
import { mayRead, mayWrite } from '../passing.ts';
import { boxGrace } from '../store/port.ts';
import { refusalOf } from './refused.ts';

/** How far ahead a box may stay open, in minutes: a year and a month. */
const longest = 400 * 1440;

export async function boxOpen(context: Context, session: Session, { space, box, until }: Args<'box-open'>): Answered<Answer<'box-open'>> {
  const door = mayWrite(session, space);
  if (!door.ok) return door;
  const end = Math.min(until, minuteOf(context.clock) + longest);
  const written = await context.writer.put({ kind: 'box', space, box, until: end, wpk: door.value });
  return written.ok ? ok({}) : err(refusalOf(written.error));
}

export async function letters(context: Context, session: Session, { space, box, after }: Args<'letters'>): Answered<Answer<'letters'>> {
  const door = mayRead(session, space);
  if (!door.ok) return door;
  if (door.value < Number.POSITIVE_INFINITY) return err({ error: 'door-shut' });
  const found = await context.store.box(box);
  if (!found || nameOf(found.space) !== nameOf(space)) return err({ error: 'unknown-box' });
  return ok({ letters: await context.store.letters(box, after ?? 0, context.limits.letters) });
}

export async function replyPut(
  context: Context,
  session: Session,
  { space, box, slot, bytes }: Args<'reply-put'>,
): Answered<Answer<'reply-put'>> {
  const door = mayWrite(session, space);
  if (!door.ok) return door;
  const written = await context.writer.put({ kind: 'reply', space, box, slot, bytes, wpk: door.value });
  return written.ok ? ok({}) : err(refusalOf(written.error));
}

export async function letterPut(
  context: Context,
  _session: Session,
  { box, slot, bytes }: Args<'letter-put'>,
): Answered<Answer<'letter-put'>> {
  const written = await context.writer.put({ kind: 'letter', box, slot, bytes, minute: minuteOf(context.clock) });
  if (!written.ok) return err(refusalOf(written.error));
  const found = await context.store.box(box);
  if (found && !written.value.again) {
    const name = nameOf(found.space);
    const hearers = [...(context.inside.get(name) ?? [])].filter(({ doors }) => doors.get(name)?.reads === Number.POSITIVE_INFINITY);
    const bytesToAll = encodeAnnouncement({ kind: 'letter', space: found.space, box });
    for (const session of hearers) session.ear?.send(bytesToAll);
    context.counters.add('announcements', hearers.length);
  }
  return ok({});
}

export async function replyGet(context: Context, _session: Session, { box, key }: Args<'reply-get'>): Answered<Answer<'reply-get'>> {
  const found = await context.store.box(box);
  if (!found || found.until + boxGrace <= minuteOf(context.clock)) return err({ error: 'unknown-box' });
  return ok({ bytes: (await context.store.reply(box, slotOf(key))) ?? null });
}
