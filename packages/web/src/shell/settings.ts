import { digitSets, directionOf, languages, speakWith, type Digits, type Language } from '@awna/words';

/** How this device shows things. Nothing here is secret, so it may stand unsealed and be there for the first paint. */
export interface Settings {
  readonly language: Language;
  readonly digits: Digits;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly hijri: boolean;
  /** The region whose names the months have in Arabic. */
  readonly months: Months;
  readonly shiftExit: boolean;
}

export const monthNames = ['SY', 'EG', 'MA'] as const;
export type Months = (typeof monthNames)[number];

const key = 'view';

function firstSettings(): Settings {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  const language = languages.find((known) => known === wanted.find((tag) => languages.some((one) => one === tag))) ?? 'ar';
  return { language, digits: 'latn', theme: 'auto', hijri: language === 'ar', months: monthsHere(), shiftExit: true };
}

/** Month names by where the device says it is: Mashriq, Nile and Gulf, Maghreb. */
function monthsHere(): Months {
  const region = navigator.languages.find((tag) => /^ar-[A-Z]{2}/.test(tag))?.slice(3, 5);
  if (region === undefined || ['SY', 'LB', 'JO', 'PS', 'IQ'].includes(region)) return 'SY';
  return ['DZ', 'TN', 'MA'].includes(region) ? 'MA' : 'EG';
}

const oneOf = <T extends string>(known: readonly T[], value: unknown, otherwise: T): T => known.find((one) => one === value) ?? otherwise;

function read(): Settings {
  const first = firstSettings();
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return first;
    const had = new Map<string, unknown>(Object.entries(kept));
    return {
      language: oneOf(languages, had.get('language'), first.language),
      digits: oneOf(digitSets, had.get('digits'), first.digits),
      theme: oneOf(['auto', 'light', 'dark'], had.get('theme'), first.theme),
      hijri: typeof had.get('hijri') === 'boolean' ? had.get('hijri') === true : first.hijri,
      months: oneOf(monthNames, had.get('months'), first.months),
      shiftExit: had.get('shiftExit') !== false,
    };
  } catch {
    return first;
  }
}

let now = read();

/** The settings in use. */
export const settings = (): Settings => now;

/** The language tag that names months and days. */
export const dateTag = (): string => (now.language === 'ar' ? `ar-${now.months}` : 'en-GB');

/** Changes settings and lets the page look accordingly. */
export function setSettings(change: Partial<Settings>): void {
  now = { ...now, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(now));
  } catch {
    // A browser that keeps nothing still shows what was chosen until it closes.
  }
  show();
}

/** Puts language, direction, digits and theme on the page. */
export function show(): void {
  const { language, digits, theme } = now;
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  speakWith({ digits });
}
