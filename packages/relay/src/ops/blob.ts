import { err, ok } from '@awna/base';
import type { Answer, Args } from '@awna/wire';
import { dayOf } from '../clock.ts';
import type { Answered, Context, Session } from '../context.ts';
import { sha256 } from '../hash.ts';
import { mayRead, mayWrite } from '../passing.ts';
import { refusalOf } from './refused.ts';

export async function blobPut(context: Context, session: Session, { space, bytes, day }: Args<'blob-put'>): Answered<Answer<'blob-put'>> {
  const door = mayWrite(session, space);
  if (!door.ok) return door;
  const blob = sha256(bytes);
  return context.blobs.alone(blob, async () => {
    try {
      // The bytes first: a name without bytes would be a broken promise, bytes without a name are swept away.
      await context.blobs.put(blob, bytes);
    } catch (error) {
      const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
      return err({ error: full ? 'disk-full' : 'read-only' });
    }
    const written = await context.writer.put({ kind: 'blob', space, blob, size: bytes.length, day, wpk: door.value });
    if (written.ok) return ok({ blob });
    if (!(await context.store.names(blob))) await context.blobs.erase(blob);
    return err(refusalOf(written.error));
  });
}

export async function blobGet(
  context: Context,
  session: Session,
  { space, blob, from = 0, length }: Args<'blob-get'>,
): Answered<Answer<'blob-get'>> {
  const door = mayRead(session, space);
  if (!door.ok) return door;
  const known = await context.store.blob(space, blob);
  if (!known || known.place >= door.value || (known.day > 0 && known.day <= dayOf(context.clock))) return err({ error: 'unknown-blob' });
  const bytes = await context.blobs.get(blob);
  if (!bytes) {
    context.counters.add('damaged');
    return err({ error: 'unknown-blob' });
  }
  return ok({ bytes: new Uint8Array(bytes.subarray(from, length === undefined ? undefined : from + length)), size: bytes.length });
}
