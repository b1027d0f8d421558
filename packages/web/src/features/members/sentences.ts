import type { Sentence } from '@awna/core';
import type { Problem } from '@awna/device/page';
import { settings } from '../../shell/settings.ts';
import { problemText, t } from '../../shell/words.svelte.ts';

type Key = keyof typeof t.log.facts;

const isKey = (key: string): key is Key => key in t.log.facts;
const isKind = (kind: string): kind is keyof typeof t.exchange.kind => kind in t.exchange.kind;
const isProblem = (reason: string): reason is Problem => reason in t.problems && reason !== 'other';

/** A line of the open log in words. */
export function sentenceText(sentence: Sentence | undefined): string {
  if (!sentence || !isKey(sentence.key)) return t.log.unknown();
  const text = (name: string): string => {
    const value = sentence.args[name];
    return typeof value === 'string' ? value : '';
  };
  const kind = text('kind');
  return t.log.facts[sentence.key]({
    named: text('named') === 'yes' ? 'yes' : 'other',
    who: text('who'),
    // Whose name is forgotten is still somebody.
    whom: text('whom') || t.app.someone(),
    what: isKind(kind) ? t.exchange.kind[kind]() : '',
    code: settings().language === 'ar' ? text('codeArabic') : text('code'),
  });
}

/** Why a fact in the log changed nothing; null where it stands. */
export function verdictText(judged: string | undefined): string | null {
  if (judged === undefined || judged === 'ok') return null;
  return t.members.log.refused({ why: isProblem(judged) ? problemText(judged) : t.problems.other() });
}
