import { copy, type Bytes } from '@awna/base';
import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import { StoreFull, StoreLost, type Store } from './port.ts';

/** The database of one origin: what is kept at rest, and beside it who leads and the key that seals it. */
export interface Shelves extends DBSchema {
  kept: { key: string; value: Bytes };
  own: { key: string; value: unknown };
}

export type Shelf = IDBPDatabase<Shelves>;

/** Opens the origin's database. `gone` is called when the browser takes it away (site data erased, another version). */
export async function openShelf(name: string, gone: () => void): Promise<Shelf> {
  const shelf: Shelf = await openDB<Shelves>(name, 1, {
    upgrade(db) {
      db.createObjectStore('kept');
      db.createObjectStore('own');
    },
    blocking() {
      shelf.close();
      gone();
    },
    terminated: gone,
  });
  return shelf;
}

const rangeOf = (prefix: string, after = ''): IDBKeyRange => {
  const beyond = `${prefix}\uffff`;
  return after >= prefix && after !== '' ? IDBKeyRange.bound(after, beyond, true, true) : IDBKeyRange.bound(prefix, beyond, false, true);
};

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

/** Where the name of the one who leads stands: only they may write. */
export const leaderKey = 'leader';

/**
 * A store in IndexedDB. Every write says in its own transaction that `leader` still leads, so that a tab which slept
 * and was taken over from can change nothing when it wakes: it gets `StoreLost`, and `lost` is called.
 */
export function idbStore(shelf: Shelf, fence: { readonly leader: string; readonly lost: () => void } | null = null): Store {
  const change = async (work: (kept: IDBPObjectStore<Shelves, ['kept', 'own'], 'kept', 'readwrite'>) => void): Promise<void> => {
    const tx = shelf.transaction(['kept', 'own'], 'readwrite', { durability: 'strict' });
    // Heard through `done`; without a listener of its own a failed request would count as unheard.
    const over = tx.done.catch((error: unknown) => {
      throw isFull(error) || isFull(tx.error) ? new StoreFull() : error;
    });
    try {
      if (fence && (await tx.objectStore('own').get(leaderKey)) !== fence.leader) throw new StoreLost();
      work(tx.objectStore('kept'));
      tx.commit();
    } catch (error) {
      over.catch(() => undefined);
      try {
        tx.abort();
      } catch {
        // It has ended by itself.
      }
      if (error instanceof StoreLost) fence?.lost();
      throw isFull(error) ? new StoreFull() : error;
    }
    await over;
  };

  return {
    get: async (key) => {
      const value = await shelf.get('kept', key);
      return value && copy(value);
    },
    async list(prefix, { after = '', limit } = {}) {
      if (limit === 0 || after >= `${prefix}\uffff`) return [];
      const range = rangeOf(prefix, after);
      const kept = shelf.transaction('kept').objectStore('kept');
      const most = limit === undefined || limit === Number.POSITIVE_INFINITY ? undefined : limit;
      const [keys, values] = await Promise.all([kept.getAllKeys(range, most), kept.getAll(range, most)]);
      return keys.flatMap((key, i) => {
        const value = values[i];
        return value ? [[key, copy(value)] as const] : [];
      });
    },
    write: (batch) => {
      const owned = batch.map(([key, value]) => [key, value && copy(value)] as const);
      return change((kept) => {
        for (const [key, value] of owned) {
          const asked: Promise<unknown> = value === null ? kept.delete(key) : kept.put(value, key);
          asked.catch(() => undefined);
        }
      });
    },
    clear: (prefix) =>
      change((kept) => {
        kept.delete(rangeOf(prefix)).catch(() => undefined);
      }),
    close: () => {
      shelf.close();
      return Promise.resolve();
    },
  };
}
