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
