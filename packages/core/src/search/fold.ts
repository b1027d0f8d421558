// What a reader of Arabic holds for the same letter: forms of alef, hamza seats, ta marbuta and ha, alef maqsura and ya,
// and the Persian and Urdu letters that keyboards mix in.
const same: Readonly<Record<string, string>> = {
  ...{
    أ: 'ا',
    إ: 'ا',
    آ: 'ا',
    ٱ: 'ا',
    ٲ: 'ا',
    ٳ: 'ا',
    ؤ: 'و',
    ئ: 'ي',
    ى: 'ي',
    ی: 'ي',
    ے: 'ي',
    ې: 'ي',
    ة: 'ه',
    ۀ: 'ه',
    ھ: 'ه',
    ہ: 'ه',
    ە: 'ه',
    ک: 'ك',
    گ: 'ك',
  },
  ...{ پ: 'ب', چ: 'ج', ڤ: 'ف', ژ: 'ز', ء: '' },
};

/** Diacritics, tatweel, and marks that steer direction: nothing a searcher types on purpose. */
const mute = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0300-\u036f]/gu;

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
    .replace(/[أإآٱٲٳؤئىیےېةۀھہەکگپچڤژء]/gu, (letter) => same[letter] ?? letter);
}

/** The words of a text, folded. */
export const wordsIn = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
