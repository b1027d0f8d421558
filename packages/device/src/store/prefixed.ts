import type { Store } from './port.ts';

/** A store inside a store: everything under one prefix, as if it were all there is. Closing it leaves the outer one open. */
export function prefixed(outer: Store, prefix: string): Store {
  return {
    get: (key) => outer.get(prefix + key),
    async list(under, how = {}) {
      const after = how.after === undefined ? {} : { after: prefix + how.after };
      const rows = await outer.list(prefix + under, { ...how, ...after });
      return rows.map(([key, value]) => [key.slice(prefix.length), value] as const);
    },
    write: (batch) => outer.write(batch.map(([key, value]) => [prefix + key, value] as const)),
    clear: (under) => outer.clear(prefix + under),
    close: () => Promise.resolve(),
  };
}
