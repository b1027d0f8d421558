import type { CaseView } from '@awna/core';

/** Cases that are not decided. */
export const openIn = (cases: readonly CaseView[]): readonly CaseView[] => cases.filter(({ ended }) => ended === null);

/** Open cases that are about me, or that I may still join: what concerns me now (M6). */
export const concerning = (cases: readonly CaseView[]): readonly CaseView[] =>
  openIn(cases).filter(({ aboutMe, refused }) => aboutMe || refused === null);

/** Whether one more who joins decides it. */
export const lastWord = ({ joined, needed }: Pick<CaseView, 'joined' | 'needed'>): boolean => joined.length + 1 >= needed;
