import type { Id } from '@awna/base';
import { codeOf, letters } from './codes.ts';
import type { ExchangeState } from './state.ts';

let known: ReadonlyMap<string, string> | undefined;

/** Every letter and digit as somebody may type it, and what it stands for; made when somebody first does. */
const heard = (): ReadonlyMap<string, string> =>
  (known ??= new Map<string, string>([
    ...[...letters.arabic].map((letter, i) => [letter, letters.latin.charAt(i)] as const),
    ...[...letters.latin].flatMap((letter) => [
      [letter, letter] as const,
      [String.fromCharCode(letter.charCodeAt(0) + 32), letter] as const,
    ]),
    ...['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'].flatMap((set) => [...set].map((digit, i) => [digit, `${i}`] as const)),
    // The other ways some hands and keyboards write the same letters.
    ...[...'أإآٱ'].map((letter) => [letter, 'A'] as const),
    ...[...'یىئ'].map((letter) => [letter, 'Y'] as const),
    ['ک', heardAs('ك')],
    ['ؤ', heardAs('و')],
  ]));

function heardAs(letter: string): string {
  return letters.latin.charAt([...letters.arabic].indexOf(letter));
}

const silent = /[\s\-_.#\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A code as somebody typed it, in either script and any of three digit sets: as its Latin spelling, or nothing. */
export function readCode(text: string): string | undefined {
  if (text.length > 40) return undefined;
  let code = '';
  for (const letter of text) {
    if (silent.test(letter)) continue;
    const meant = heard().get(letter);
    if (meant === undefined) return undefined;
    code += meant;
  }
  return /^([A-Z][2-9]){3}$/.test(code) ? code : undefined;
}

/** Items that a typed code or id names: usually one; where several share a code, open ones first, then newest. */
export function findItems(state: { readonly exchange: ExchangeState }, text: string): readonly Id[] {
  const { items } = state.exchange;
  if (items.has(text.trim())) return [text.trim()];
  const code = readCode(text);
  if (code === undefined) return [];
  const hits = [...items].filter(([id]) => codeOf(id, 'latin') === code);
  return hits.sort(([, a], [, b]) => Number(a.ended !== null) - Number(b.ended !== null) || b.at - a.at).map(([id]) => id);
}
