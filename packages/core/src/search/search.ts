import type { Id } from '@awna/base';
import { wordsIn } from './fold.ts';
import { skeleton, stems } from './stem.ts';

/** Something that can be found. */
export interface Doc {
  readonly id: Id;
  readonly text: string;
}

/** A word with everything it is compared by. */
interface Looked {
  readonly word: string;
  readonly stems: readonly string[];
  readonly skeletons: readonly string[];
}

function look(word: string): Looked {
  const all = stems(word);
  return { word, stems: all, skeletons: [...new Set(all.map(skeleton))] };
}

const meet = (a: readonly string[], b: readonly string[]): readonly string[] => a.filter((one) => b.includes(one));

/** How near a word of a text is to a word of a query; 0 is not at all. */
function nearness(query: Looked, found: Looked): number {
  if (query.word === found.word) return 8;
  if (meet(query.stems, found.stems).length > 0) return 6;
  if (query.word.length >= 2 && found.word.startsWith(query.word)) return 5;
  if (query.stems.some((one) => one.length >= 3 && found.stems.some((other) => other.startsWith(one)))) return 4;
  const shared = meet(query.skeletons, found.skeletons);
  if (shared.some(({ length }) => length >= 3)) return 3;
  // Two consonants say little: only between short words.
  return shared.some(({ length }) => length === 2) && query.word.length <= 5 && found.word.length <= 7 ? 2 : 0;
}

/**
 * Ids of the texts in which every word of the query is met, nearest first; equals keep their order. A word is met as it
 * stands, by its stem, as a beginning, or by its consonants. An empty query finds everything.
 */
export function searchItems(query: string, docs: readonly Doc[]): readonly Id[] {
  const asked = [...new Set(wordsIn(query.slice(0, 200)))].slice(0, 12).map(look);
  const seen = new Map<string, Looked>();
  const known = (word: string): Looked => {
    const looked = seen.get(word) ?? look(word);
    seen.set(word, looked);
    return looked;
  };
  const hits: { id: Id; score: number }[] = [];
  for (const { id, text } of docs) {
    const words = [...new Set(wordsIn(text))].map(known);
    const scores = asked.map((one) => words.reduce((most, word) => Math.max(most, nearness(one, word)), 0));
    if (!scores.includes(0)) hits.push({ id, score: scores.reduce((sum, n) => sum + n, 0) });
  }
  return hits.sort((a, b) => b.score - a.score).map(({ id }) => id);
}
