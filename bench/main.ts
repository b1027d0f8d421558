import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytes } from './bytes.ts';
import { crypto } from './crypto.ts';
import { fold } from './fold.ts';
import { open } from './open.ts';
import { relay } from './relay.ts';
import { sizes } from './sizes.ts';
import { asMarkdown, asText, type Area, type Outcome } from './table.ts';
import { tap } from './tap.ts';

// `npm run bench [-- [--json] [--write] [NAME…]]`: figures beside their peers and gates, in one run on one machine. Nothing here is a test.

const areas: readonly Area[] = [relay, open, fold, bytes, tap, crypto, sizes];

const machine = (): string => `${String(availableParallelism())} cores, Node ${process.versions.node}`;

const document = (outcomes: readonly Outcome[], seconds: number): string =>
  [
    '# What it measured',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}, ${seconds.toFixed(0)} s in all. Peers and limits were`,
    'measured in the same run on the same machine. Timings differ from machine to machine and are part of no test; ratios differ less.',
    '',
    ...outcomes.map(asMarkdown),
  ].join('\n');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !areas.some((area) => area.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no bench is called ${unknown.join(', ')}; there are ${areas.map(({ name }) => name).join(', ')}\n`);
    return 2;
  }
  const chosen = positionals.length === 0 ? areas : areas.filter(({ name }) => positionals.includes(name));
  const began = performance.now();
  const outcomes: Outcome[] = [];
  for (const { name, title, measure } of chosen) {
    const rows = await measure((what) => void process.stderr.write(`${name}: ${what}…\n`));
    outcomes.push({ name, title, rows });
    if (!values.json) process.stdout.write(`\n${asText({ name, title, rows })}`);
  }
  const seconds = (performance.now() - began) / 1000;
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), seconds, areas: outcomes })}\n`);
  else process.stdout.write(`\n${machine()}, ${seconds.toFixed(0)} s\n`);
  if (values.write) await writeFile(join(import.meta.dirname, '..', 'docs', 'bench.md'), document(outcomes, seconds));
  return 0;
}

process.exit(await main());
