/** All a relay ever says of what it does: how often. No ids, no addresses, no sizes of one thing. */
export const counted = [
  'connections',
  'refusedConnections',
  'calls',
  'refusals',
  'malformed',
  'appends',
  'commits',
  'announcements',
  'damaged',
  'healed',
  'forks',
  'partsErased',
  'doors',
  'blobsErased',
  'boxesErased',
  'slowFollowers',
  'storeTroubles',
] as const;

export type Counted = (typeof counted)[number];

export class Counters {
  readonly #counts = new Map<Counted, number>(counted.map((name) => [name, 0]));

  add(name: Counted, n = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + n);
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
