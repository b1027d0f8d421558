import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, diff } from './patch.ts';

const leaf = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.uint8Array({ maxLength: 3 }),
);
const key = fc.oneof(fc.constantFrom('id', 'claim', 'name', 'slots', '__proto__', 'toString'), fc.string({ maxLength: 2 }));
const fields = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.array(fc.tuple(key, inner), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
const named = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), it: inner });
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fields(tie('value')),
    fc.array(named(tie('value')), { maxLength: 6 }),
    fc.uniqueArray(named(tie('value')), { maxLength: 6, selector: (item) => (item as { id: string }).id }),
  ),
}));

/** As it arrives: a message between two places is a copy. */
const sent = <T>(given: T): T => structuredClone(given);

describe('patches', () => {
  test('what changed, applied to what was, gives what is', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const patch = diff(before, after);
        const old = sent(before);
        expect(patch ? apply(sent(patch), old) : old).toEqual(after);
        expect(old).toEqual(before);
      }),
      { numRuns: 3000 },
    );
  });

  test('equal values have no patch, and unequal ones have one', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(diff(a, sent(a))).toBeUndefined();
        const patch = diff(a, b);
        if (!patch) expect(a).toEqual(b);
      }),
      { numRuns: 1000 },
    );
  });

  const board = (n: number) => ({
    needs: Array.from({ length: n }, (_, i) => ({ id: `n${String(i)}`, text: `need ${String(i)}`, shares: { free: 1 } })),
  });

  test('what did not change is the very same object', () => {
    const before = board(5);
    const after = sent(before);
    const third = after.needs[3];
    if (third) third.shares.free = 0;
    const patch = diff(before, after);
    const now = patch && (apply(sent(patch), before) as typeof before);
    expect(now).toEqual(after);
    expect(now?.needs[0]).toBe(before.needs[0]);
    expect(now?.needs[3]).not.toBe(before.needs[3]);
  });

  test('a new item at the top of a long list costs that item, not the list', () => {
    const before = board(500);
    const after = { needs: [{ id: 'new', text: 'new', shares: { free: 1 } }, ...sent(before).needs] };
    expect(JSON.stringify(diff(before, after)).length).toBeLessThan(120);
  });

  test('an item that moved and one that went are a few words', () => {
    const before = board(500);
    const [first, ...rest] = sent(before).needs;
    const after = { needs: [...rest.slice(0, 250), ...rest.slice(251), ...(first ? [first] : [])] };
    const patch = diff(before, after);
    expect(JSON.stringify(patch).length).toBeLessThan(80);
    expect(patch && apply(patch, before)).toEqual(after);
  });

  test('a line in a nameless list is put in where it belongs', () => {
    const before = ['a', 'b', 'c'];
    const patch = diff(before, ['a', 'x', 'b', 'c']);
    expect(patch).toEqual({ a: [[0, 1], ['x'], [1, 2]] });
  });
});
