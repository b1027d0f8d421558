import { encodeState, hex } from '@awna/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories, play, realFold, refold } from '../../tests/histories.ts';
import { advance, viewOf } from '../index.ts';
import { overlay } from './overlay.ts';

interface Entry {
  n: number;
  list: { at: number }[];
  inner: Map<string, number>;
}

interface State {
  count: number;
  list: string[];
  map: Map<string, Entry>;
}

const entry = (n: number): Entry => ({ n, list: [{ at: n }], inner: new Map([['a', n]]) });
const stateOf = (keys: readonly string[]): State => ({ count: 0, list: ['x'], map: new Map(keys.map((key, i) => [key, entry(i)])) });

const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const acts = fc.array(
  fc.record({ what: fc.constantFrom('get', 'deep', 'set', 'delete', 'each', 'move', 'clear', 'list'), key: letters, n: fc.nat(9) }),
  {
    maxLength: 25,
  },
);
type Act = { readonly what: string; readonly key: string; readonly n: number };

/** Everything one can do to a state, and everything one can see of it on the way. */
function work(state: State, given: readonly Act[]): unknown[] {
  const { map } = state;
  return given.map(({ what, key, n }) => {
    const found = map.get(key);
    switch (what) {
      case 'get':
        if (found) found.n += n;
        return [map.has(key), map.size, found?.n];
      case 'deep':
        found?.list.push({ at: n });
        for (const one of found?.list ?? []) one.at += 1;
        found?.inner.set(String(n), n);
        return [...(found?.inner ?? [])];
      case 'set':
        return map.set(key, entry(n)).size;
      case 'delete':
        return [map.delete(key), found?.inner.delete('a'), map.size];
      case 'each':
        for (const one of map.values()) one.n += 1;
        map.forEach((one, name) => (one.list.length > 3 ? map.delete(name) : undefined));
        return [...map].map(([name, one]) => [name, one.n]);
      case 'move':
        map.delete(key);
        map.set(key, found ?? entry(n));
        return [...map.keys()];
      case 'clear':
        if (n > 7) map.clear();
        return [...map.entries()].length;
      default:
        state.count += n;
        state.list.unshift(key);
        return state.list.length;
    }
  });
}

/** What can be seen of a state, in its order. */
const seen = (state: State): unknown => [
  state.count,
  state.list,
  state.map.size,
  [...state.map].map(([key, { n, list, inner }]) => [key, n, list, [...inner], state.map.has(key), state.map.get(key)?.n]),
];

test('an overlay answers and looks like a state that was changed in place, in the same order, and nothing below it changes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(letters), acts, acts, (keys, first, second) => {
      const base = stateOf(keys);
      const before = structuredClone(seen(base));
      const plain = stateOf(keys);
      let said: unknown[] = [];
      const one = overlay(base, (draft) => (said = work(draft, first)));
      expect(said).toEqual(work(plain, first));
      expect(seen(one)).toEqual(seen(plain));
      const between = structuredClone(seen(one));
      const two = overlay(one, (draft) => (said = work(draft, second)));
      expect(said).toEqual(work(plain, second));
      expect(seen(two)).toEqual(seen(plain));
      expect(seen(one)).toEqual(between);
      expect(seen(base)).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
});

test('what was only looked at is not copied again: reading an overlay shares what it did not change', () => {
  const base = stateOf(['a', 'b']);
  const laid = overlay(base, (draft) => void draft.map.get('a'));
  expect(laid.map.get('b')).toBe(base.map.get('b'));
  expect(laid.map.get('a')).not.toBe(base.map.get('a'));
  expect(seen(laid)).toEqual(seen(base));
});

test('any history: its second half laid over its first comes to the state and the views of the whole, and the first half stays', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const { log, state } = play(steps);
      const half = Math.floor(log.length / 2);
      const base = refold(log.slice(0, half), realFold);
      const before = hex(encodeState(base));
      const laid = overlay(base, (draft) => {
        refold(log, realFold, draft, half);
        advance(draft, state.time);
      });
      expect(hex(encodeState(laid))).toBe(hex(encodeState(state)));
      expect(hex(encodeState(base))).toBe(before);
      const me = [...state.members.people.keys()][0] ?? '';
      const nothing = () => ({ state: 'gone', fields: {} }) as const;
      const board = { side: 'need' } as never;
      expect(viewOf('board', laid, nothing, me, state.time, board)).toEqual(viewOf('board', state, nothing, me, state.time, board));
    }),
    { numRuns: 200, seed: 20_261_123 },
  );
});
