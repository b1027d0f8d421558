import { parse, type Token } from '@messageformat/parser';

/** What a message asks of its caller: texts, numbers, or one of the named cases. */
export type Slot = 'text' | 'number' | readonly string[];

/** A message as far as a check needs to know it. */
export interface Shape {
  readonly slots: ReadonlyMap<string, Slot>;
  /** The sets of plural forms that occur in it. */
  readonly plurals: readonly (readonly string[])[];
  /** Where a text is put in: start and end of `{name}` in the message. */
  readonly texts: readonly (readonly [start: number, end: number])[];
}

const cardinal = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/** Reads a message; throws where it is not ICU MessageFormat. */
export function shapeOf(message: string): Shape {
  const slots = new Map<string, Slot>();
  const plurals: string[][] = [];
  const texts: [number, number][] = [];
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'argument') {
        if (!slots.has(token.arg)) slots.set(token.arg, 'text');
        texts.push([token.ctx.offset, token.ctx.offset + token.ctx.text.length]);
      } else if (token.type === 'function') {
        if (token.key !== 'number') throw new Error(`unknown format “${token.key}”`);
        slots.set(token.arg, 'number');
      } else if (token.type === 'plural' || token.type === 'select' || token.type === 'selectordinal') {
        const keys = token.cases.map(({ key }) => key);
        if (token.type === 'select') slots.set(token.arg, keys.filter((key) => key !== 'other').sort());
        else {
          slots.set(token.arg, 'number');
          plurals.push(keys.filter((key) => !key.startsWith('=')).sort());
        }
        for (const one of token.cases) walk(one.tokens);
      }
    }
  };
  walk(parse(message, { cardinal: [...cardinal], ordinal: [...cardinal] }));
  return { slots, plurals, texts };
}

/** The message with each text and number marked for `src/speak.ts`: texts stand apart, numbers take the reader's digits. */
export function marked(message: string): string {
  let out = message;
  for (const [, end] of [...shapeOf(message).texts].sort(([a], [b]) => b - a)) {
    out = `${out.slice(0, end - 1)}, isolate}${out.slice(end)}`;
  }
  return out.replace(/\{\s*(\w+)\s*,\s*number\s*\}/g, '{$1, count}');
}
