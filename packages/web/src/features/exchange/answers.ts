import type { Value, ValueMap } from '@awna/base';
import type { Question } from '@awna/core';
import { number, parseDigits } from '@awna/words';
import { settings } from '../../shell/settings.ts';
import { t } from '../../shell/words.svelte.ts';

/** Answers to a kind's questions while they are being written: texts, or lists of chosen words. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

type Choice = keyof typeof t.exchange.choice;

const isChoice = (word: string): word is Choice => word in t.exchange.choice;

/** A choice in words; one that this app does not know stands as it is. */
export const choiceText = (word: string): string => (isChoice(word) ? t.exchange.choice[word]() : word);

const isQuestion = (name: string): name is keyof typeof t.exchange.question => name in t.exchange.question;

/** A question in words; one that this app does not know stands as it is. */
export const questionText = (name: string): string => (isQuestion(name) ? t.exchange.question[name]() : name);

/** An answer in words; null where there is none. */
export function answerText(question: Question, value: Value | undefined): string | null {
  if (typeof value === 'number') return number(settings().language, value, 0);
  if (typeof value === 'string' && value !== '') return question.type === 'choice' ? choiceText(value) : value;
  if (!Array.isArray(value)) return null;
  const words = value.flatMap((one) => (typeof one === 'string' ? [choiceText(one)] : []));
  return words.length === 0 ? null : words.join(settings().language === 'ar' ? '، ' : ', ');
}

/** What was answered, as it goes into the fact: counts as numbers, empty answers left out. */
export function answered(questions: readonly Question[], answers: Answers): ValueMap {
  const out: Record<string, Value> = {};
  for (const { name, type } of questions) {
    const value = answers[name];
    if (typeof value === 'string') {
      const text = value.trim();
      const n = type === 'count' ? parseDigits(text) : null;
      if (n !== null) out[name] = n;
      else if (text !== '' && type !== 'count') out[name] = text;
    } else if (value && value.length > 0) out[name] = [...value];
  }
  return out;
}
