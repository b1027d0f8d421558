import type { Sentence } from '@awna/core';
import type { Desk } from './desk.ts';
import { shown } from './print.ts';

/** A line of the open log in words. */
export function sentenceText({ words, lang }: Desk, { key, args }: Sentence): string {
  const { log, exchange } = words;
  if (!Object.hasOwn(log.facts, key)) return log.unknown();
  const text = (name: string): string => {
    const value = args[name];
    return typeof value === 'string' ? shown(value) : '';
  };
  const kind = text('kind');
  return log.facts[key as keyof typeof log.facts]({
    named: text('named') === 'yes' ? 'yes' : 'other',
    who: text('who'),
    // Whose name is forgotten is still somebody.
    whom: text('whom') || words.app.someone(),
    what: Object.hasOwn(exchange.kind, kind) ? exchange.kind[kind as keyof typeof exchange.kind]() : '',
    code: lang === 'ar' ? text('codeArabic') : text('code'),
  });
}
