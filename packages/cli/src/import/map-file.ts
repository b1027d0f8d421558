import { err, ok, type Result } from '@awna/base';
import { kindSheets, type Kind } from '@awna/core';
import { fold } from '../fold.ts';
import { isRole, type Role } from './columns.ts';
import { noMapping, type Mapping } from './read.ts';

/** What is wrong with a map file, and where. */
export interface BadMap {
  readonly reason: 'not-json' | 'unknown-role' | 'unknown-kind' | 'unknown-side' | 'unknown-dates' | 'unknown-field';
  readonly value: string;
}

const isKind = (word: unknown): word is Kind => typeof word === 'string' && Object.hasOwn(kindSheets, word);

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** A value as it stands in the file: `String` would ask an object what it calls itself, and may be given no answer. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Reads a map file: `{"columns": {"Header": "text"}, "kinds": {"Answer": "food"}, "side": "need", "dates": "day-first"}`,
 * every field optional.
 */
export function readMap(text: string): Result<Mapping, BadMap> {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return err({ reason: 'not-json', value: '' });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return err({ reason: 'not-json', value: '' });
  const columns = new Map<string, Role>();
  const kinds = new Map<string, Kind>();
  let { side, dates } = noMapping;
  for (const [field, value] of Object.entries(given)) {
    if (field === 'columns') {
      for (const [header, role] of entriesOf(value)) {
        if (typeof role !== 'string' || !isRole(role)) return err({ reason: 'unknown-role', value: shown(role) });
        columns.set(fold(header), role);
      }
    } else if (field === 'kinds') {
      for (const [answer, kind] of entriesOf(value)) {
        if (!isKind(kind)) return err({ reason: 'unknown-kind', value: shown(kind) });
        kinds.set(answer, kind);
      }
    } else if (field === 'side') {
      if (value !== 'need' && value !== 'offer') return err({ reason: 'unknown-side', value: shown(value) });
      side = value;
    } else if (field === 'dates') {
      if (value !== 'day-first' && value !== 'month-first') return err({ reason: 'unknown-dates', value: shown(value) });
      dates = value;
    } else return err({ reason: 'unknown-field', value: field });
  }
  return ok({ columns, kinds, side, dates });
}
