import type { Id } from '@awna/base';
import { wordsIn } from './fold.ts';
import { skeleton, stem } from './stem.ts';

/** Something that can be found. */
export interface Doc {
  readonly id: Id;
  readonly text: string;
}

/** How near a word of a text is to a word of a query; 0 is not at all. */
function nearness(query: string, word: string): number {
  if (query === word) return 8;
  const [a, b] = [stem(query), stem(word)];
  if (a === b) return 6;
  if (query.length >= 2 && word.startsWith(query)) return 5;
  if (a.length >= 3 && b.startsWith(a)) return 4;
  const [x, y] = [skeleton(query), skeleton(word)];
  return x.length >= 3 && x === y ? 3 : 0;
}

/**
 * Ids of the texts in which every word of the query is met, nearest first; equals keep their order. A word is met as it
 * stands, by its stem, as a beginning, or by its consonants. An empty query finds everything.
 */
export function searchItems(query: string, docs: readonly Doc[]): readonly Id[] {
  const asked = [...new Set(wordsIn(query.slice(0, 200)))].slice(0, 12);
  const hits: { id: Id; score: number }[] = [];
  for (const { id, text } of docs) {
    const words = [...new Set(wordsIn(text))];
    let score = 0;
    for (const one of asked) {
      const best = words.reduce((most, word) => Math.max(most, nearness(one, word)), 0);
      if (best === 0) {
        score = -1;
        break;
      }
      score += best;
    }
    if (score >= 0) hits.push({ id, score });
  }
  return hits.sort((a, b) => b.score - a.score).map(({ id }) => id);
}
