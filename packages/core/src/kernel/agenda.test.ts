import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remind, takeDue, type Due } from './agenda.ts';

const due = fc.record({
  minute: fc.nat({ max: 20 }),
  feature: fc.constantFrom('exchange', 'members'),
  id: fc.string({ minLength: 1, maxLength: 2 }),
});
const order = (a: Due, b: Due): number =>
  a.minute - b.minute || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0);

test('what is due comes in order of minute, then id, and nothing comes early', () => {
  fc.assert(
    fc.property(fc.array(due, { maxLength: 60 }), fc.nat({ max: 25 }), (list, time) => {
      const agenda: Due[] = [];
      for (const one of list) remind(agenda, one);
      const taken: Due[] = [];
      for (let one = takeDue(agenda, time); one; one = takeDue(agenda, time)) taken.push(one);
      expect(taken).toEqual(list.filter(({ minute }) => minute <= time).sort(order));
      expect(agenda.length + taken.length).toBe(list.length);
    }),
    { seed: 7, numRuns: 300 },
  );
});
