import type { CaseView } from '@awna/core';
import { describe, expect, test } from 'vitest';
import { concerning, lastWord, openIn } from './cases.ts';
import { endedIn } from './past-cases.ts';

const day = 1440;
const one = (id: string, change: Partial<CaseView> = {}): CaseView => ({
  ...{ id, about: { id: 'سامر', name: 'سامر' }, by: { id: 'ليلى', name: 'ليلى' }, why: 'كلام', opened: 0, until: 14 * day },
  ...{ joined: [{ id: 'ليلى', name: 'ليلى' }], needed: 3, roll: 4, ended: null, ending: null },
  ...{ mine: false, aboutMe: false, joinedByMe: false, refused: null },
  ...change,
});
const ids = (cases: readonly CaseView[]): string[] => cases.map(({ id }) => id);

describe('[M6] cases', () => {
  test('the first screen has those about me and those that wait for my word', () => {
    const cases = [
      one('mine to say'),
      one('about me', { aboutMe: true, refused: 'own-case' }),
      one('said already', { joinedByMe: true, refused: 'already-joined' }),
      one('came too late', { refused: 'not-on-roll' }),
      one('over', { ended: 5, ending: 'lapsed', refused: 'case-over' }),
      one('was about me', { aboutMe: true, ended: 5, ending: 'withdrawn', refused: 'case-over' }),
    ];
    expect(ids(concerning(cases))).toEqual(['mine to say', 'about me']);
    expect(ids(openIn(cases))).toEqual(['mine to say', 'about me', 'said already', 'came too late']);
  });

  test('ended ones are told for ninety days from their opening', () => {
    const cases = [one('open'), one('old', { ended: 9, ending: 'lapsed' }), one('new', { opened: day, ended: 2 * day, ending: 'removed' })];
    expect(ids(endedIn(cases, 90 * day - 1))).toEqual(['old', 'new']);
    expect(ids(endedIn(cases, 90 * day))).toEqual(['new']);
  });

  test('whoever has the last word is told so', () => {
    const person = { id: 'x', name: null };
    expect([1, 2, 3].map((n) => lastWord({ joined: Array.from({ length: n - 1 }, () => person), needed: 3 }))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
