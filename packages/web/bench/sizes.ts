import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

// node packages/web/bench/sizes.ts — what the built app weighs, gzipped, against the gates of 4-screens.
const dist = join(import.meta.dirname, '../dist');
const assets = join(dist, 'assets');
const text = (name: string): string => readFileSync(join(assets, name), 'utf8');
const weight = (name: string): number => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
const names = readdirSync(assets);
const starting = (prefix: string): string => names.find((name) => name.startsWith(prefix) && name.endsWith('.js')) ?? '';

/** A script and all that it imports before it can run. */
function closure(first: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name) || !names.includes(name)) return;
    seen.add(name);
    for (const [, found] of text(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) if (found) walk(found);
  };
  for (const name of first) walk(name);
  return seen;
}

const sum = (all: Iterable<string>): number => [...all].reduce((total, name) => total + weight(name), 0);
const index = readFileSync(join(dist, 'index.html'), 'utf8');
const entry = /src="\/assets\/([^"]+\.js)"/.exec(index)?.[1] ?? '';
const shell = closure([entry]);
const styles = names.filter((name) => name.endsWith('.css'));
const worker = closure([starting('device-worker-')]);

/** What the worker fetches when a button or a screen after the first asks for it, or, long after, ahead of them, or where the platform has no cryptography or no locks: never in the way of Today. */
export const onDemand = /^(ahead|audit|blobs|coming|doorway|ed25519|inside|invite|later-views|link|noble|shelf-lease|state-at|waiting)-/;
const dynamic = [...worker].flatMap((name) =>
  [...text(name).matchAll(/import\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g)].flatMap(([, found]) => (found ? [found] : [])),
);
/** Any other piece counts as fetched at once. */
const fetched = dynamic.filter((name) => !onDemand.test(name));
const later = [...closure(dynamic)].filter((name) => !worker.has(name) && !fetched.includes(name));
/** Everything until a member sees Today in Arabic. */
const firstLoad = new Set([
  ...closure([entry, starting('ar-'), starting('TodayRoom-')]),
  ...closure([starting('device-worker-'), ...fetched]),
]);

export interface Weight {
  readonly what: string;
  readonly bytes: number;
  readonly gate: number | null;
}

/** Every figure, in bytes, with its gate where there is one. */
export function sizes(): readonly Weight[] {
  const words = (['ar', 'en'] as const).map((language) => ({
    what: `words ${language}`,
    bytes: weight(starting(`${language}-`)),
    gate: null,
  }));
  const rooms = names
    .filter((name) => /(Room|Page|Flow)-[\w-]+\.js$/.test(name))
    .map((name) => ({
      what: `route ${name.replace(/-[\w-]{8}\.js$/, '')}`,
      bytes: sum([...closure([name])].filter((one) => !shell.has(one))),
      gate: 15_000,
    }))
    .sort((a, b) => b.bytes - a.bytes);
  return [
    { what: 'page', bytes: gzipSync(index, { level: 9 }).length, gate: null },
    { what: 'shell', bytes: sum(shell), gate: 35_000 },
    ...words,
    { what: 'worker: keys, sync, core', bytes: sum(worker), gate: null },
    { what: 'worker: fetched later', bytes: sum(later), gate: null },
    { what: 'shell and worker', bytes: sum(shell) + sum(worker), gate: 80_000 },
    { what: 'first load, all of it', bytes: sum(firstLoad), gate: null },
    { what: 'all style sheets', bytes: sum(styles), gate: 8_000 },
    ...rooms,
  ];
}

if (process.argv[1] === import.meta.filename) {
  for (const { what, bytes, gate } of sizes()) {
    const within = gate === null ? '' : bytes <= gate ? `≤ ${gate / 1000} kB` : `over ${gate / 1000} kB`;
    process.stdout.write(`${what.padEnd(28)} ${(bytes / 1000).toFixed(1).padStart(7)} kB  ${within}\n`);
  }
}
