// Letters a reader takes for the same: ta marbuta and ha, alef maqsura and ya, the wasla, and the Persian and Urdu letters
// that keyboards mix in. Hamza seats and accents come apart in NFKD and fall with the marks.
const same: Readonly<Record<string, string>> = {
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ے: 'ي', ة: 'ه', ھ: 'ه', ہ: 'ه', ە: 'ه', ک: 'ك', گ: 'ك', پ: 'ب', چ: 'ج', ڤ: 'ف', ژ: 'ز', ء: '' },
};

/** Diacritics, joiners and marks of direction, tatweel: nothing a searcher types on purpose. */
const mute = /[\p{M}\p{Cf}\u0640]/gu;

const easternDigit = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0;
  return `${code - (code < 0x06f0 ? 0x0660 : 0x06f0)}`;
};

/** Text as search compares it: one form for each letter, no diacritics, ASCII digits, lower case, accents dropped. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(mute, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, easternDigit)
    .toLowerCase()
    .replace(/[ٱىیےةھہەکگپچڤژء]/gu, (letter) => same[letter] ?? letter);
}

/** The words of a text, folded. */
export const wordsIn = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
