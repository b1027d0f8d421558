/**
 * More schedules than CI has time for: `node packages/testkit/bench/campaign.ts 9` lives on for nine minutes from where the
 * last campaign stopped, on two workers, and writes what came of it into campaign.json. A seed that fails belongs into the
 * pinned ones of packages/testkit/src/sim/fresh.ts.
 */
import { handFor, type Failure } from '@awna/testkit';
import { readFile, writeFile } from 'node:fs/promises';

interface Campaign {
  /** Counted up whenever the protocol or the simulator changes: earlier lives prove nothing of it. */
  readonly series: number;
  /** Seeds 0 … next − 1 of this series have been lived. */
  readonly next: number;
  readonly failed: readonly Failure[];
  /** How much there was of everything in all of them. */
  readonly counts: Readonly<Record<string, number>>;
}

const series = 2;
const file = new URL('campaign.json', import.meta.url);
const batch = 50;
const workers = 2;

const seedsFrom = (from: number): readonly string[] => Array.from({ length: batch }, (_, i) => `${String(series)}/${String(from + i)}`);

async function kept(): Promise<Campaign> {
  const nothing: Campaign = { series, next: 0, failed: [], counts: {} };
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Campaign>,
    () => nothing,
  );
  return before.series === series ? { ...nothing, ...before } : nothing;
}

const sum = (a: Campaign['counts'], b: Campaign['counts']): Campaign['counts'] =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));

const minutes = Number(process.argv[2] ?? 1);
const until = performance.now() + minutes * 60_000;
const hands = Array.from({ length: workers }, () => handFor());
let campaign = await kept();

while (performance.now() < until) {
  const { next } = campaign;
  const pieces = await Promise.all(hands.map((hand, i) => hand.failuresAmong(seedsFrom(next + i * batch))));
  for (const { failures, counts } of pieces)
    campaign = { series, next: campaign.next + batch, failed: [...campaign.failed, ...failures], counts: sum(campaign.counts, counts) };
  await writeFile(file, `${JSON.stringify(campaign, null, 2)}\n`);
  console.log(`${String(campaign.next)} lived, ${String(campaign.failed.length)} failed`);
}
for (const hand of hands) await hand.end();
