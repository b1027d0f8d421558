/** One measured figure beside what it is measured against. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** The peer, measured in the same run, or the limit. */
  readonly beside?: string;
  readonly ratio?: string;
  /** The gate of the design, in words, and whether the figure passes it. */
  readonly gate?: { readonly says: string; readonly passes: boolean };
}

/** One subject of the bench. `say` tells how far it is. */
export interface Area {
  readonly name: string;
  readonly title: string;
  measure(say: (what: string) => void): Promise<readonly Row[]>;
}

/** What an area came to. */
export interface Outcome {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

const columns = ['what', 'figure', 'beside', 'ratio', 'gate', ''] as const;

const cells = ({ what, figure, beside, ratio, gate }: Row): string[] => [
  what,
  figure,
  beside ?? '',
  ratio ?? '',
  gate?.says ?? '',
  gate ? (gate.passes ? 'ok' : 'missed') : '',
];

/** An area as aligned text. */
export function asText({ title, rows }: Outcome): string {
  const lines = [[...columns], ...rows.map(cells)];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...text.map((line) => `  ${line}`), ''].join('\n');
}

/** An area as a Markdown table. */
export const asMarkdown = ({ title, rows }: Outcome): string =>
  [
    `## ${title}`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
    '',
  ].join('\n');

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A number as people read it: 12,345. */
export const whole = (n: number): string => grouped.format(n);

/** Milliseconds with as many digits as mean something. */
export const ms = (n: number): string => (n < 10 ? `${n.toFixed(2)} ms` : n < 100 ? `${n.toFixed(1)} ms` : `${whole(n)} ms`);

/** Bytes as kilobytes of a thousand. */
export const kB = (n: number): string => `${(n / 1000).toFixed(1)} kB`;

/** How many times. */
export const times = (n: number): string => `${n.toFixed(n < 10 ? 2 : 0)} ×`;

/** The value below which this part of them lies. */
export function quantile(all: readonly number[], part: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export const median = (all: readonly number[]): number => quantile(all, 0.5);
