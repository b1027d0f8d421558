import { err, ok, type Result } from '@awna/base';
import { checkPublicKey, verifyDoor, type Challenge } from '@awna/crypto/verify';
import { version, type Answer, type Args } from '@awna/wire';
import { minuteOf } from '../clock.ts';
import type { Answered, Context, Refused, Session } from '../context.ts';
import { nameOf, sha256 } from '../hash.ts';
import { refusalOf } from './refused.ts';

export async function hello(context: Context, session: Session, args: Args<'hello'>): Answered<Answer<'hello'>> {
  if (!args.versions.includes(version)) return err({ error: 'version' });
  return ok({ version, key: context.key.key, nonce: session.nonce, minute: minuteOf(context.clock), limits: context.limits });
}

/** What a signature at a door of this relay is given to, on this connection. */
const challengeOf = (context: Context, session: Session): Challenge => ({ key: context.key.key, nonce: session.nonce });

/** Whether a connection has passed a space's door. */
export function passed(session: Session, space: Uint8Array, door: 'read' | 'write'): Result<true, Refused> {
  return session.doors.get(nameOf(space))?.[door] ? ok(true) : err({ error: 'door-shut' });
}

function pass(context: Context, session: Session, space: Uint8Array, doors: { readonly read: boolean; readonly write: boolean }): void {
  const name = nameOf(space);
  const before = session.doors.get(name);
  const now = { read: doors.read || before?.read === true, write: doors.write || before?.write === true };
  session.doors.set(name, now);
  if (!now.read || !session.ear) return;
  const hearers = context.hearers.get(name) ?? new Set();
  context.hearers.set(name, hearers.add(session));
}

export async function enter(context: Context, session: Session, args: Args<'enter'>): Answered<Answer<'enter'>> {
  if (!args.read && !args.write) return err({ error: 'malformed' });
  const at = challengeOf(context, session);
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    if (args.read && !verifyDoor('read', space.rpk, args.read, at, space.id)) return err({ error: 'door-shut' });
    if (args.write && !verifyDoor('write', space.wpk, args.write, at, space.id)) return err({ error: 'door-shut' });
    pass(context, session, space.id, { read: args.read !== undefined, write: args.write !== undefined });
    return ok({ head: space.head });
  });
}

export async function open(context: Context, session: Session, args: Args<'open'>): Answered<Answer<'open'>> {
  const { space: id, sealed, rpk, wpk } = args;
  if (!checkPublicKey(rpk) || !checkPublicKey(wpk)) return err({ error: 'malformed' });
  if (!verifyDoor('open', wpk, args.sign, challengeOf(context, session), id)) return err({ error: 'door-shut' });
  const part = args.part ? { ...args.part, hash: sha256(args.part.bytes) } : null;
  const minute = minuteOf(context.clock);
  const written = await context.writer.put({ kind: 'open', space: id, sealed, sealedHash: sha256(sealed), part, minute, rpk, wpk });
  if (!written.ok) return err(refusalOf(written.error));
  return context.spaces.use(id, async (space) => {
    if (!space) return err({ error: 'fault' });
    pass(context, session, id, { read: false, write: true });
    return ok({ place: 0, minute: written.value.minute, head: space.head });
  });
}
