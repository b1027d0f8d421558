import { err, ok, type Result } from '@awna/base';
import type { CaseView } from '@awna/core';
import { parseDigits } from '@awna/words';
import type { AtGroup, Desk } from './desk.ts';
import { failed, type Failure } from './failure.ts';
import { brief, shown } from './print.ts';

const nameIn = (desk: Desk, name: string | null): string => shown(name ?? desk.words.app.someone());

/** What a case asks, how far it is or what became of it. */
export function caseLines(desk: Desk, one: CaseView, n: number): string[] {
  const { cases } = desk.words.members;
  const { about, by, joined, needed, roll, until, ended, ending, why } = one;
  const name = nameIn(desk, about.name);
  const how =
    ending === null
      ? [cases.soFar({ joined: joined.length, needed, roll }), cases.until({ date: desk.date(until) })]
      : [cases.ending[ending]({ name }), cases.endedOn({ date: desk.date(ended ?? until) })];
  return [
    `${String(n)}  ${one.aboutMe ? cases.aboutMe() : cases.about({ name })} · ${cases.by({ name: nameIn(desk, by.name) })}`,
    `   ${why === null ? desk.words.app.gone() : shown(why)}`,
    `   ${how.join(' ')}${one.joinedByMe ? ` · ${cases.youAgree()}` : ''}`,
    ...(one.aboutMe && ended === null ? [`   ${cases.me.can()}`] : []),
  ];
}

/** The case a number of the list or an id names. */
export async function caseNamed(desk: Desk, at: AtGroup, text: string): Promise<Result<CaseView, Failure>> {
  const cases = await at.group.view('cases', {});
  const one = cases.find(({ id }) => id === text.trim()) ?? cases[(parseDigits(text) ?? 0) - 1];
  return one ? ok(one) : err({ ...failed('case-unknown'), message: desk.words.cli.wrong.caseUnknown({ name: brief(text) }), field: 'N' });
}
