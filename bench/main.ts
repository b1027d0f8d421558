import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytes } from './bytes.ts';
import { crypto } from './crypto.ts';
import { document } from './document.ts';
import { fold } from './fold.ts';
import { open } from './open.ts';
import { relay } from './relay.ts';
import { removal } from './removal.ts';
import { sizes } from './sizes.ts';
import { asText, type Area, type Outcome } from './table.ts';
import { tap } from './tap.ts';

// `npm run bench [-- [--json] [--write] [NAME…]]`: figures beside their peers and gates, in one run on one machine. Nothing here is a test.

const areas: readonly Area[] = [relay, open, removal, fold, bytes, tap, crypto, sizes];

const cores = availableParallelism();
const machine = `${String(cores)} cores, Node ${process.versions.node}`;
/** How many programs wanted a core in the last minute, ours among them. */
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

/** What the next reader has to know of this run. */
function circumstances(before: string, seconds: number): string {
  const shared = Number(before) > cores / 2 ? '; others used the machine, so times are longer than it takes and ratios less sure' : '';
  return `${machine}, ${seconds.toFixed(0)} s in all, load ${before} when it began and ${load()} when it ended${shared}`;
}

async function outcomeOf({ name, title, measure }: Area): Promise<Outcome | null> {
  try {
    return { name, title, rows: await measure((what) => void process.stderr.write(`${name}: ${what}…\n`)) };
  } catch (error) {
    process.stderr.write(`${name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return null;
  }
}

const asked = () =>
  parseArgs({
    options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });

async function main({ values, positionals }: ReturnType<typeof asked>): Promise<number> {
  const unknown = positionals.filter((name) => !areas.some((area) => area.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no bench is called ${unknown.join(', ')}; there are ${areas.map(({ name }) => name).join(', ')}\n`);
    return 2;
  }
  const chosen = positionals.length === 0 ? areas : areas.filter(({ name }) => positionals.includes(name));
  const [began, before] = [performance.now(), load()];
  const outcomes: Outcome[] = [];
  for (const area of chosen) {
    const outcome = await outcomeOf(area);
    if (!outcome) continue;
    outcomes.push(outcome);
    if (!values.json) process.stdout.write(`\n${asText(outcome)}`);
  }
  const told = circumstances(before, (performance.now() - began) / 1000);
  process.stdout.write(values.json ? `${JSON.stringify({ told, areas: outcomes })}\n` : `\n${told}\n`);
  if (values.write) await writeFile(join(import.meta.dirname, '..', 'docs', 'bench.md'), document(outcomes, told));
  return outcomes.length === chosen.length ? 0 : 1;
}

try {
  process.exitCode = await main(asked());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
process.exit();
