import type { Bend } from './village.ts';

/** Relays that are nobody's friend, by what they do. */
export const bendsBy = {
  reorders: (relay) => void (relay.bends = { frames: (frames) => [...frames].reverse() }),
  withholds: (relay) => void (relay.bends = { frames: (frames) => frames.filter(({ place }) => place % 11 !== 10) }),
  'goes back': (relay, space) => {
    let appends = 0;
    relay.bends = {
      swallow: () => {
        if (++appends === 6) relay.cut(space, 'all', relay.told(space).length - 2);
        return false;
      },
    };
  },
} as const satisfies Record<string, Bend>;
