import type { Timers } from '@awna/wire';

/** The relay's time, as a value. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export const minuteOf = (clock: Clock): number => Math.max(0, Math.floor(clock.now() / 60_000));
export const dayOf = (clock: Clock): number => Math.floor(minuteOf(clock) / 1440);

/** The platform's timers; they never keep a process alive by themselves. */
export const systemTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
