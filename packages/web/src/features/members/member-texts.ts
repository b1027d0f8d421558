import type { MemberView } from '@awna/core';
import { whenText } from '../../parts/dates.ts';
import { t } from '../../shell/words.svelte.ts';

/** How somebody came, by whom, and when. */
export const cameText = ({ since, by }: MemberView, byName: string | null): string =>
  `${by === null ? t.members.founder() : t.members.by({ name: byName ?? t.app.someone() })} · ${t.members.since({ date: whenText(since, 'short') })}`;

/** That somebody has gone, how and when. */
export const goneText = ({ how, left }: MemberView): string => t.members.one[how ?? 'left']({ date: whenText(left ?? 0, 'short') });
