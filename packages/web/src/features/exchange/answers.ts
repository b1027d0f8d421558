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

/** As many as anybody counts here: people, or minutes of nearly a week. */
export const mostCount = 9_999;
export const longestAnswer = 200;

/** A count as it was typed, in digits of any script; null where it is none that can be meant. */
function countIn(text: string): number | null {
  const n = parseDigits(text);
  return n === null || n < 1 || n > mostCount ? null : n;
}

/** Whether a count among these is answered with something that is none. */
export const unfit = (questions: readonly Question[], answers: Answers): boolean =>
  questions.some(({ name, type }) => {
    const value = answers[name];
    return type === 'count' && typeof value === 'string' && value.trim() !== '' && countIn(value) === null;
  });

/** What was answered, as it goes into the fact: counts as numbers, empty answers left out. */
export function answered(questions: readonly Question[], answers: Answers): ValueMap {
  const out: Record<string, Value> = {};
  for (const { name, type } of questions) {
    const value = answers[name];
    if (typeof value === 'string') {
      const text = value.trim();
      const n = type === 'count' ? countIn(text) : null;
      if (n !== null) out[name] = n;
      else if (text !== '' && type !== 'count') out[name] = text;
    } else if (value && value.length > 0) out[name] = [...value];
  }
  return out;
}
