import { decode, encode, err, ok, type Bytes, type Result, type Value } from '@awna/base';
import * as v from 'valibot';
import { announcementShapes, answerShapes, isAnnouncementKind, type Announcement, type AnnouncementKind, type Answer } from './answers.ts';
import { limits } from './limits.ts';
import { parseRefusal, relayErrors, type Refusal, type RelayError } from './refusal.ts';
import { isOp, requestShapes, type Args, type Op } from './requests.ts';
import { toValue } from './value.ts';

/** A well-formed request: which operation, with arguments of its own shape. */
export type Call = { readonly [O in Op]: { readonly op: O; readonly args: Args<O> } }[Op];

/** Why bytes are not a request. `id` is known where at least that could be read, so that it can be answered. */
export interface BadRequest {
  readonly id: number;
  readonly error: 'malformed' | 'unknown-op' | 'too-large';
}

/** What came from the relay: an answer still to be read by the operation it belongs to, or an announcement. */
export type FromRelay =
  | { readonly kind: 'answer'; readonly id: number; readonly status: number; readonly value: Value }
  | { readonly kind: 'announcement'; readonly announcement: Announcement };

const arrayOf = (bytes: Uint8Array, length?: number): readonly Value[] | undefined => {
  const decoded = decode(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return undefined;
  const items: readonly Value[] = decoded.value;
  return length === undefined || items.length === length ? items : undefined;
};

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function parseCallParts(id: number, op: unknown, args: unknown): Result<Call, BadRequest> {
  if (!isOp(op)) return err({ id, error: 'unknown-op' });
  const parsed = v.safeParse(requestShapes[op], args);
  // The shape was chosen by `op`, which tsc cannot follow through a union.
  return parsed.success ? ok({ op, args: parsed.output } as Call) : err({ id, error: 'malformed' });
}

export const encodeRequest = <O extends Op>(id: number, op: O, args: Args<O>): Bytes => encode([id, op, toValue(args)]);

/** Reads `[id, op, args]`. Total. */
export function decodeRequest(bytes: Uint8Array): Result<{ readonly id: number; readonly call: Call }, BadRequest> {
  if (bytes.length > limits.message) return err({ id: 0, error: 'too-large' });
  const items = arrayOf(bytes);
  const [id, op, args] = items ?? [];
  if (!isId(id)) return err({ id: 0, error: 'malformed' });
  if (items?.length !== 3) return err({ id, error: 'malformed' });
  const call = parseCallParts(id, op, args);
  return call.ok ? ok({ id, call: call.value }) : call;
}

export const encodeCall = <O extends Op>(op: O, args: Args<O>): Bytes => encode([op, toValue(args)]);

/** Reads `[op, args]`, the body of `POST /v1/call`. Total. */
export function decodeCall(bytes: Uint8Array): Result<Call, BadRequest> {
  if (bytes.length > limits.message) return err({ id: 0, error: 'too-large' });
  const items = arrayOf(bytes, 2);
  return items ? parseCallParts(0, items[0], items[1]) : err({ id: 0, error: 'malformed' });
}

export type Extra = Omit<Refusal, 'status' | 'error'>;

const refusalValue = (error: RelayError, extra: Extra): Value => toValue({ error, ...extra });

export const encodeAnswer = <O extends Op>(id: number, op: O, answer: Answer<O>): Bytes => encode([id, 0, answerValue(op, answer)]);
export const encodeRefusal = (id: number, error: RelayError, extra: Extra = {}): Bytes =>
  encode([id, relayErrors[error], refusalValue(error, extra)]);
export const encodeCallAnswer = <O extends Op>(op: O, answer: Answer<O>): Bytes => encode([0, answerValue(op, answer)]);
export const encodeCallRefusal = (error: RelayError, extra: Extra = {}): Bytes => encode([relayErrors[error], refusalValue(error, extra)]);
export const encodeAnnouncement = ({ kind, ...data }: Announcement): Bytes => encode([0, kind, toValue(data)]);

const answerValue = <O extends Op>(_op: O, answer: Answer<O>): Value => toValue(answer);

/** Reads what the relay sent on a socket. Total. */
export function decodeFromRelay(bytes: Uint8Array): Result<FromRelay, 'malformed'> {
  const [id, second, value] = arrayOf(bytes, 3) ?? [];
  if (value === undefined || second === undefined) return err('malformed');
  if (id === 0) return isAnnouncementKind(second) ? announcementOf(second, value) : err('malformed');
  return isId(id) && typeof second === 'number' ? ok({ kind: 'answer', id, status: second, value }) : err('malformed');
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
