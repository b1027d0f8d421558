import { encode, err, ok, type Bytes, type Result, type Value } from '@awna/base';
import { safeParse } from 'valibot';
import type { Announcement, Answer } from './answers.ts';
import { arrayOf, isCallId } from './items.ts';
import { limits } from './limits.ts';
import { relayErrors, type Refusal, type RelayError } from './refusal.ts';
import { isOp, requestShapes, type Args, type Op } from './requests.ts';
import { toValue } from './value.ts';

// The relay's side: what it reads from whoever comes, and what it says. The device's side is `codec.ts`.

/** A well-formed request: which operation, with arguments of its own shape. */
export type Call = { readonly [O in Op]: { readonly op: O; readonly args: Args<O> } }[Op];

/** Why bytes are not a request. `id` is known where at least that could be read, so that it can be answered. */
export interface BadRequest {
  readonly id: number;
  readonly error: 'malformed' | 'unknown-op' | 'too-large';
}

function parseCallParts(id: number, op: unknown, args: unknown): Result<Call, BadRequest> {
  if (!isOp(op)) return err({ id, error: 'unknown-op' });
  const parsed = safeParse(requestShapes[op], args);
  // The shape was chosen by `op`, which tsc cannot follow through a union.
  return parsed.success ? ok({ op, args: parsed.output } as Call) : err({ id, error: 'malformed' });
}

/** Reads `[id, op, args]`. Total. */
export function decodeRequest(bytes: Uint8Array): Result<{ readonly id: number; readonly call: Call }, BadRequest> {
  if (bytes.length > limits.message) return err({ id: 0, error: 'too-large' });
  const items = arrayOf(bytes);
  const [id, op, args] = items ?? [];
  if (!isCallId(id)) return err({ id: 0, error: 'malformed' });
  if (items?.length !== 3) return err({ id, error: 'malformed' });
  const call = parseCallParts(id, op, args);
  return call.ok ? ok({ id, call: call.value }) : call;
}

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
