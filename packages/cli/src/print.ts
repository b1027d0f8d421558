import { base64url } from '@awna/base';

/** Plain data as the contract prints it: maps as objects sorted by key, big integers as text, bytes as base64url. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return base64url(value);
  if (value instanceof Map) return sorted([...value].map(([key, item]) => [String(key), item] as const));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return sorted(Object.entries(value));
  return value;
}

const sorted = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(
    entries
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, plain(item)]),
  );

/** One JSON document in one line. */
export const json = (value: unknown): string => JSON.stringify(plain(value));

/** What was typed, shown back: as much of it as helps. */
export const brief = (text: string): string => shown(text.length <= 60 ? text : `${text.slice(0, 57)}…`);

/**
 * Somebody else's words, safe to show: no control characters (they could move the cursor or rename the window) and no
 * marks that turn the direction of what follows. Line breaks become spaces unless `lines`.
 */
export function shown(text: string, lines = false): string {
  const clean = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
  return lines ? clean : clean.replace(/[\t\n\u2028\u2029 ]+/g, ' ').trim();
}
