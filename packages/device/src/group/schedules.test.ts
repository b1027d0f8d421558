import {
  company,
  handClock,
  happen,
  momentOf,
  scheduleChance,
  scheduleOf,
  type HandClock,
  type Moment,
  type Outcome,
  type Step,
} from '@awna/testkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

/** Every wait is hurried here, patience too: what is dropped is missed soon. */
const hasty = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms / 50);
  timer.unref();
  return () => clearTimeout(timer);
};

const people = 4;

/** A group of its own to live in, as often as wanted. Several go on side by side: most of a life is waiting. */
interface Lane {
  readonly clock: HandClock;
  readonly moment: Moment;
}

const lanes: Lane[] = [];
let lives = 0;

beforeAll(async () => {
  for (let i = 0; i < 5; i++) {
    const clock = handClock();
    const ways = { now: clock.now, after: hasty };
    const moment = await momentOf(await company(`schedules/${String(i)}`, { names: ['ليلى', 'عمر', 'سلمى', 'نور'], ...ways }), ways);
    lanes.push({ clock, moment });
  }
});

async function outcomeOf({ clock, moment }: Lane, steps: readonly Step[]): Promise<Outcome> {
  const life = await moment.live(lives++);
  try {
    return await happen(life, clock, steps);
  } finally {
    await life.end();
  }
}

const well = { roots: [expect.any(String)] as string[], lost: [], alarms: [], waiting: 0 };

/** Seeds that ever went wrong: they stay here for ever. */
const pinned: readonly number[] = [];

const who = fc.nat(people - 1);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), who, pick: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('sync' as const, 'cut' as const, 'mend' as const, 'again' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('faults' as const),
      who,
      kind: fc.constantFrom('cut' as const, 'cutAfter' as const, 'double' as const, 'swap' as const, 'drop' as const),
      likely: fc.constantFrom(0.05, 0.2, 0.5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wind' as const), minutes: fc.constantFrom(1, 600, 20_000) }) },
);

describe('whatever the network does to four devices that do whatever they may', () => {
  test('[§7] all of them end with the same state, byte for byte; what was promised is there once (seeds)', async () => {
    const seeds = [...pinned, ...Array.from({ length: 60 }, (_, i) => i)];
    const work = lanes.slice(1).map(async (lane) => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const outcome = await outcomeOf(lane, scheduleOf(scheduleChance(seed), people, 40));
        expect({ seed, ...outcome }).toEqual({ seed, ...well });
      }
    });
    await Promise.all(work);
  }, 170_000);

  test('[§7] the same of any schedule at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), async (steps) => {
        expect(await outcomeOf(lanes[0]!, steps)).toEqual(well);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 170_000);
});
