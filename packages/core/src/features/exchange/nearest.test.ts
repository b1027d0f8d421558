import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast } from '../../../tests/cast.ts';
import { ask, days, page } from '../../../tests/exchange.ts';
import { setProfile, take } from '../../index.ts';

const areas = ['الشرقية', 'الغربية', 'الساحة'] as const;
const posting = fc.record({
  area: fc.constantFrom(...areas),
  urgency: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  /** Minutes until the next one is posted. */
  pause: fc.integer({ min: 0, max: 900 }),
});
const waits = [1440, 720, 180, 60] as const;

/** Omar lives in the eastern part; Layla asks, now here, now there. */
function asked(postings: readonly { area: string; urgency: 0 | 1 | 2 | 3; pause: number }[]) {
  const told = cast();
  const { tale, layla, omar } = told;
  tale.did(omar, setProfile(omar.id, { name: 'عمر', area: areas[0] }));
  const needs = postings.map(({ area, urgency, pause }) => {
    const id = ask(tale, layla, { area, urgency, until: tale.now + days(30) });
    tale.pass(pause);
    return id;
  });
  return { ...told, needs };
}

describe('exchange: nearest first', () => {
  test('[X7] whatever was asked where: near and long unanswered needs come first, and what is wide stays wide', () => {
    fc.assert(
      fc.property(fc.array(posting, { maxLength: 12 }), fc.array(fc.nat({ max: 1500 }), { maxLength: 4 }), (postings, pauses) => {
        const { tale, omar } = asked(postings);
        let wide = new Set<string>();
        for (const pause of [0, ...pauses]) {
          tale.pass(pause);
          const { needs: shown } = tale.sees(omar, 'board', {});
          const long = shown.filter(({ posted, urgency }) => tale.now - posted >= waits[urgency]);
          expect(shown).toHaveLength(postings.length);
          const far = shown.map((item) => item.area !== areas[0] && !long.includes(item));
          expect(far.indexOf(true) === -1 || !far.slice(far.indexOf(true)).includes(false)).toBe(true);
          for (const id of wide) expect(long.map((item) => item.id)).toContain(id);
          wide = new Set(long.map(({ id }) => id));
          for (const item of long) expect(item.match?.reasons).toContain('no-answer-yet');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('[X7] a need far from me is suggested only once those near it were silent, and not where somebody answered', () => {
    const { tale, omar, salma, needs } = asked([
      { area: 'الغربية', urgency: 2, pause: 0 },
      { area: 'الغربية', urgency: 2, pause: 0 },
    ]);
    const [silent = '', answered = ''] = needs;
    tale.did(salma, take(answered));
    tale.pass(179);
    expect([silent, answered].map((id) => page(tale, omar, id).match)).toEqual([null, null]);
    tale.pass(1);
    expect(page(tale, omar, silent).match?.reasons).toEqual(['urgent', 'no-answer-yet']);
    expect(page(tale, omar, answered).match).toBeNull();
    expect(tale.sees(omar, 'today', {}).concerns.map(({ what, item }) => [what, item.id])).toEqual([['match', silent]]);
  });
});
