import { err, ok, type Result } from '@awna/base';
import type { Kind } from '@awna/core';
import { fold } from '../fold.ts';
import { kindIn, sideIn } from './answers.ts';
import { recognise, type Columns, type Role } from './columns.ts';
import { orderIn, type DayOrder } from './dates.ts';
import { itemsOf, type BadLine, type ImportItem } from './items.ts';
import { readSheet, type Row } from './rows.ts';
import { textOf } from './text.ts';

/** What the importer says about a sheet beforehand (`--map`, `--side`, `--dates`). */
export interface Mapping {
  /** Header → what it holds. */
  readonly columns: ReadonlyMap<string, Role>;
  /** Answer → kind. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly side: 'need' | 'offer' | null;
  readonly dates: DayOrder | null;
}

export const noMapping: Mapping = { columns: new Map(), kinds: new Map(), side: null, dates: null };

export interface Plan {
  readonly items: readonly ImportItem[];
  readonly bad: readonly BadLine[];
  /** Headers nothing was recognised in. */
  readonly unknown: readonly string[];
  /** Whether days and months could be told apart only by guessing. */
  readonly guessedDates: boolean;
  readonly lines: number;
}

export type NotASheet = 'too-large' | 'not-text' | 'empty' | 'no-columns';

const largest = 8 * 1024 * 1024;

/** Everything a sheet holds, as needs and offers, and each line that could not be read with the reason. Total. */
export function readPlan(bytes: Uint8Array, mapping: Mapping, now: number): Result<Plan, NotASheet> {
  if (bytes.length > largest) return err('too-large');
  const text = textOf(bytes);
  if (text === undefined) return err('not-text');
  const sheet = readSheet(text);
  if (sheet.header.every((name) => name.trim() === '') && sheet.rows.length === 0 && sheet.torn.length === 0) return err('empty');
  const { columns: named, unknown } = recognise(sheet.header, mapping.columns);
  const columns = sidesApart(named, sheet.rows);
  if (!(['need', 'offer', 'text', 'notes', 'kind'] as const).some((role) => columns.has(role))) return err('no-columns');
  const dated = [...(columns.get('stamp') ?? []), ...(columns.get('by') ?? [])];
  const cells = sheet.rows.flatMap((row) => dated.map((index) => row.cells[index] ?? ''));
  const known = mapping.dates ?? orderIn(cells);
  const reading = { columns, order: known ?? 'day-first', now, side: mapping.side, kinds: foldedKeys(mapping.kinds) } as const;

  const items: ImportItem[] = [];
  const bad: BadLine[] = [...sheet.torn];
  const keys = new Set<string>();
  for (const row of sheet.rows) {
    for (const item of itemsOf(row, reading)) {
      if ('reason' in item) bad.push(item);
      else if (keys.has(item.key)) bad.push({ line: item.line, reason: 'twice' });
      else {
        keys.add(item.key);
        items.push(item);
      }
    }
  }
  bad.sort((a, b) => a.line - b.line);
  const guessedDates = known === undefined && cells.some((cell) => /^\s*\S{1,2}[/.-]\S{1,2}[/.-]\S{2,4}/.test(cell));
  return ok({ items, bad, unknown, guessedDates, lines: sheet.rows.length + sheet.torn.length });
}

/** A column called “Type” may say need or offer: its answers tell. */
function sidesApart(columns: Columns, rows: readonly Row[]): Columns {
  if (columns.has('side')) return columns;
  const saysSide = (index: number): boolean => {
    const cells = rows.map((row) => row.cells[index] ?? '').filter((cell) => cell.trim() !== '');
    const sides = cells.filter((cell) => sideIn(cell) !== undefined && kindIn(cell) === undefined);
    return cells.length > 0 && sides.length * 2 > cells.length;
  };
  const kinds = columns.get('kind') ?? [];
  const side = kinds.filter(saysSide);
  return side.length === 0 ? columns : new Map([...columns, ['side', side], ['kind', kinds.filter((index) => !side.includes(index))]]);
}

const foldedKeys = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map([...map].map(([key, value]) => [fold(key), value]));
