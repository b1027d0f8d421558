import { loadWords, speakWith, type Language, type Words } from '@awna/words';
import { exitOf } from './failure.ts';

/** The language a terminal speaks: as asked for, else the machine's; Arabic where that says nothing, English where it is a third. */
export function languageOf(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  for (const said of [asked, env['AWNA_LANG']]) if (said === 'ar' || said === 'en') return said;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^(?:$|ar|(?:C|POSIX)(?:\.|$))/i.test(locale) ? 'ar' : 'en';
}

/** The words of a language, set for a terminal: Western digits, and no isolates, which few terminals understand. */
export async function terminalWords(lang: Language): Promise<Words> {
  speakWith({ digits: 'latn', isolates: false });
  return loadWords(lang);
}

/** What stands between this device and the relay, and no more: what follows from it depends on the command. */
export function whyText(words: Words, reason: string): string {
  const { why } = words.cli;
  return reason in why ? why[reason as keyof typeof why]() : problemText(words, reason);
}

/** The words of a refusal or a problem. */
export function problemText(words: Words, reason: string): string {
  const { problems } = words;
  // A command ends; unlike a phone it does not keep trying.
  if (exitOf(reason) === 3) return `${whyText(words, reason)} ${words.cli.safe()}`;
  return reason in problems ? problems[reason as keyof Words['problems']]() : problems.other();
}
