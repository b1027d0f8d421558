import { base64url, fromUtf8, sha256, utf8 } from '@awna/base';
import type { Kind } from '@awna/core';
import { latinDigits } from '@awna/words';
import { fold, withoutUnseen } from '../fold.ts';
import { amountIn, type Amount } from './amounts.ts';
import { isOver, kindIn, kindsIn, sideIn, urgencyIn } from './answers.ts';
import type { Columns, Role } from './columns.ts';
import { dateIn, type DayOrder } from './dates.ts';
import type { Row } from './rows.ts';

/** Why a line, or one need or offer of it, was left out. */
export type BadReason =
  | 'torn-quotes'
  | 'too-many-cells'
  | 'formula'
  | 'text-missing'
  | 'side-unknown'
  | 'kind-unknown'
  | 'date-unreadable'
  | 'date-passed'
  | 'amount-unreadable'
  | 'too-long'
  | 'already-done'
  | 'twice';

export interface BadLine {
  readonly line: number;
  readonly reason: BadReason;
  /** What could not be read, as it stands in the sheet, shortened. */
  readonly value?: string;
}

/** One need or offer out of a line. `key` is the same for the same words at every import. */
export interface ImportItem {
  readonly line: number;
  readonly key: string;
  readonly side: 'need' | 'offer';
  readonly kind: Kind;
  readonly text: string;
  readonly area: string | null;
  readonly by: number | null;
  readonly urgency: 0 | 1 | 2 | 3;
  readonly amount: Amount | null;
  readonly languages: readonly string[];
  /** For the importer alone. */
  readonly forWhom: string | null;
  readonly contact: string | null;
}

export interface Reading {
  readonly columns: Columns;
  readonly order: DayOrder;
  /** Minutes since 1970. */
  readonly now: number;
  /** What lines are that do not say it. */
  readonly side: 'need' | 'offer' | null;
  readonly kinds: ReadonlyMap<string, Kind>;
}

/** The longest words a line may have; longer ones are no request but an accident. */
const longest = 4000;
const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`);

type Cells = (role: Role) => string;

const cellsOf =
  (row: Row, columns: Columns): Cells =>
  (role) =>
    (columns.get(role) ?? [])
      .map((index) => withoutUnseen(row.cells[index] ?? '').trim())
      .filter((cell) => cell !== '')
      .join('\n');

const keyOf = (parts: readonly string[]): string => base64url(sha256(utf8(JSON.stringify(parts))).slice(0, 12));

/** Phones keep their digits and plus; a phone that is none is kept as it stands. */
function contactOf(cell: Cells): string | null {
  const phone = latinDigits(cell('phone')).replace(/[\s\-().]/g, '');
  const parts = [/^\+?\d+$/.test(phone) ? phone : cell('phone'), cell('email'), cell('contact'), cell('address')];
  return parts.filter((part) => part !== '').join('\n') || null;
}

const isWellFormed = (text: string): boolean => fromUtf8(utf8(text)) === text;

/** The needs and offers of one line, or why there are none. A line may hold several: each kind that it ticks is one. */
export function itemsOf(row: Row, reading: Reading): readonly (ImportItem | BadLine)[] {
  const cell = cellsOf(row, reading.columns);
  const bad = (reason: BadReason, value?: string): BadLine[] => [
    { line: row.line, reason, ...(value === undefined ? {} : { value: shortened(value) }) },
  ];

  if (isOver(cell('status'))) return bad('already-done', cell('status'));
  const texts: (readonly ['need' | 'offer' | undefined, string])[] = [
    ['need', cell('need')],
    ['offer', cell('offer')],
  ];
  const plain = cell('text');
  const said = texts.filter(([, text]) => text !== '');
  const side = sideIn(cell('side')) ?? reading.side ?? undefined;
  if (said.length === 0) said.push([side, plain]);
  else if (plain !== '') said[0] = [said[0]?.[0], `${said[0]?.[1] ?? ''}\n${plain}`];
  if (said.length === 1 && side !== undefined && said[0] && (cell('side') !== '' || said[0][0] === undefined)) said[0] = [side, said[0][1]];

  return said.flatMap(([which, text]): readonly (ImportItem | BadLine)[] => {
    const words = [text, cell('notes')].filter((part) => part !== '').join('\n');
    const kinds = cell('kind') === '' ? [kindIn(text) ?? null] : kindsIn(cell('kind'), reading.kinds);
    if (words === '' && kinds.every((kind) => kind === null)) return bad('text-missing');
    if (which === undefined) return bad('side-unknown', cell('side') || text);
    if (words === '') return bad('text-missing');
    if (words.length > longest || !isWellFormed(words)) return bad('too-long', words);
    const by = cell('by') === '' ? null : dateIn(cell('by'), reading.order, reading.now);
    if (by === undefined) return bad('date-unreadable', cell('by'));
    if (by !== null && by <= reading.now) return bad('date-passed', cell('by'));
    const urgency = cell('urgency') === '' ? 0 : (urgencyIn(cell('urgency')) ?? 0);
    const counted = cell('amount') || cell('people');
    return kinds.flatMap((kind): readonly (ImportItem | BadLine)[] => {
      const known = kind ?? (kinds.length === 1 ? kindIn(text) : undefined);
      if (!known) return bad('kind-unknown', cell('kind') || text);
      const amount = counted === '' ? null : amountIn(cell('amount') || `${counted} person`, known);
      if (amount === undefined && cell('amount') !== '') return bad('amount-unreadable', cell('amount'));
      const item = {
        side: which,
        kind: known,
        text: words,
        area: cell('area') || null,
        by,
        urgency,
        amount: amount ?? null,
        languages:
          cell('languages') === ''
            ? []
            : cell('languages')
                .split(/[,;،؛/\n]+/)
                .map((word) => word.trim())
                .filter((word) => word !== ''),
        forWhom: cell('name') || null,
        contact: contactOf(cell),
      };
      const key = keyOf([which, known, fold(words), item.area ?? '', item.forWhom ?? '', item.contact ?? '', cell('stamp'), cell('by')]);
      return [{ line: row.line, key, ...item }];
    });
  });
}
