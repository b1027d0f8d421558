import { decode, encode } from '@awna/base';
import { chance, mutated } from '@awna/testkit';
import { expect, test } from 'vitest';
import { readMap } from './map-file.ts';
import { noMapping, readPlan } from './read.ts';

/** Inputs that each reader gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = process.env['HOSTILE_SEED'] ?? '';
const patience = { timeout: 60_000 + 2 * rounds };

const now = Date.UTC(2026, 2, 20, 9) / 60_000;
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const sheets = [
  'type,kind,description,amount,by\nneed,food,"bread, oil",3 kg,1/4/2026\noffer,ride,"to the ""clinic""",,\n',
  '\ufeffالنوع;الفئة;الوصف\r\nطلب;طعام;خبز\r\nعرض;دواء;="0790"\r\n',
  'sep=|\ntype|kind|description\nneed|food|=1+1\nneed|zork|?\n"',
].map(utf8);

test(
  `[X9] ${rounds} sheets gone wrong: each read or refused in words, every line named lies in the file, and nothing throws`,
  patience,
  () => {
    const fate = chance(`sheets${from}`);
    let read = 0;
    for (let i = 0; i < rounds; i++) {
      const bytes = mutated(sheets, fate);
      const plan = readPlan(bytes, noMapping, now);
      if (!plan.ok) continue;
      read++;
      const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/).length;
      for (const { line } of [...plan.value.items, ...plan.value.bad])
        if (line < 1 || line > lines) expect.unreachable(`line ${line} of ${lines}`);
    }
    expect(read).toBeGreaterThan(rounds / 100);
  },
);

const maps = [
  { columns: { الوصف: 'text', Kind: 'kind' }, kinds: { طعام: 'food' }, side: 'need', dates: 'day-first' },
  { columns: {}, kinds: {} },
].map((map) => encode(map));

test(`[X9] ${rounds} maps of columns gone wrong, as values and as text: read or refused, and nothing throws`, patience, () => {
  const fate = chance(`maps${from}`);
  let read = 0;
  for (let i = 0; i < rounds; i++) {
    const value = decode(mutated(maps, fate));
    const text = JSON.stringify(value.ok ? value.value : null);
    if (readMap(fate.happens(0.8) ? text : new TextDecoder().decode(mutated([utf8(text)], fate))).ok) read++;
  }
  expect(read).toBeGreaterThan(rounds / 100);
  expect(read).toBeLessThan(rounds / 2);
});
