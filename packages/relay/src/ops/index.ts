import { encodeAnswer, encodeCallAnswer, type Call } from '@awna/wire';
import { err, ok, type Bytes, type Result } from '@awna/base';
import type { Context, Refused, Session } from '../context.ts';
import { blobGet, blobPut } from './blob.ts';
import { enter, hello, open } from './door.ts';
import { heal, show } from './heal.ts';
import { append, follow, prove, read } from './log.ts';
import { boxOpen, letterPut, letters, replyGet, replyPut } from './mail.ts';
import { door } from './record.ts';

/** An answer in bytes, and what to do once it is sent. */
export interface Reply {
  readonly bytes: Bytes;
  readonly then?: () => void;
}

/** Does what a call asks, and writes the answer for a socket (`id` > 0) or for one HTTP call (0). */
export async function answer(context: Context, session: Session, call: Call, id: number): Promise<Result<Reply, Refused>> {
  switch (call.op) {
    case 'hello':
      return reply(id, call.op, await hello(context, session, call.args));
    case 'open':
      return reply(id, call.op, await open(context, session, call.args));
    case 'enter':
      return reply(id, call.op, await enter(context, session, call.args));
    case 'door':
      return reply(id, call.op, await door(context, call.args));
    case 'append':
      return reply(id, call.op, await append(context, session, call.args));
    case 'read':
      return reply(id, call.op, await read(context, session, call.args));
    case 'follow': {
      const followed = await follow(context, session, call.args);
      if (!followed.ok) return followed;
      return ok({ bytes: encodeAnswer(id, 'follow', { head: followed.value.head }), then: followed.value.begin });
    }
    case 'show':
      return reply(id, call.op, await show(context, session, call.args));
    case 'heal':
      return reply(id, call.op, await heal(context, session, call.args));
    case 'prove':
      return reply(id, call.op, await prove(context, session, call.args));
    case 'blob-put':
      return reply(id, call.op, await blobPut(context, session, call.args));
    case 'blob-get':
      return reply(id, call.op, await blobGet(context, session, call.args));
    case 'box-open':
      return reply(id, call.op, await boxOpen(context, session, call.args));
    case 'letters':
      return reply(id, call.op, await letters(context, session, call.args));
    case 'reply-put':
      return reply(id, call.op, await replyPut(context, session, call.args));
    case 'letter-put':
      return reply(id, call.op, await letterPut(context, session, call.args));
    case 'reply-get':
      return reply(id, call.op, await replyGet(context, session, call.args));
  }
}

type Written = Parameters<typeof encodeAnswer>;

function reply<O extends Written[1]>(
  id: number,
  op: O,
  result: Result<Parameters<typeof encodeAnswer<O>>[2], Refused>,
): Result<Reply, Refused> {
  if (!result.ok) return err(result.error);
  return ok({ bytes: id > 0 ? encodeAnswer(id, op, result.value) : encodeCallAnswer(op, result.value) });
}
