import { equal, err, ok } from '@awna/base';
import { checkPublicKey, verifyDoor, type Challenge } from '@awna/crypto/verify';
import { version, type Answer, type Args } from '@awna/wire';
import { minuteOf } from '../clock.ts';
import type { Answered, Context, Session } from '../context.ts';
import { sha256 } from '../hash.ts';
import { pass } from '../passing.ts';
import { refusalOf } from './refused.ts';

export async function hello(context: Context, session: Session, args: Args<'hello'>): Answered<Answer<'hello'>> {
  if (!args.versions.includes(version)) return err({ error: 'version' });
  return ok({ version, key: context.key.key, nonce: session.nonce, minute: minuteOf(context.clock), limits: context.limits });
}

/** What a signature at a door of this relay is given to, on this connection. */
const challengeOf = (context: Context, session: Session): Challenge => ({ key: context.key.key, nonce: session.nonce });

/** Passes the doors; `rpk` names an earlier reading door, which reads up to where the next one came. */
export async function enter(context: Context, session: Session, args: Args<'enter'>): Answered<Answer<'enter'>> {
  if ((!args.read && !args.write) || (args.rpk && !args.read)) return err({ error: 'malformed' });
  const at = challengeOf(context, session);
  return context.spaces.use(args.space, async (space) => {
    if (!space) return err({ error: 'unknown-space' });
    const { id } = space;
    const rpk = args.rpk ?? space.door.rpk;
    const until = equal(rpk, space.door.rpk) ? null : await context.store.until(id, rpk);
    // Nothing is waited for from here on: the door that is looked at is the one that is passed.
    const { count, control, k, wpk } = space.door;
    if (until === undefined || (until === null && !equal(rpk, space.door.rpk))) return err({ error: 'door-shut' });
    if (args.read && !verifyDoor('read', rpk, args.read, at, id)) return err({ error: 'door-shut' });
    if (args.write && !verifyDoor('write', wpk, args.write, at, id)) return err({ error: 'door-shut' });
    const reads = until === null ? Number.POSITIVE_INFINITY : until + 1;
    pass(context, session, id, { reads: args.read ? reads : 0, wpk: args.write ? wpk : null });
    // Who comes by an earlier door alone hears nothing of who came after.
    const isInside = until === null || args.write !== undefined;
    return ok({ head: space.head, door: isInside ? { count, control, k } : null, until });
  });
}

export async function open(context: Context, session: Session, args: Args<'open'>): Answered<Answer<'open'>> {
  const { space: id, sealed, rpk, wpk, control, k } = args;
  if (![rpk, wpk].every(checkPublicKey)) return err({ error: 'malformed' });
  if (!verifyDoor('open', wpk, args.sign, challengeOf(context, session), id)) return err({ error: 'door-shut' });
  if (!control.every(checkPublicKey)) return err({ error: 'malformed' });
  const part = args.part ? { ...args.part, hash: sha256(args.part.bytes) } : null;
  const minute = minuteOf(context.clock);
  const door = { count: 0, rpk, wpk, place: 0, control, k };
  const written = await context.writer.put({ kind: 'open', space: id, sealed, sealedHash: sha256(sealed), part, minute, door });
  if (!written.ok) return err(refusalOf(written.error));
  return context.spaces.use(id, async (space) => {
    if (!space) return err({ error: 'fault' });
    pass(context, session, id, { reads: 0, wpk });
    return ok({ place: 0, minute: written.value.minute, head: space.head });
  });
}
