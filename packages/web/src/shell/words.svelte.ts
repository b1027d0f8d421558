import { loadWords, type Words } from '@awna/words';
import type { Problem } from '@awna/device/page';
import { setSettings, settings, show, type Settings } from './settings.ts';

/** The words of the language in use. Whoever shows them is drawn anew when they change: see `drawing`. */
export let t!: Words;

let round = $state(0);

/** Counts up whenever words or digits changed; the page is keyed by it. */
export const drawing = (): number => round;

/** Fetches the words of the chosen language and shows the page in it. */
export async function speak(): Promise<void> {
  t = await loadWords(settings().language);
  show();
  document.title = t.app.title();
  round += 1;
}

/** Changes settings; words follow. */
export async function choose(change: Partial<Settings>): Promise<void> {
  setSettings(change);
  await speak();
}

/** Why something did not happen, in words. Every reason has some: the compiler sees to it. */
export function problemText(problem: Problem): string {
  return t.problems[problem]();
}
