import type { SpaceRow, Store, Write } from '../store/port.ts';
import { trueLeaf } from '../store/leaf.ts';
import { nameOf } from '../hash.ts';
import type { RelayKey } from '../key.ts';
import { Space } from './space.ts';

/** Leaves read at once, so that loading a long log leaves room for others. */
const chunk = 4096;

export interface SpacesOptions {
  readonly store: Store;
  readonly sign: RelayKey['sign'];
  readonly put: (write: Write) => Promise<unknown>;
  readonly damaged: () => void;
  /** Leaves kept in memory over all spaces that nobody follows. */
  readonly maxLeaves?: number;
}

/** The spaces in memory: loaded when first asked for, the one loaded longest ago let go first. */
export class Spaces {
  readonly #options: SpacesOptions;
  readonly #loading = new Map<string, Promise<Space | undefined>>();
  readonly #ready = new Map<string, Space>();
  /** How many calls use a space now: there must never be two of one, so none is let go meanwhile. */
  readonly #users = new Map<string, number>();

  constructor(options: SpacesOptions) {
    this.#options = options;
  }

  /** A space in memory already. */
  near(id: Uint8Array): Space | undefined {
    return this.#ready.get(nameOf(id));
  }

  /** Does some work with a space, or with nothing where there is none. */
  async use<T>(id: Uint8Array, work: (space: Space | undefined) => Promise<T>): Promise<T> {
    const name = nameOf(id);
    this.#users.set(name, (this.#users.get(name) ?? 0) + 1);
    try {
      return await work(this.#ready.get(name) ?? (await this.#get(name, id)));
    } finally {
      const left = (this.#users.get(name) ?? 1) - 1;
      if (left > 0) this.#users.set(name, left);
      else this.#users.delete(name);
    }
  }

  #get(name: string, id: Uint8Array): Promise<Space | undefined> {
    const known = this.#loading.get(name);
    if (known) return known;
    const loading = this.#load(id).then((space) => {
      if (space) this.#ready.set(name, space);
      this.#letGo();
      return space;
    });
    this.#loading.set(name, loading);
    return loading.finally(() => this.#loading.delete(name));
  }

  async #load(id: Uint8Array): Promise<Space | undefined> {
    const row = await this.#options.store.space(id);
    if (!row) return undefined;
    const space = new Space(row, this.#options.sign);
    const minute = await this.#grow(space, row.size);
    const size = space.tree.size;
    space.minute = size === row.size ? row.minute : minute;
    if (size < row.size) {
      this.#options.damaged();
      space.owed = { size: Math.max(row.size, row.owed?.size ?? 0), root: row.owed?.root ?? null };
      await this.#options.put({ kind: 'owe', space: id, size, owed: space.owed });
    }
    return space;
  }

  /** Puts leaves into the tree up to `size`, or up to the first that is lost beyond doubt. */
  async #grow(space: Space, size: SpaceRow['size']): Promise<number> {
    let minute = 0;
    while (space.tree.size < size) {
      const rows = await this.#options.store.leaves(space.id, space.tree.size, Math.min(chunk, size - space.tree.size));
      if (rows.length === 0) return minute;
      for (const row of rows) {
        const leaf = row.place === space.tree.size ? trueLeaf(row) : undefined;
        if (!leaf) return minute;
        space.tree.append(leaf);
        minute = row.minute;
      }
      await new Promise((resume) => setImmediate(resume));
    }
    return minute;
  }

  #letGo(): void {
    let leaves = 0;
    for (const space of this.#ready.values()) leaves += space.tree.size + 1;
    for (const [name, space] of this.#ready) {
      if (leaves <= (this.#options.maxLeaves ?? 2_000_000)) return;
      if (this.#users.has(name) || space.followers.size > 0) continue;
      this.#ready.delete(name);
      leaves -= space.tree.size + 1;
    }
  }
}
