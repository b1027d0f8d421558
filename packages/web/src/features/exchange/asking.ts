import type { Value, ValueMap } from '@awna/base';
import { givings, kinds, kindSheets, type Asking, type Giving, type Kind, type Offering, type Photo } from '@awna/core';
import { parseDigits, parseMoney } from '@awna/words';
import { listIn } from '../../parts/lists.ts';
import { answered, longestAnswer, unfit, type Answers } from './answers.ts';
import { minuteOf } from './clock.ts';
import { longest as longestSeries, minutesOf, rhythms, timesFor, type Series } from './repeating.ts';

export type Side = 'need' | 'offer';

/** What is being written, as its fields hold it: texts as typed, nothing judged yet. */
export interface Writing extends Series {
  readonly kind: Kind | null;
  readonly text: string;
  readonly answers: Answers;
  readonly photo: Photo | null;
  readonly area: string;
  /** A date field: `2026-11-22`, or nothing. */
  readonly by: string;
  readonly urgency: 0 | 1 | 2 | 3;
  /** Days on the board. */
  readonly days: number;
  readonly amount: string;
  readonly unit: string;
  readonly split: boolean;
  readonly pieces: string;
  /** Languages that help, with commas between. */
  readonly languages: string;
  readonly other: boolean;
  readonly forWhom: string;
  /** Null: as the kind's sheet says. */
  readonly confidential: boolean | null;
  readonly giving: Giving;
  readonly closes: string;
}

export const blank: Writing = {
  ...{
    kind: null,
    text: '',
    answers: {},
    photo: null,
    area: '',
    by: '',
    urgency: 0,
    days: 14,
    amount: '',
    unit: '',
    split: true,
    pieces: '',
  },
  ...{ other: false, forWhom: '', confidential: null, giving: 'first', closes: '' },
  ...{ rhythm: 'once', first: '', hour: '', times: 4, languages: '' },
};

/** How many letters each field of words holds. */
export const longest = { text: 2000, area: 80, amount: 20, pieces: 4000, languages: 200, forWhom: 200 } as const;

/** What one still has to see to, by the step where it can be seen to. */
export type Lack = 'kind' | 'words' | 'words-long' | 'count' | 'where-long' | 'past' | 'amount' | 'first' | 'pieces';

export const stepOf: Readonly<Record<Lack, number>> = {
  ...{ kind: 1, words: 2, 'words-long': 2, count: 2 },
  ...{ 'where-long': 3, past: 3, amount: 3, first: 3, pieces: 3 },
};

/** The unit in use: the one chosen, else the kind's own; money counts in a currency. */
export function unitOf({ kind, unit }: Writing): string {
  if (kind === 'money') return /^[A-Z]{3}$/.test(unit) ? unit : 'USD';
  return unit !== '' && !/^[A-Z]{3}$/.test(unit) ? unit : kind === null ? 'piece' : kindSheets[kind].unit;
}

/** Whether only the one who is chosen will read the words. Offers never are. */
export const isConfidential = (side: Side, { kind, confidential }: Writing): boolean =>
  side === 'need' && kind !== null && (confidential ?? kindSheets[kind].confidential);

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function amountIn(writing: Writing): { n: number; unit: string } | null | 'bad' {
  if (writing.amount.trim() === '') return null;
  const unit = unitOf(writing);
  const n = writing.kind === 'money' ? parseMoney(writing.amount, unit) : parseDigits(writing.amount);
  return n === null || n < 1 || n > 1_000_000_000 ? 'bad' : { n, unit };
}

const isLong = (writing: Writing, ...fields: readonly (keyof typeof longest)[]): boolean =>
  fields.some((field) => writing[field].length > longest[field]);

/** Everything that is still missing or not right, first things first. */
export function lacks(writing: Writing, now: number): readonly Lack[] {
  const out: Lack[] = [];
  if (writing.kind === null) out.push('kind');
  if (writing.text.trim() === '') out.push('words');
  const answers = Object.values(writing.answers);
  if (isLong(writing, 'text', 'forWhom') || answers.some((one) => typeof one === 'string' && one.length > longestAnswer))
    out.push('words-long');
  if (writing.kind !== null && unfit(kindSheets[writing.kind].questions, writing.answers)) out.push('count');
  if (isLong(writing, 'area', 'amount', 'pieces', 'languages')) out.push('where-long');
  // X3: what comes again has its own times; a last day, an amount and small parts are not asked for.
  if (writing.rhythm !== 'once') return minutesOf(writing, now) ? out : [...out, 'first'];
  const by = writing.by === '' ? null : minuteOf(writing.by, '23:59');
  if (by !== null && by < now) out.push('past');
  if (amountIn(writing) === 'bad') out.push('amount');
  const pieces = lines(writing.pieces).length;
  if (pieces === 1 || pieces > 60) out.push('pieces');
  return out;
}

