import { CsvError, parse } from 'csv-parse/sync';

/** One line of the sheet: where it begins in the file (from 1) and its cells. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A place where the file's quotes or columns do not add up, or where a formula stands instead of words. */
export interface TornLine {
  readonly line: number;
  readonly reason: 'torn-quotes' | 'too-many-cells' | 'formula';
}

export interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly torn: readonly TornLine[];
}

/** The separator that the header uses most, outside quotes. */
function separatorOf(text: string): string {
  const header = (/^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t', '|'].map((letter) => ({ letter, n: header.split(letter).length }));
  const most = counts.reduce((found, next) => (next.n > found.n ? next : found));
  // An Arabic comma stands in the middle of many a question; it parts columns only where nothing else does.
  return most.n > 1 ? most.letter : header.includes('،') ? '،' : ',';
}

/** What an exporter guarded so that no spreadsheet runs it, `'=…`, or keeps as it is, `="079…"`. */
function unguarded(cell: string): string {
  const kept = /^="((?:[^"]|"")*)"$/.exec(cell);
  if (kept?.[1] !== undefined) return kept[1].replaceAll('""', '"');
  return /^'[=+\-@\t]/.test(cell) ? cell.slice(1) : cell;
}

/** An unguarded formula: nobody's own words begin so. */
const isFormula = (cell: string): boolean => cell.startsWith('=') && !cell.startsWith('="');

const linesIn = (text: string): number => text.split('\n').length - 1;

/** A file with more lines than this that cannot be read is not a sheet. */
const mostTorn = 200;

/**
 * Reads a sheet, whatever comes: a record that cannot be read is named by its line and left out, the rest goes on.
 * Quoted cells may hold line breaks; a quote that never closes costs its own line only, since reading goes on at the next.
 */
export function readSheet(given: string): Sheet {
  const text = given.replace(/\r\n?/g, '\n');
  // Excel may say the separator in a line of its own before the header.
  const said = /^\ufeff?"?sep=(.)"?\n/.exec(text);
  const delimiter = said?.[1] ?? separatorOf(text);
  const torn: TornLine[] = [];
  const rows: Row[] = [];
  let at = said?.[0].length ?? 0;
  let passed = said ? 1 : 0;
  while (at < text.length && torn.length < mostTorn) {
    const read = readUntilTorn(text.slice(at), delimiter, passed, rows, torn);
    if (read === null) break;
    for (let i = 0; i < read && at < text.length; i++) at = nextLine(text, at);
    passed += read;
    torn.push({ line: passed, reason: 'torn-quotes' });
  }
  const [header, ...body] = rows;
  const width = header?.cells.length ?? 0;
  const kept = body.filter(({ line, cells }) => {
    const fits = cells.slice(width).every((cell) => cell.trim() === '');
    if (!fits) torn.push({ line, reason: 'too-many-cells' });
    return fits && cells.some((cell) => cell.trim() !== '');
  });
  return { header: header?.cells ?? [], rows: kept, torn: torn.sort((a, b) => a.line - b.line) };
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Reads to the end and returns null, or returns how many lines there are up to the first that cannot be read, with it. */
function readUntilTorn(text: string, delimiter: string, passed: number, rows: Row[], torn: TornLine[]): number | null {
  let ends = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      bom: true,
      on_record(record: string[], { lines }) {
        const inside = record.reduce((sum, cell) => sum + linesIn(cell), 0);
        ends = lines;
        const line = passed + lines - inside;
        if (record.some(isFormula)) torn.push({ line, reason: 'formula' });
        else rows.push({ line, cells: record.map(unguarded) });
        return null;
      },
    });
    return null;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return ends + 1;
  }
}
