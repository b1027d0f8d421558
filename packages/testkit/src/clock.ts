/** A clock that only moves when a test winds it; it calls back what was asked for on the way, in order. */
export interface HandClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Whole minutes since 1970 UTC. */
  minute(): number;
  /** As a device's and a link's timers: calls `then` once the clock is `ms` further; the answer calls it off. */
  after(ms: number, then: () => void): () => void;
  /** Winds forward, stopping at each callback on the way so that it reads its own time. */
  wind(ms: number): void;
  /** Winds forward to a minute; earlier ones change nothing. */
  windTo(minute: number): void;
  /** How many callbacks wait. */
  waiting(): number;
}

interface Bell {
  readonly at: number;
  readonly order: number;
  readonly then: () => void;
}

/** Minutes since 1970 at which stories begin unless they say otherwise: 1 March 2026, 08:00 UTC. */
export const storyBegins = Date.UTC(2026, 2, 1, 8) / 60_000;

export function handClock(minute = storyBegins): HandClock {
  let time = minute * 60_000;
  let order = 0;
  const bells = new Set<Bell>();

  const next = (until: number): Bell | undefined => {
    let first: Bell | undefined;
    for (const bell of bells) {
      if (bell.at <= until && (!first || bell.at < first.at || (bell.at === first.at && bell.order < first.order))) first = bell;
    }
    return first;
  };

  const wind = (ms: number): void => {
    const until = time + Math.max(0, ms);
    for (let bell = next(until); bell; bell = next(until)) {
      bells.delete(bell);
      time = Math.max(time, bell.at);
      bell.then();
    }
    time = until;
  };

  return {
    now: () => time,
    minute: () => Math.floor(time / 60_000),
    after(ms, then) {
      const bell = { at: time + Math.max(0, ms), order: order++, then };
      bells.add(bell);
      return () => void bells.delete(bell);
    },
    wind,
    windTo: (to) => wind(to * 60_000 - time),
    waiting: () => bells.size,
  };
}
