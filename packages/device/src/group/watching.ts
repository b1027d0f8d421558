import type { Platform } from '../platform.ts';

interface Watcher {
  readonly look: () => unknown;
  readonly seen: (value: never) => void;
  /** What it depends on: where that is the same as before, nobody has to look. */
  readonly version: () => string;
  at: string | null;
  last: string;
}

let times = 0;
/** For what may differ at any time. */
const always = (): string => String(times++);

/** Those who look: each hears a value when it differs from the one before, soon after a change and at every minute. */
export class Watching {
  readonly #platform: Pick<Platform, 'now' | 'after'>;
  readonly #watchers = new Set<Watcher>();
  #soon = false;
  #stopClock: (() => void) | null = null;
  #over = false;

  constructor(platform: Pick<Platform, 'now' | 'after'>) {
    this.#platform = platform;
  }

  watch<T>(look: () => T | undefined, seen: (value: T) => void, version = always): () => void {
    const watcher: Watcher = { look, seen: seen as (value: never) => void, version, at: null, last: '' };
    this.#watchers.add(watcher);
    this.#tick();
    this.changed();
    return () => this.#watchers.delete(watcher);
  }

  /** Something may look different now. Several changes in one turn are told once. */
  changed(): void {
    if (this.#soon || this.#over) return;
    this.#soon = true;
    queueMicrotask(() => {
      this.#soon = false;
      if (this.#over) return;
      for (const watcher of this.#watchers) this.#tell(watcher);
    });
  }

  stop(): void {
    this.#over = true;
    this.#watchers.clear();
    this.#stopClock?.();
  }

  #tell(watcher: Watcher): void {
    const version = watcher.version();
    if (version === watcher.at) return;
    watcher.at = version;
    const value = watcher.look();
    // Nothing to be seen yet, whatever changed: it is looked for again.
    if (value === undefined) return void (watcher.at = null);
    const text = JSON.stringify(value);
    if (text === watcher.last) return;
    watcher.last = text;
    watcher.seen(value as never);
  }

  #tick(): void {
    if (this.#stopClock || this.#over) return;
    this.#stopClock = this.#platform.after(60_000 - (this.#platform.now() % 60_000) + 20, () => {
      this.#stopClock = null;
      this.changed();
      if (this.#watchers.size > 0) this.#tick();
    });
  }
}
