/** The seat of the one who leads. */
export interface Seat {
  /**
   * Waits for the seat and calls `lead` with the name of this leadership, which is then the one the store heeds; resolves
   * when it is over. `lost` aborts when somebody else took it; `force` takes it from one who is silent. While waiting,
   * `stop` gives up.
   */
  take(
    how: { readonly force: boolean; readonly stop: AbortSignal },
    lead: (leader: string, lost: AbortSignal) => Promise<void>,
  ): Promise<void>;
}

/** What we need of `navigator.locks`. */
export interface Locks {
  request(name: string, options: { steal?: boolean; signal?: AbortSignal }, granted: () => Promise<void>): Promise<void>;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A seat kept by the browser (Web Locks): it is free the moment its holder's worker is gone. `claim` tells the store who leads. */
export function lockSeat(locks: Locks, name: string, claim: () => Promise<string>): Seat {
  return {
    async take({ force, stop }, lead) {
      const lost = new AbortController();
      let isMine = false;
      let error: unknown;
      const granted = async (): Promise<void> => {
        isMine = true;
        try {
          await lead(await claim(), lost.signal);
        } catch (thrown) {
          error = thrown;
        }
      };
      // The browser takes no signal together with `steal`.
      const request = locks.request(name, force ? { steal: true } : { signal: stop }, granted);
      await request.catch((thrown: unknown) => {
        if (!isAbort(thrown)) throw thrown;
        if (isMine) lost.abort();
      });
      if (error !== undefined) throw error;
    },
  };
}

/** A lease as it is kept: who leads, and until when unless renewed (ms since 1970). */
export interface Lease {
  readonly leader: string;
  readonly until: number;
}

/** Where the lease is kept. `change` reads, decides and writes in one step; its answer is what stands afterwards. */
export interface LeaseBook {
  change(decide: (lease: Lease | undefined) => Lease | null | undefined): Promise<Lease | undefined>;
}

export const leaseMs = 6_000;
const renewMs = 2_000;
const askMs = 700;

/** A seat for browsers without Web Locks (plain http): a lease that its holder renews, free when it was not. */
export function leaseSeat(
  book: LeaseBook,
  freshName: () => string,
  clock: { now(): number; after(ms: number, then: () => void): () => void },
): Seat {
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
