import { fold as foldLetters } from '@awna/core';

/** Takes out what cannot be seen: bidi controls, zero-width letters, the byte order mark. */
export const withoutUnseen = (text: string): string => text.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '');

/**
 * One spelling for words that people write in several: for recognising headers and answers, never for keeping.
 * Letters as search folds them, everything else one space.
 */
export const fold = (text: string): string =>
  foldLetters(withoutUnseen(text))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
