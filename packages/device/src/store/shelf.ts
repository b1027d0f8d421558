/** The two tables of one origin: what is kept at rest, and beside it who leads and the key that seals it. */
export type Table = 'kept' | 'own';

/** The answer to one request, inside its transaction. */
export const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('', 'UnknownError'));
  });

/** The database of one origin, as few promises as we need. */
export class Shelf {
  readonly #db: IDBDatabase;

  constructor(db: IDBDatabase) {
    this.#db = db;
  }

  get(table: Table, key: string): Promise<unknown> {
    return asked(this.table(table).get(key));
  }

  /** One table for reading. */
  table(table: Table): IDBObjectStore {
    return this.#db.transaction(table).objectStore(table);
  }

  /**
   * One step: everything that `work` changes, or nothing. It may wait for its own requests and for nothing else. Resolves
   * once it is at rest; rejects with what ended it, by itself or by the browser.
   */
  async change<T>(
    work: (table: (name: Table) => IDBObjectStore) => T | Promise<T>,
    durability: IDBTransactionDurability = 'strict',
  ): Promise<T> {
    const tx = this.#db.transaction(['kept', 'own'], 'readwrite', { durability });
    const over = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException('', 'AbortError'));
    });
    // Heard below; where `work` itself fails, nobody asks any more.
    over.catch(() => undefined);
    try {
      const done = await work((name) => tx.objectStore(name));
      tx.commit();
      await over;
      return done;
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // It has ended by itself.
      }
      throw tx.error ?? error;
    }
  }

  close(): void {
    this.#db.close();
  }
}

/** Opens the origin's database. `gone` is called when the browser takes it away (site data erased, another version). */
export async function openShelf(name: string, gone: () => void): Promise<Shelf> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('kept');
    opening.result.createObjectStore('own');
  };
  const db = await asked(opening);
  db.onversionchange = () => {
    db.close();
    gone();
  };
  db.onclose = gone;
  return new Shelf(db);
}
