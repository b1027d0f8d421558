import * as v from 'valibot';
import { headShape, type Head } from './frame.ts';
import { count } from './shapes.ts';

/** Why a relay said no, as on the wire. */
export const relayErrors = {
  malformed: 400,
  'unknown-op': 400,
  'needs-socket': 400,
  version: 400,
  'door-shut': 403,
  'not-keeper': 403,
  'unknown-space': 404,
  'unknown-blob': 404,
  'unknown-box': 404,
  exists: 409,
  'missing-tail': 409,
  fork: 409,
  taken: 409,
  ahead: 409,
  'door-old': 409,
  'foreign-head': 409,
  'too-large': 413,
  'too-fast': 429,
  full: 507,
  'box-full': 507,
  'disk-full': 507,
  'read-only': 503,
  stopping: 503,
  fault: 500,
} as const;

export type RelayError = keyof typeof relayErrors;

/** Why a call got no answer at all: nobody knows whether the relay acted on it. */
export type LinkTrouble = 'closed' | 'timeout' | 'bad-answer' | 'unreachable';

/** `status` as HTTP, 0 where no answer came. `wait`: seconds to wait; `size`, `head`, `count`: what the relay holds. */
export interface Refusal {
  readonly status: number;
  readonly error: RelayError | LinkTrouble | 'unknown-error';
  readonly wait?: number;
  readonly size?: number;
  readonly head?: Head;
  readonly count?: number;
}

const shape = v.object({
  error: v.string(),
  wait: v.exactOptional(count),
  size: v.exactOptional(count),
  head: v.exactOptional(headShape),
  count: v.exactOptional(count),
});

const isRelayError = (text: string): text is RelayError => Object.hasOwn(relayErrors, text);

/** A relay's refusal; an error this version does not know keeps its status. */
export function parseRefusal(status: number, value: unknown): Refusal | undefined {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success || status < 400 || status > 599) return undefined;
  const { error, ...rest } = parsed.output;
  return { status, error: isRelayError(error) ? error : 'unknown-error', ...rest };
}

export const trouble = (error: LinkTrouble): Refusal => ({ status: 0, error });
