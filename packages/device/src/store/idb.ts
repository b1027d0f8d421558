import { copy, type Bytes } from '@awna/base';
import { StoreFull, StoreLost, type Store } from './port.ts';
import { asked, type Shelf } from './shelf.ts';

const rangeOf = (prefix: string, after = ''): IDBKeyRange => {
  const beyond = `${prefix}\uffff`;
  return after >= prefix && after !== '' ? IDBKeyRange.bound(after, beyond, true, true) : IDBKeyRange.bound(prefix, beyond, false, true);
};

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;

/** Where the name of the one who leads stands: only they may write. */
export const leaderKey = 'leader';

/**
 * A store in IndexedDB. Every write says in its own transaction that `leader` still leads, so that a tab which slept
 * and was taken over from can change nothing when it wakes: it gets `StoreLost`, and `lost` is called.
 */
export function idbStore(shelf: Shelf, fence: { readonly leader: string; readonly lost: () => void } | null = null): Store {
  const change = async (work: (kept: IDBObjectStore) => void): Promise<void> => {
    try {
      await shelf.change(async (table) => {
        if (fence && (await asked<unknown>(table('own').get(leaderKey))) !== fence.leader) throw new StoreLost();
        work(table('kept'));
      });
    } catch (error) {
      if (error instanceof StoreLost) fence?.lost();
      throw isFull(error) ? new StoreFull() : error;
    }
  };

  return {
    get: async (key) => {
      const value = await shelf.get('kept', key);
      return isBytes(value) ? copy(value) : undefined;
    },
    async list(prefix, { after = '', limit } = {}) {
      if (limit === 0 || after >= `${prefix}\uffff`) return [];
      const range = rangeOf(prefix, after);
      const kept = shelf.table('kept');
      const most = limit === undefined || limit === Number.POSITIVE_INFINITY ? undefined : limit;
      const [keys, values] = await Promise.all([asked(kept.getAllKeys(range, most)), asked<unknown[]>(kept.getAll(range, most))]);
      return keys.flatMap((key, i) => {
        const value = values[i];
        return isBytes(value) && typeof key === 'string' ? [[key, copy(value)] as const] : [];
      });
    },
    write: (batch) => {
      const owned = batch.map(([key, value]) => [key, value && copy(value)] as const);
      return change((kept) => {
        for (const [key, value] of owned)
          if (value === null) kept.delete(key);
          else kept.put(value, key);
      });
    },
    clear: (prefix) => change((kept) => void kept.delete(rangeOf(prefix))),
    close: () => {
      shelf.close();
      return Promise.resolve();
    },
  };
}