/** What goes to the group; call it when nothing lacks. */
export function askingOf(side: Side, writing: Writing, now: number): Offering {
  const kind = writing.kind ?? 'goods';
  const times = minutesOf(writing, now);
  const pieces = times ? [] : lines(writing.pieces);
  const amount = times || pieces.length > 1 ? null : amountIn(writing);
  const by = times || writing.by === '' ? null : minuteOf(writing.by, '23:59');
  const languages = listIn(writing.languages);
  const details = answered(kindSheets[kind].questions, writing.answers);
  const lasting = now + writing.days * 1440;
  const until = Math.min(Math.max(lasting, by ?? 0, times?.at(-1) ?? 0), now + longestSeries);
  const asking: Asking = {
    ...{ kind, text: writing.text.trim(), until, by, urgency: writing.urgency, photo: writing.photo, split: writing.split },
    area: writing.area.trim() === '' ? null : writing.area.trim(),
    amount: amount === 'bad' ? null : amount,
    for: writing.other ? 'other' : 'self',
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(pieces.length > 1 ? { pieces } : {}),
    ...(times ? { times } : {}),
    ...(languages.length === 0 ? {} : { languages }),
    ...(writing.other && writing.forWhom.trim() !== '' ? { forWhom: writing.forWhom.trim() } : {}),
  };
  if (side === 'need') return { ...asking, confidential: isConfidential(side, writing) };
  const decided = writing.giving === 'lot' || writing.giving === 'least-lately';
  const closes = decided ? Math.min(minuteOf(writing.closes, '20:00') ?? now + 3 * 1440, until) : null;
  return { ...asking, giving: writing.giving, closes: closes !== null && closes <= now ? now + 60 : closes };
}

const textOf = (kept: ValueMap, field: string): string => {
  const value = kept[field];
  return typeof value === 'string' ? value : '';
};

const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

function photoIn(value: Value | undefined): Photo | null {
  if (!isMap(value)) return null;
  const { blob, key, type, w, h } = value;
  const whole =
    typeof blob === 'string' && typeof key === 'string' && typeof type === 'string' && typeof w === 'number' && typeof h === 'number';
  return whole ? { blob, key, type, w, h } : null;
}

function answersIn(value: Value | undefined): Answers {
  const out: Record<string, string | readonly string[]> = {};
  for (const [name, answer] of isMap(value) ? Object.entries(value) : []) {
    if (typeof answer === 'string') out[name] = answer;
    else if (Array.isArray(answer)) out[name] = answer.filter((one): one is string => typeof one === 'string');
  }
  return out;
}

/** A kept draft, read with care: another version of the app may have written it. */
export function readWriting(kept: ValueMap): Writing {
  const urgency = ([0, 1, 2, 3] as const).find((level) => level === kept['urgency']) ?? 0;
  const { days, times } = kept;
  const rhythm = rhythms.find((known) => known === kept['rhythm']) ?? 'once';
  return {
    ...blank,
    kind: kinds.find((kind) => kind === kept['kind']) ?? null,
    ...{
      text: textOf(kept, 'text'),
      area: textOf(kept, 'area'),
      by: textOf(kept, 'by'),
      amount: textOf(kept, 'amount'),
      unit: textOf(kept, 'unit'),
    },
    ...{ pieces: textOf(kept, 'pieces'), forWhom: textOf(kept, 'forWhom'), closes: textOf(kept, 'closes') },
    ...{ rhythm, first: textOf(kept, 'first'), hour: textOf(kept, 'hour'), languages: textOf(kept, 'languages') },
    times: timesFor(rhythm).find((known) => known === times) ?? blank.times,
    ...{ urgency, days: typeof days === 'number' ? days : 14, split: kept['split'] !== false, other: kept['other'] === true },
    confidential: typeof kept['confidential'] === 'boolean' ? kept['confidential'] : null,
    giving: givings.find((giving) => giving === kept['giving']) ?? 'first',
    photo: photoIn(kept['photo']),
    answers: answersIn(kept['answers']),
  };
}

/** The same as it is kept. */
export const writingToKeep = (writing: Writing): ValueMap => ({
  ...writing,
  photo: writing.photo === null ? null : { ...writing.photo },
  answers: Object.fromEntries(
    Object.entries(writing.answers).map(([name, answer]) => [name, typeof answer === 'string' ? answer : [...answer]]),
  ),
});
