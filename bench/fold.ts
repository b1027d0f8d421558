import { benchFold } from '../packages/core/bench/fold.ts';
import { kB, whole, type Area } from './table.ts';

/** How fast facts are judged, and what is remembered of them. */
export const fold: Area = {
  name: 'fold',
  title: 'Fold: 200,000 facts of a neighbourhood judged and applied (best of three)',
  measure(say) {
    say('folding');
    const found = benchFold(() => performance.now());
    return Promise.resolve([
      {
        what: 'facts folded',
        figure: `${whole(found.factsPerSecond)}/s`,
        gate: { says: '≥ 500,000/s', passes: found.factsPerSecond >= 500_000 },
      },
      { what: 'with bringing each into its shape', figure: `${whole(found.withReadingPerSecond)}/s` },
      {
        what: 'state of a live item',
        figure: `${whole(found.bytesPerLiveItem)} B`,
        beside: `${kB(found.stateBytes)} for ${whole(found.items)} items remembered`,
        gate: { says: '≤ 1 kB', passes: found.bytesPerLiveItem <= 1000 },
      },
    ]);
  },
};
