import { benchAppend } from '../packages/relay/bench/append.ts';
import { benchPaced } from '../packages/relay/bench/paced.ts';
import { ms, whole, type Area } from './table.ts';

/** Durable appends, over the wire and by SQLite alone. */
export const relay: Area = {
  name: 'relay',
  title: 'Relay: durable appends of 1 KiB (fsync at every commit; generator and relay share the machine)',
  async measure(say) {
    say('as many as it takes, beside raw SQLite FULL with groups of 256');
    const { wire, raw, ratio, p99 } = await benchAppend(4);
    say('1,000 a second');
    const paced = await benchPaced(1000, 4);
    return [
      {
        what: 'appends over the wire',
        figure: `${whole(wire)}/s`,
        beside: `raw SQLite, same groups: ${whole(raw)}/s`,
        ratio: `${(100 * ratio).toFixed(0)} %`,
        gate: { says: '≥ 5,000/s and ≥ 25 %', passes: wire >= 5000 && ratio >= 0.25 },
      },
      { what: 'acknowledged, 1,024 under way, p99', figure: ms(p99) },
      {
        what: 'acknowledged, 1,000/s, p99',
        figure: ms(paced.p99),
        beside: `p50 ${ms(paced.p50)}`,
        gate: { says: '≤ 50 ms', passes: paced.p99 <= 50 },
      },
    ];
  },
};
