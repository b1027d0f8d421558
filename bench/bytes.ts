import { weights, type Weight } from '../packages/device/bench/bytes.ts';
import { times, whole, type Area, type Row } from './table.ts';

const row = (what: string, { wire, plain }: Weight, gate?: Row['gate']): Row => ({
  what,
  figure: `${whole(wire)} B`,
  beside: `plain: ${whole(plain)} B`,
  ratio: times(wire / plain),
  ...(gate ? { gate } : {}),
});

/** What facts weigh when sealed, signed and padded. */
export const bytes: Area = {
  name: 'bytes',
  title: 'Bytes on the wire (message and part as the relay gets them, beside canonical CBOR of type, data and part)',
  async measure(say) {
    say('weighing');
    const { batch, step, taken, need } = await weights();
    return [
      row('20 facts in one message', batch, { says: '≤ 1.6 ×', passes: batch.wire / batch.plain <= 1.6 }),
      row('a lone short fact (handed over)', step, { says: '≤ 400 B', passes: step.wire <= 400 }),
      row('a lone short fact (taken on)', taken, { says: '≤ 400 B', passes: taken.wire <= 400 }),
      row('a need with its words', need),
    ];
  },
};
