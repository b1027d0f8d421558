import { copy, type Bytes } from '@awna/base';
import type { Store } from './port.ts';

/** Index of the first key that is at or after `prefix` and after `after`. */
function firstFrom(keys: readonly string[], prefix: string, after: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const key = keys[middle] ?? '';
    if (key >= prefix && key > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A store that forgets everything when it goes: for tests, and for a kiosk that forgets. */
export function memoryStore(): Store {
  const entries = new Map<string, Bytes>();
  /** All keys in order; null where they have to be put in order again. */
  let order: readonly string[] | null = null;
  const inOrder = (): readonly string[] => (order ??= [...entries.keys()].sort((a, b) => (a < b ? -1 : 1)));
  return {
    get: (key) => {
      const value = entries.get(key);
      return Promise.resolve(value && copy(value));
    },
    list(prefix, { after = '', limit = Number.POSITIVE_INFINITY } = {}) {
      const keys = inOrder();
      const found: (readonly [string, Bytes])[] = [];
      for (let at = firstFrom(keys, prefix, after); found.length < limit; at++) {
        const key = keys[at];
        if (key === undefined || !key.startsWith(prefix)) break;
        const value = entries.get(key);
        if (value) found.push([key, copy(value)]);
      }
      return Promise.resolve(found);
    },
    write(batch) {
      const owned = batch.map(([key, value]) => [key, value && copy(value)] as const);
      for (const [key, value] of owned) {
        if (entries.has(key) !== (value !== null)) order = null;
        if (value === null) entries.delete(key);
        else entries.set(key, value);
      }
      return Promise.resolve();
    },
    clear(prefix) {
      order = null;
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
