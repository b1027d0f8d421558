import { err, ok, type Result } from '@awna/base';
import { kinds, kindSheets, outcomes, type Kind, type Outcome } from '@awna/core';
import { parseDigits, type Words } from '@awna/words';
import { wrong, type Failure } from './failure.ts';
import { amountIn, currencyIn, unitIn, type Amount } from './import/amounts.ts';
import { kindIn } from './import/answers.ts';
import { dateIn } from './import/dates.ts';
import { brief } from './print.ts';

type Read<T> = Result<T, Failure>;

const longestWords = 4000;

/** Words a person typed: not empty, not an accident of 100,000 letters. */
export function readWords(words: Words, field: string, text: string, longest = longestWords): Read<string> {
  if (text.trim() === '') return err(wrong('text-missing', words.cli.wrong.empty({ field }), field));
  if (text.length > longest) return err(wrong('too-long', words.cli.wrong.tooLong({ field, n: longest }), field));
  return ok(text.trim());
}

/** A whole number in any of three digit sets, within bounds. */
export function readNumber(words: Words, field: string, text: string, min: number, max: number): Read<number> {
  const n = parseDigits(text);
  return n === null || n < min || n > max ? err(wrong('not-a-number', words.cli.wrong.number({ field, min, max }), field)) : ok(n);
}

/** A date that is still to come, as minutes; numbers are day first, as in most of the world. */
export function readDate(words: Words, field: string, text: string, now: number): Read<number> {
  const minute = dateIn(text, 'day-first', now);
  if (minute === undefined) return err(wrong('not-a-date', words.cli.wrong.date({ field, value: brief(text) }), field));
  return minute <= now ? err(wrong('date-passed', words.cli.wrong.past({ field }), field)) : ok(minute);
}

/** A kind by its name, or by a word of either language. */
export function readKind(words: Words, text: string): Read<Kind> {
  if (text.trim() === '') return err(wrong('kind-unknown', words.cli.wrong.kindMissing({ kinds: kinds.join(' ') }), '--kind'));
  const kind = kinds.find((name) => name === text.trim().toLowerCase()) ?? kindIn(text);
  return kind ? ok(kind) : err(wrong('kind-unknown', words.cli.wrong.kind({ value: brief(text), kinds: kinds.join(' ') }), '--kind'));
}

/** An amount with its unit: `--amount 3 --unit kg`. Money takes its currency and is given in whole ones (`50`, `USD`). */
export function readAmount(words: Words, kind: Kind, amount: string | undefined, unit: string | undefined): Read<Amount | null> {
  if (amount === undefined)
    return unit === undefined ? ok(null) : err(wrong('amount-missing', words.cli.wrong.empty({ field: '--amount' }), '--amount'));
  const n = readNumber(words, '--amount', amount, 1, 1_000_000_000);
  if (!n.ok) return n;
  const known = unit === undefined ? kind !== 'money' : (kind === 'money' ? currencyIn(unit) : unitIn(unit)) !== undefined;
  const found = known ? amountIn(`${String(n.value)} ${unit ?? ''}`, kind) : undefined;
  return found
    ? ok(found)
    : err(wrong('unit-unknown', words.cli.wrong.unit({ value: brief(unit ?? ''), unit: kindSheets[kind].unit }), '--unit'));
}

/** Why somebody closes their own item. */
export function readOutcome(words: Words, text: string): Read<Outcome> {
  const outcome = outcomes.find((name) => name === text);
  return outcome
    ? ok(outcome)
    : err(wrong('outcome-unknown', words.cli.wrong.oneOf({ field: '--why', values: outcomes.join(' ') }), '--why'));
}
