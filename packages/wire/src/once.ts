import { err, type Bytes, type Result } from '@awna/base';
import type { Answer } from './answers.ts';
import { decodeCallAnswer, encodeCall } from './codec.ts';
import { trouble, type Refusal } from './refusal.ts';
import type { Args } from './requests.ts';

/** Posts bytes and gives the answer's bytes back, whatever its status; rejects where there was none. */
export type Post = (url: string, body: Bytes) => Promise<Uint8Array>;

/** One call without a socket (`POST /v1/call`), for those who stand at no door yet. Never rejects. */
export async function callOnce<O extends 'hello' | 'door' | 'letter-put' | 'reply-get'>(
  url: string,
  post: Post,
  op: O,
  args: Args<O>,
): Promise<Result<Answer<O>, Refusal>> {
  try {
    return decodeCallAnswer(op, await post(`${url.replace(/\/$/, '')}/v1/call`, encodeCall(op, args)));
  } catch {
    return err(trouble('unreachable'));
  }
}
