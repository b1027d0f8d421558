import { limits, type CaseView } from '@awna/core';

// Apart from `cases.ts`, which the first screen needs: what knows the group's limits brings the shapes of all facts along.

/** Ended cases whose words the group still keeps. */
export const endedIn = (cases: readonly CaseView[], now: number): readonly CaseView[] =>
  cases.filter(({ ended, opened }) => ended !== null && opened + limits.forgetCaseWords > now);
