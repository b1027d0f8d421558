import { isId } from '@awna/base';

/** One id in sixty-four begins with a dash, and would be taken for an option: such a word is set off by a blank, and freed again. */
export const setOff = (argv: readonly string[]): string[] => argv.map((word) => (word.startsWith('-') && isId(word) ? ` ${word}` : word));

const free = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(' -') && isId(value.slice(1)) ? value.slice(1) : value;

/** What a command is given, with the ids as they were typed: arguments, lists of them, options by name. */
export function freed(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(free);
  if (typeof given !== 'object' || given === null) return free(given);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, free(value)]));
}
