import { fromBase64url, type Id } from '@awna/base';
import type { ExchangeState } from './state.ts';

/** The scripts a code is spoken and written in. */
export type Script = 'latin' | 'arabic';

// Sixteen letters a script, none taken for another by ear or eye, nor for a digit; digits without 0 and 1. Letter and
// digit take turns, so that digits never form a number that a right-to-left line would turn around.
const letters: Readonly<Record<Script, string>> = { latin: 'ACDEFHJKMNPRTWXY', arabic: 'ابجدرسطعفقكلمنوي' };
const digits = '23456789';

/** 21 bits of an id, highest first: 4 for a letter, 3 for a digit, three times. */
function bitsOf(id: Id): number {
  // Four letters are three bytes.
  const bytes = fromBase64url(id.slice(0, 4));
  return bytes ? (((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) >> 3 : 0;
}

/** X3: six characters to say or write by hand. Digits are ASCII; a screen shows them in its reader's own. */
export function codeOf(id: Id, script: Script): string {
  const bits = bitsOf(id);
  let code = '';
  for (const shift of [14, 7, 0]) code += letters[script].charAt((bits >> (shift + 3)) & 15) + digits.charAt((bits >> shift) & 7);
  return code;
}

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
