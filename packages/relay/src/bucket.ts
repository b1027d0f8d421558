/** How fast: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A token bucket over a clock that only goes forward (milliseconds). */
export class Bucket {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = now;
  }

  /** Takes `cost`, or says how many seconds to wait. */
  take(cost: number, now: number): number {
    this.#left = Math.min(this.#rate.burst, this.#left + ((now - this.#at) / 1000) * this.#rate.perSecond);
    this.#at = now;
    if (this.#left >= cost) {
      this.#left -= cost;
      return 0;
    }
    return Math.ceil((cost - this.#left) / this.#rate.perSecond);
  }

  isFull(now: number): boolean {
    return this.#left + ((now - this.#at) / 1000) * this.#rate.perSecond >= this.#rate.burst;
  }
}

/** Buckets by caller, in memory only; those that filled up again are forgotten, and their number is bounded. */
export class Buckets {
  readonly #rate: Rate;
  readonly #max: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, max = 65_536) {
    this.#rate = rate;
    this.#max = max;
  }

  take(who: string, cost: number, now: number): number {
    let bucket = this.#buckets.get(who);
    if (!bucket) {
      if (this.#buckets.size >= this.#max) this.#forget(now);
      if (this.#buckets.size >= this.#max) return 1;
      bucket = new Bucket(this.#rate, now);
      this.#buckets.set(who, bucket);
    }
    return bucket.take(cost, now);
  }

  #forget(now: number): void {
    for (const [who, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(who);
  }
}
