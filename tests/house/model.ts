import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package manifest, as far as the walls read it. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** One entry of the lockfile. */
export interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The whole project as text: what every wall is checked against, read from disk or made up. */
export interface House {
  /** Text files by path from the root, with `/`. */
  readonly files: ReadonlyMap<string, string>;
}

const skipped = new Set(['node_modules', 'dist', '.git', '.awna', 'coverage', 'generated']);
const readable = /\.(ts|mjs|js|svelte|json|md|css|html|webmanifest|svg|txt|csv|sh|yml|yaml)$|^\.npmrc$|^\.gitignore$|^run$/;

function* walk(root: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isFile() && readable.test(entry.name)) yield path;
  }
}

/** The house as it stands on disk. */
export function readHouse(root: string): House {
  return { files: new Map([...walk(root)].sort().map((path) => [path, readFileSync(join(root, path), 'utf8')])) };
}

/** The same house with something planted in it. */
export function plant(house: House, planted: Readonly<Record<string, string>>): House {
  return { files: new Map([...house.files, ...Object.entries(planted)]) };
}

function parse<T>(house: House, path: string): T | undefined {
  const text = house.files.get(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

export const rootManifest = (house: House): Manifest => parse<Manifest>(house, 'package.json') ?? {};
export const manifestOf = (house: House, room: string): Manifest => parse<Manifest>(house, `packages/${room}/package.json`) ?? {};
export const lockOf = (house: House): ReadonlyMap<string, Locked> =>
  new Map(Object.entries(parse<{ packages: Record<string, Locked> }>(house, 'package-lock.json')?.packages ?? {}));

/** Where a file lives: its room, and its feature where it belongs to one. */
export interface Place {
  readonly room: string;
  readonly feature: string | undefined;
  /** Tests and benches may use what production may not. */
  readonly test: boolean;
}

/** Tests, benches, and the contract suites that ports ship for their implementations' tests. */
const isTest = (path: string): boolean => /\.(test|bench)\.ts$|[/-]contract\.ts$|^packages\/[a-z]+\/(bench|campaigns?)\//.test(path);

export function placeOf(path: string): Place | undefined {
  const [, room] = /^packages\/([a-z]+)\//.exec(path) ?? [];
  if (room === undefined) return undefined;
  // A feature is a folder; in the terminal it is one file.
  const [, feature] =
    /^packages\/[a-z]+\/src\/features\/([a-z-]+)\//.exec(path) ??
    /^packages\/cli\/src\/features\/(?!index\.)([a-z-]+)\.ts$/.exec(path) ??
    [];
  return { room, feature, test: isTest(path) };
}

/** Production and test sources of the rooms. */
export const sourcesOf = (house: House): [string, string][] =>
  [...house.files].filter(([path]) => /^packages\/.*\.(ts|mjs|js|svelte)$/.test(path));
