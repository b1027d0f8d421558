import type { Words } from './generated/words.ts';

export type { Words } from './generated/words.ts';
export { digitSets, isolate, number, speakWith, spokenDigits, type Digits } from './speak.ts';
export { inDigits, latinDigits, parseDigits } from './digits.ts';
export { currencyName, minorDigits, moneyText, parseMoney } from './money.ts';
export { agoText, dateText, hijriText, withYear, type Style } from './dates.ts';

/** Languages with words; another one is another file. */
export const languages = ['ar', 'en'] as const;
export type Language = (typeof languages)[number];

/** Which way a language is written. */
export const directionOf = (language: Language): 'rtl' | 'ltr' => (language === 'ar' ? 'rtl' : 'ltr');

/** The words of one language, fetched when first asked for. */
export async function loadWords(language: Language): Promise<Words> {
  const found = language === 'ar' ? await import('./generated/ar.js') : await import('./generated/en.js');
  return found.default;
}
