import { chance, freshLives, handFor, pinnedSeeds, shelf, stepsOf, type Hand } from '@awna/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/*
 * Devices in one process, on a relay that is a friend of whoever has gone, over a network that cuts, loses, doubles and
 * swaps; time passes only where the simulator lets it. People come by links, leave, are removed, come back; phones sleep
 * through all of it and lose their power at any moment. What an outcome is asked, `testkit/src/sim/live.ts` says.
 */
describe('[§7, §11, M2, M6] whatever happens to people who come and go', () => {
  let hand: Hand;
  beforeAll(() => void (hand = handFor()));
  afterAll(() => hand.end());

  test('seeds that ever went wrong do not', async () => {
    expect((await hand.failuresAmong([...pinnedSeeds, 0, 1, 2])).failures).toEqual([]);
  });

  test('the same of any schedule at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 5 }), fc.array(fc.nat(), { maxLength: 60 }), async (people, picks) => {
        const steps = picks.flatMap((pick) => stepsOf(chance(pick), 1));
        expect((await hand.lived('any', { people, steps })).failed).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test('nothing goes wrong in a thousand fresh lives', async () => {
    const { wrong, told, counts } = await freshLives(1_000, 'a');
    console.log(told);
    expect(wrong).toEqual([]);
    // They reach what they should, and there is something to read and to spoil.
    for (const what of ['turns', 'void', 'removed', 'left', 'asleep', 'again', 'haunted', 'frames', 'parts', 'blobs'])
      expect(counts[what], what).toBeGreaterThan(5);
  }, 600_000);
});

describe('[§7, §11] the simulator finds, within a few seeds,', () => {
  test.each(shelf)('$name', async (broken) => {
    const hand = handFor(broken);
    const heard: string[] = [];
    try {
      for (let seed = 0; seed < broken.within && !heard.some((what) => broken.by.test(what)); seed++)
        heard.push(...(await hand.lived(seed)).failed);
    } finally {
      await hand.end();
    }
    expect(heard).toEqual(expect.arrayContaining([expect.stringMatching(broken.by)]));
  });
});
