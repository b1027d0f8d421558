import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Messages as translators write them: ICU MessageFormat, nested by subject. */
export interface Tree {
  readonly [key: string]: string | Tree;
}

/** The language the words are thought in; the others say the same. */
export const source = 'ar';
export const languages = ['ar', 'en'] as const;
export type Language = (typeof languages)[number];

/** Reads `src/<feature>/<language>.json` of every feature that has words. */
export function readCatalogue(folder: string, language: Language): Tree {
  const out: Record<string, Tree> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name === 'generated') continue;
    out[entry.name] = JSON.parse(readFileSync(join(folder, entry.name, `${language}.json`), 'utf8')) as Tree;
  }
  return out;
}

/** Every message with its path, in the order of the file. */
export function* messagesOf(tree: Tree, path: readonly string[] = []): Generator<readonly [path: string, message: string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [[...path, key].join('.'), value];
    else yield* messagesOf(value, [...path, key]);
  }
}
