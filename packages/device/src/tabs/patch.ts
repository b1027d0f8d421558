/**
 * What changed between two values, small enough to send at every tap. `s` sets the whole; `o` changes fields and `d`
 * takes fields away; `a` builds a list anew: `[from, count]` keeps a run of the old one, `[from, patch]` keeps an item
 * changed, `[value]` is new.
 */
export type Patch =
  | { readonly s: unknown }
  | { readonly o: readonly (readonly [string, Patch])[]; readonly d: readonly string[] }
  | { readonly a: readonly Piece[] };

type Piece = readonly [from: number, keep: number | Patch] | readonly [value: unknown];

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** What an item of a list is known by, so that it is found again where the list moved. */
function nameOf(item: unknown): string | undefined {
  if (!isFields(item)) return undefined;
  for (const key of ['id', 'claim', 'space', 'slot', 'place']) {
    const name = item[key];
    if (typeof name === 'string' || typeof name === 'number') return `${key}:${name}`;
  }
  return undefined;
}

function diffFields(before: Fields, after: Fields): Patch | undefined {
  const changed: [string, Patch][] = [];
  for (const [key, value] of Object.entries(after)) {
    const patch = Object.hasOwn(before, key) ? diff(before[key], value) : { s: value };
    if (patch) changed.push([key, patch]);
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return changed.length === 0 && gone.length === 0 ? undefined : { o: changed, d: gone };
}

/** The names of a list's items, each with how many of that name came before it. */
function namesOf(items: readonly unknown[]): (string | undefined)[] {
  const times = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    if (name === undefined) return undefined;
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    return `${String(time)} ${name}`;
  });
}

/** For each item of `after` the index in `before` of what it was; by name where it has one, else by place. */
function matches(before: readonly unknown[], after: readonly unknown[]): (number | undefined)[] {
  const places = new Map(namesOf(before).map((name, i) => [name, i] as const));
  const names = namesOf(after);
  // Nameless lists that grew or shrank are held fast at both ends; in between, item by item.
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && !diff(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && !diff(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  return names.map((name, i) => {
    if (name !== undefined) return places.get(name);
    if (i >= after.length - tail) return i + before.length - after.length;
    return i < before.length - tail ? i : undefined;
  });
}

function diffLists(before: readonly unknown[], after: readonly unknown[]): Patch | undefined {
  const pieces: Piece[] = [];
  const from = matches(before, after);
  for (const [i, item] of after.entries()) {
    const old = from[i];
    const patch = old === undefined ? undefined : diff(before[old], item);
    const last = pieces.at(-1);
    if (old === undefined) pieces.push([item]);
    else if (patch) pieces.push([old, patch]);
    else if (last?.length === 2 && typeof last[1] === 'number' && last[0] + last[1] === old)
      pieces[pieces.length - 1] = [last[0], last[1] + 1];
    else pieces.push([old, 1]);
  }
  const [first] = pieces;
  const isSame = pieces.length === 1 && first?.length === 2 && first[0] === 0 && first[1] === before.length;
  return isSame || (pieces.length === 0 && before.length === 0) ? undefined : { a: pieces };
}

/** How to come from one value to the other; nothing where they are equal. Plain structures and bytes; the rest is set whole. */
export function diff(before: unknown, after: unknown): Patch | undefined {
  if (Object.is(before, after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after);
  if (isFields(before) && isFields(after)) return diffFields(before, after);
  if (before instanceof Uint8Array && after instanceof Uint8Array && sameBytes(before, after)) return undefined;
  return { s: after };
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value after a change. What did not change is the very same object; nothing is changed in place. */
export function apply(patch: Patch, before: unknown): unknown {
  if ('s' in patch) return patch.s;
  if ('a' in patch) {
    const old = itemsOf(before);
    return patch.a.flatMap((piece) => {
      if (piece.length === 1) return [piece[0]];
      const [from, keep] = piece;
      return typeof keep === 'number' ? old.slice(from, from + keep) : [apply(keep, old[from])];
    });
  }
  const old: Fields = isFields(before) ? before : {};
  const gone = new Set(patch.d);
  const changed = new Map(patch.o);
  const kept = Object.entries(old).flatMap(([key, value]): [string, unknown][] => {
    const change = changed.get(key);
    changed.delete(key);
    return gone.has(key) ? [] : [[key, change ? apply(change, value) : value]];
  });
  return Object.fromEntries([...kept, ...[...changed].map(([key, change]): [string, unknown] => [key, apply(change, undefined)])]);
}
