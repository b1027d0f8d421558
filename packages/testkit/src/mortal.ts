import type { Store } from '@awna/device';

/** A disk whose machine dies at one of its writes: before it is on the disk, or after and before anybody hears. */
export interface Mortal {
  readonly store: Store;
  /** Writes so far, those that were the end included. */
  writes(): number;
  /** Fulfilled when the machine has died. */
  readonly died: Promise<void>;
  readonly isDead: () => boolean;
}

/** `at` counts writes from 1; 0 never dies. From then on nothing on it ever answers again, as nothing runs any more. */
export function mortal(inner: Store, at: number, when: 'before' | 'after'): Mortal {
  let writes = 0;
  let dead = false;
  let tell = (): void => undefined;
  const died = new Promise<void>((resolve) => (tell = resolve));
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const alive = <T>(work: () => Promise<T>): Promise<T> => (dead ? never<T>() : work().then((value) => (dead ? never<T>() : value)));
  const change = (work: () => Promise<void>): Promise<void> => {
    if (dead) return never();
    if (++writes !== at) return alive(work);
    dead = true;
    if (when === 'before') {
      tell();
      return never();
    }
    return work().then(() => {
      tell();
      return never<void>();
    });
  };
  return {
    store: {
      get: (key) => alive(() => inner.get(key)),
      list: (prefix, how) => alive(() => inner.list(prefix, how)),
      write: (batch) => change(() => inner.write(batch)),
      clear: (prefix) => change(() => inner.clear(prefix)),
      close: () => Promise.resolve(),
    },
    writes: () => writes,
    died,
    isDead: () => dead,
  };
}
