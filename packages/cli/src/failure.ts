import type { DeviceProblem, Problem, Refused } from '@awna/device';

/** 1 refused by a rule · 2 wrong usage or bad input · 3 relay unreachable, kept in the outbox · 4 integrity alarm. */
export type Exit = 1 | 2 | 3 | 4;

/** Why a command did not do what it was asked. `reason` is stable, `message` is for people. */
export interface Failure {
  readonly exit: Exit;
  readonly reason: string;
  /** Left out: the words of the problem with this reason. */
  readonly message?: string;
  /** Which field, line or fact it is about. */
  readonly field?: string;
  readonly index?: number;
  /** On which line of a file, counted from 1. */
  readonly line?: number;
  /** Where the evidence of an alarm was written. */
  readonly evidence?: string;
}

/** Problems that the person can only mend by giving something else. */
const badInput: ReadonlySet<string> = new Set<Problem>([
  'not-a-link',
  'link-of-another-version',
  'name-missing',
  'too-long',
  'malformed',
  'photo-too-large',
  'photo-not-readable',
]);

const unreachable: ReadonlySet<string> = new Set<DeviceProblem>([
  'relay-unreachable',
  'relay-refused',
  'relay-full',
  'door-shut',
  'keys-awaited',
]);

export function exitOf(reason: string): Exit {
  if (badInput.has(reason)) return 2;
  if (unreachable.has(reason)) return 3;
  return reason === 'stopped-by-alarm' ? 4 : 1;
}

/** A device's or a rule's no. */
export const failed = (problem: Problem | Refused): Failure =>
  typeof problem === 'string'
    ? { exit: exitOf(problem), reason: problem }
    : { exit: exitOf(problem.reason), reason: problem.reason, ...(problem.index === undefined ? {} : { index: problem.index }) };

/** Something typed is not what is needed there. */
export const wrong = (reason: string, message: string, field?: string): Failure => ({
  exit: 2,
  reason,
  message,
  ...(field === undefined ? {} : { field }),
});
