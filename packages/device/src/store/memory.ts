import { copy, type Bytes } from '@awna/base';
import type { Store } from './port.ts';

/** A store that forgets everything when it goes: for tests, and for a kiosk that forgets. */
export function memoryStore(): Store {
  const entries = new Map<string, Bytes>();
  return {
    get: (key) => {
      const value = entries.get(key);
      return Promise.resolve(value && copy(value));
    },
    list(prefix, { after = '', limit = Number.POSITIVE_INFINITY } = {}) {
      const keys = [...entries.keys()].filter((key) => key.startsWith(prefix) && key > after).sort((a, b) => (a < b ? -1 : 1));
      return Promise.resolve(
        keys.slice(0, Math.min(limit, keys.length)).flatMap((key) => {
          const value = entries.get(key);
          return value ? [[key, copy(value)] as const] : [];
        }),
      );
    },
    write(batch) {
      const owned = batch.map(([key, value]) => [key, value && copy(value)] as const);
      for (const [key, value] of owned) {
        if (value === null) entries.delete(key);
        else entries.set(key, value);
      }
      return Promise.resolve();
    },
    clear(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
