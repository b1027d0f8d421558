import { relayProcess } from '@awna/testkit';
import { taps } from '../packages/device/bench/tap.ts';
import { median, ms, quantile, whole, type Area } from './table.ts';

const open = 1000;
const followers = 1000;
const count = 100;

/** From a tap to the screens. */
export const tap: Area = {
  name: 'tap',
  title: `Taps in a group with ${whole(open)} open items and ${whole(followers)} more connections following (device, relay, other device and crowd: four processes)`,
  async measure(say) {
    say('filling the board, calling the crowd, tapping');
    const relay = await relayProcess();
    try {
      const { kept, shown, there } = await taps(relay.url, open, followers, count);
      return [
        {
          what: 'durable here and answered, p50',
          figure: ms(median(kept)),
          beside: `p99 ${ms(quantile(kept, 0.99))}`,
          gate: { says: '≤ 16 ms', passes: median(kept) <= 16 },
        },
        {
          what: 'on the board here, p50',
          figure: ms(median(shown)),
          beside: `p99 ${ms(quantile(shown, 0.99))}`,
          gate: { says: '≤ 16 ms', passes: median(shown) <= 16 },
        },
        {
          what: "on another member's board, p99",
          figure: ms(quantile(there, 0.99)),
          beside: `p50 ${ms(median(there))}`,
          gate: { says: '≤ 50 ms', passes: quantile(there, 0.99) <= 50 },
        },
      ];
    } finally {
      await relay.end();
    }
  },
};
