import { encode, err, ok, type Bytes, type Result, type Value } from '@awna/base';
import * as v from 'valibot';
import { announcementShapes, answerShapes, isAnnouncementKind, type Announcement, type AnnouncementKind, type Answer } from './answers.ts';
import { arrayOf, isCallId } from './items.ts';
import { parseRefusal, type Refusal } from './refusal.ts';
import type { Args, Op } from './requests.ts';
import { toValue } from './value.ts';

// The device's side: what it asks, and what it reads from a relay. The relay's side is `codec-relay.ts`.

/** What came from the relay: an answer still to be read by the operation it belongs to, or an announcement. */
export type FromRelay =
  | { readonly kind: 'answer'; readonly id: number; readonly status: number; readonly value: Value }
  | { readonly kind: 'announcement'; readonly announcement: Announcement };

export const encodeRequest = <O extends Op>(id: number, op: O, args: Args<O>): Bytes => encode([id, op, toValue(args)]);

export const encodeCall = <O extends Op>(op: O, args: Args<O>): Bytes => encode([op, toValue(args)]);

/** Reads what the relay sent on a socket. Total. */
export function decodeFromRelay(bytes: Uint8Array): Result<FromRelay, 'malformed'> {
  const [id, second, value] = arrayOf(bytes, 3) ?? [];
  if (value === undefined || second === undefined) return err('malformed');
  if (id === 0) return isAnnouncementKind(second) ? announcementOf(second, value) : err('malformed');
  return isCallId(id) && typeof second === 'number' ? ok({ kind: 'answer', id, status: second, value }) : err('malformed');
}

function announcementOf(kind: AnnouncementKind, value: Value): Result<FromRelay, 'malformed'> {
  const parsed = v.safeParse(announcementShapes[kind], value);
  return parsed.success ? ok({ kind: 'announcement', announcement: { kind, ...parsed.output } as Announcement }) : err('malformed');
}

/** The result of an operation, by its own shape. Total: what is neither an answer nor a refusal is `bad-answer`. */
export function decodeAnswer<O extends Op>(op: O, status: number, value: Value): Result<Answer<O>, Refusal> {
  if (status !== 0) return err(parseRefusal(status, value) ?? { status: 0, error: 'bad-answer' });
  const parsed = v.safeParse(answerShapes[op], value);
  return parsed.success ? ok(parsed.output as Answer<O>) : err({ status: 0, error: 'bad-answer' });
}

/** Reads `[status, result]`, the answer of `POST /v1/call`. Total. */
export function decodeCallAnswer<O extends Op>(op: O, bytes: Uint8Array): Result<Answer<O>, Refusal> {
  const [status, value] = arrayOf(bytes, 2) ?? [];
  return typeof status === 'number' && value !== undefined ? decodeAnswer(op, status, value) : err({ status: 0, error: 'bad-answer' });
}
