import { equal, err, ok } from '@awna/base';
import { checkPublicKey, verifyDoorRecord, type DoorRecord } from '@awna/crypto/verify';
import type { Answer, Args } from '@awna/wire';
import type { Answered, Context } from '../context.ts';
import type { Space } from '../log/space.ts';
import { isSameDoor } from '../store/keys.ts';
import { refusalOf } from './refused.ts';

/** Takes a key keeper's word on the next door. It changes with the last of the k signatures on one and the same record (PROTOCOL §12). */
export async function door(context: Context, args: Args<'door'>): Answered<Answer<'door'>> {
  return context.spaces.use(args.space, async (space) =>
    space ? space.alone(() => heard(context, space, args)) : err({ error: 'unknown-space' }),
  );
}

async function heard(context: Context, space: Space, { record, key, sign }: Args<'door'>): Answered<Answer<'door'>> {
  const held: DoorRecord = space.door;
  // Said again, perhaps by one who is a keeper no more: it has been done.
  if (isSameDoor(record, held)) return ok({ count: held.count, signed: held.k });
  if (!held.control.some((keeper) => equal(keeper, key))) return err({ error: 'not-keeper' });
  if (!verifyDoorRecord(key, sign, space.id, record)) return err({ error: 'door-shut' });
  // After the signature: looking at fourteen new keys is dear, and only for keepers.
  if (![record.rpk, record.wpk, ...record.control].every(checkPublicKey)) return err({ error: 'malformed' });
  if (record.count <= held.count) return err({ error: 'door-old', count: held.count });
  if (record.place >= space.tree.size) return err({ error: 'ahead', size: space.tree.size });
  const signed = space.pending.add(space.id, record, key);
  if (signed < held.k) return ok({ count: held.count, signed });
  const written = await context.writer.put({ kind: 'door', space: space.id, record });
  return written.ok ? ok({ count: record.count, signed }) : err(refusalOf(written.error));
}
