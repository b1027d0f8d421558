import type { Seat } from './seat.ts';

/** A lease as it is kept: who leads, and until when unless renewed (ms since 1970). */
export interface Lease {
  readonly leader: string;
  readonly until: number;
}

/** Where the lease is kept. `change` reads, decides and writes in one step; its answer is what stands afterwards. */
export interface LeaseBook {
  change(decide: (lease: Lease | undefined) => Lease | null | undefined): Promise<Lease | undefined>;
}

/** What a lease needs of time. */
export interface Clock {
  now(): number;
  after(ms: number, then: () => void): () => void;
}

export const leaseMs = 6_000;
const renewMs = 2_000;
const askMs = 700;

/** A seat for browsers without Web Locks (plain http): a lease that its holder renews, free when it was not. */
export function leaseSeat(book: LeaseBook, freshName: () => string, clock: Clock): Seat {
  const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));
  return {
    async take({ force, stop }, lead) {
      const leader = freshName();
      const mine = (): Lease => ({ leader, until: clock.now() + leaseMs });
      // A lease from the future was written under another clock.
      const isFree = (lease: Lease | undefined): boolean =>
        !lease || force || lease.until < clock.now() || lease.until > clock.now() + 2 * leaseMs;
      for (;;) {
        if (stop.aborted) return;
        const lease = await book.change((now) => (isFree(now) ? mine() : undefined));
        if (lease?.leader === leader) break;
        await pause(askMs);
      }
      const lost = new AbortController();
      let over = false;
      const renew = async (): Promise<void> => {
        if (over) return;
        const lease = await book.change((now) => (now?.leader === leader ? mine() : undefined)).catch(() => undefined);
        if (over) return;
        if (lease?.leader === leader) clock.after(renewMs, () => void renew());
        else lost.abort();
      };
      clock.after(renewMs, () => void renew());
      try {
        await lead(leader, lost.signal);
      } finally {
        over = true;
        await book.change((now) => (now?.leader === leader ? null : undefined)).catch(() => undefined);
      }
    },
  };
}
