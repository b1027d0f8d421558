import type { CaseView } from '@awna/core';
import { t } from '../../shell/words.svelte.ts';

/** Whom a case is about, as a title. */
export const caseTitle = ({ aboutMe, about }: CaseView): string =>
  aboutMe ? t.members.cases.aboutMe() : t.members.cases.about({ name: about.name ?? t.app.someone() });

/** How far it is. */
export const soFar = ({ joined, needed, roll }: CaseView): string => t.members.cases.soFar({ joined: joined.length, needed, roll });

/** What became of it; empty while it is open. */
export const endingText = ({ ending, about }: CaseView): string =>
  ending === null ? '' : t.members.cases.ending[ending]({ name: about.name ?? t.app.someone() });
