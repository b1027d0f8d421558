import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes after gzip. */
export interface Sizes {
  /** The entry and what it imports before anything is shown. */
  readonly shell: number;
  /** JavaScript until a group is open: shell, a language, the first screen, and the worker with keys and sync. */
  readonly first: number;
  /** Of that, the worker. */
  readonly worker: number;
  /** What each route loads beyond shell and language, largest first. */
  readonly routes: readonly { readonly name: string; readonly bytes: number }[];
  /** All style sheets together, and those that the page itself names. */
  readonly css: number;
  readonly firstCss: number;
  readonly html: number;
}

/** Pieces of the worker that only a button asks for, or only a place without the platform's cryptography; any other counts. */
const onDemand = new Set(['audit', 'blobs', 'carry', 'found', 'inside', 'invite', 'join', 'noble', 'state-at', 'waiting']);
const firstRoute = 'TodayRoom';
const nameOf = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '');

/** The scripts of a build: what each weighs, imports at once, and may import later. */
function scriptsIn(assets: string) {
  const files = readdirSync(assets);
  const weight = new Map(files.map((file) => [file, gzipSync(readFileSync(join(assets, file))).length]));
  const named = (pattern: RegExp, from: string): string[] =>
    [...readFileSync(join(assets, from), 'utf8').matchAll(pattern)]
      .map((match) => basename(match[1] ?? ''))
      .filter((file) => weight.has(file));
  const follow = (start: readonly string[], next: (file: string) => readonly string[]): Set<string> => {
    const found = new Set<string>();
    const queue = [...start];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (found.has(file)) continue;
      found.add(file);
      queue.push(...next(file));
    }
    return found;
  };
  const imports = (file: string): string[] => named(/(?:from|import)\s*["'`]([^"'`]+\.js)["'`]/g, file);
  const later = (file: string): string[] => named(/import\(\s*["'`]([^"'`]+\.js)["'`]\s*\)/g, file);
  return {
    files,
    sum: (all: Iterable<string>): number => [...all].reduce((total, file) => total + (weight.get(file) ?? 0), 0),
    withImports: (start: readonly string[]) => follow(start, imports),
    laterOf: (start: readonly string[]) => new Set([...follow(start, (file) => [...imports(file), ...later(file)])].flatMap(later)),
  };
}

/** Weighs a built web app. */
export function sizesOf(dist: string): Sizes {
  const { files, sum, withImports, laterOf } = scriptsIn(join(dist, 'assets'));
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const entries = [...html.matchAll(/<script[^>]+src="([^"]+\.js)"/g)].map((match) => basename(match[1] ?? ''));
  const shell = withImports(entries);
  const languages = files.filter((file) => /^(ar|en)-[\w-]{8}\.js$/.test(file));
  const before = new Set([...shell, ...withImports(languages.filter((file) => file.startsWith('ar-')))]);
  const routes = [...laterOf(entries)]
    .filter((file) => !languages.includes(file) && !shell.has(file))
    .map((file) => ({ name: nameOf(file), bytes: sum([...withImports([file])].filter((part) => !before.has(part))) }))
    .sort((a, b) => b.bytes - a.bytes);
  const workers = files.filter((file) => nameOf(file) === 'device-worker');
  const pieces = [...laterOf(workers)].filter((file) => !onDemand.has(nameOf(file)));
  const worker = sum(withImports([...workers, ...pieces]));
  const styles = files.filter((file) => file.endsWith('.css'));
  return {
    shell: sum(shell),
    first: sum(before) + (routes.find(({ name }) => name === firstRoute)?.bytes ?? 0) + worker,
    worker,
    routes,
    css: sum(styles),
    firstCss: sum(styles.filter((file) => html.includes(file))),
    html: gzipSync(Buffer.from(html)).length,
  };
}
