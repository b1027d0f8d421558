import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isId, type Id } from '@awna/base';

/** What a neighbourhood came to in the end. */
export interface Summary {
  readonly people: number;
  readonly frames: number;
  readonly needs: number;
  readonly offers: number;
  readonly void: number;
  readonly refused: number;
  readonly ok: boolean;
  readonly stateRoot: string;
  readonly seconds: number;
}

/** A neighbour's device that a browser may take: its secrets as text, or null once one took them. */
export interface Waiting {
  readonly name: string;
  readonly carried: string | null;
}

/** A neighbourhood that was made, as its folder keeps it: enough to serve it again. */
export interface Record {
  readonly space: Id;
  /** Every device knows the relay by its address, so it answers at this one for good. */
  readonly url: string;
  readonly summary: Summary;
  /** Whose device the folder `terminal` holds. */
  readonly terminal: string;
  readonly waiting: readonly Waiting[];
}

const file = 'neighbourhood.json';

/** Where a device of the neighbourhood that stays in the folder lives. */
export const homeIn = (folder: string, whose: 'keeper' | 'terminal'): string => join(folder, whose);
export const relayIn = (folder: string): string => join(folder, 'relay');

/** Writes the record whole or not at all, and to the disk before it returns: what was handed out must never be handed out again. */
export function keepRecord(folder: string, record: Record): void {
  const draft = join(folder, `${file}.new`);
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(record)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, join(folder, file));
}

const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function summaryOf(value: unknown): Summary | undefined {
  if (!isMap(value)) return undefined;
  const { people, frames, needs, offers, void: voids, refused, seconds, ok, stateRoot } = value;
  const counts = [people, frames, needs, offers, voids, refused, seconds];
  if (!counts.every((n): n is number => Number.isSafeInteger(n)) || typeof ok !== 'boolean' || typeof stateRoot !== 'string')
    return undefined;
  const [p = 0, f = 0, n = 0, o = 0, v = 0, r = 0, s = 0] = counts;
  return { people: p, frames: f, needs: n, offers: o, void: v, refused: r, seconds: s, ok, stateRoot };
}

function waitingOf(value: unknown): Waiting | undefined {
  if (!isMap(value)) return undefined;
  const { name, carried } = value;
  return typeof name === 'string' && (typeof carried === 'string' || carried === null) ? { name, carried } : undefined;
}

/** The neighbourhood a folder holds; nothing where it holds none that was finished. */
export function recordIn(folder: string): Record | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isMap(given) || !Array.isArray(given['waiting'])) return undefined;
  const { space, url, terminal } = given;
  const summary = summaryOf(given['summary']);
  const waiting = given['waiting'].map(waitingOf).filter((one) => one !== undefined);
  if (typeof space !== 'string' || !isId(space) || typeof terminal !== 'string' || !summary) return undefined;
  if (typeof url !== 'string' || !URL.canParse(url) || waiting.length !== given['waiting'].length) return undefined;
  return { space, url, terminal, summary, waiting };
}
