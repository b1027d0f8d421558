/** Whether a draft may still be changed: as long as it may, what is read of it is a copy of its own. */
interface Pen {
  down: boolean;
}

/** A map over another one, which stays as it is: what is got from it is copied at the first touch, what is set stays here. */
class MapOver<K, V> extends Map<K, V> {
  readonly #under: ReadonlyMap<K, V>;
  readonly #pen: Pen;
  readonly #mine = new Map<K, V>();
  /** Keys that are no more where they stand below. */
  readonly #gone = new Set<K>();

  constructor(under: ReadonlyMap<K, V>, pen: Pen) {
    super();
    this.#under = under;
    this.#pen = pen;
  }

  override get(key: K): V | undefined {
    if (this.#mine.has(key)) return this.#mine.get(key);
    const value = this.#gone.has(key) ? undefined : this.#under.get(key);
    if (!this.#pen.down || typeof value !== 'object' || value === null) return value;
    const copy = over(value, this.#pen);
    this.#mine.set(key, copy);
    return copy;
  }

  override has(key: K): boolean {
    return this.#mine.has(key) || (this.#under.has(key) && !this.#gone.has(key));
  }

  override set(key: K, value: V): this {
    this.#mine.set(key, value);
    return this;
  }

  override delete(key: K): boolean {
    const had = this.has(key);
    this.#mine.delete(key);
    if (this.#under.has(key)) this.#gone.add(key);
    return had;
  }

  override clear(): void {
    this.#mine.clear();
    for (const key of this.#under.keys()) this.#gone.add(key);
  }

  override get size(): number {
    let size = this.#under.size - this.#gone.size;
    for (const key of this.#mine.keys()) if (this.#isNew(key)) size++;
    return size;
  }

  /** Whether a key of mine stands at the end, and not where it stands below. */
  #isNew(key: K): boolean {
    return !this.#under.has(key) || this.#gone.has(key);
  }

  /** In the order in which a map would have them that was changed in place. */
  override *entries(): MapIterator<[K, V]> {
    for (const key of this.keys()) yield [key, this.get(key) as V];
  }

  override *keys(): MapIterator<K> {
    for (const key of this.#under.keys()) if (!this.#gone.has(key)) yield key;
    for (const key of this.#mine.keys()) if (this.#isNew(key)) yield key;
  }

  override *values(): MapIterator<V> {
    for (const key of this.keys()) yield this.get(key) as V;
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(each: (value: V, key: K, map: Map<K, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this);
  }
}

function over<T>(value: T, pen: Pen): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (value instanceof Map) return new MapOver(value, pen) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => over(item, pen)) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) copy[key] = over(item, pen);
  return copy as T;
}

/**
 * A state with changes on top, the one below untouched: plain data is copied, and of its maps, which are what is large,
 * only the entries that are looked at while `change` runs. Afterwards it is for reading.
 */
export function overlay<T extends object>(state: T, change: (draft: T) => void): T {
  const pen = { down: true };
  const draft = over(state, pen);
  change(draft);
  pen.down = false;
  return draft;
}
