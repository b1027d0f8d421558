import { equal } from '@awna/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast } from '../tests/cast.ts';
import { histories, play, realFold, refold, type Fold, type Played, type Step } from '../tests/histories.ts';
import { complaints } from '../tests/laws.ts';
import { shelf } from '../tests/shelf.ts';
import { askFor, judge, readFact, stateRootOf, take } from './index.ts';

const pinned = { seed: 20_261_122, numRuns: 400 } as const;

function strangers({ strange, verdicts, log }: Played): string[] {
  const out = strange.includes(null) ? ['a stranger acted'] : [];
  // A history that begins with the same salt twice from one device: the second never stands.
  const seen = new Set<string>();
  for (const [i, { read, stamp }] of log.entries()) {
    const name = `${stamp.device}/${read.salt}`;
    if (seen.has(name) && verdicts[i] !== 'repeated') out.push('a repeated fact stood');
    seen.add(name);
  }
  return out;
}

/** Nobody is removed by a tap, or by anything but the case about them. */
function taps({ state, verdicts, log, removals }: Played): string[] {
  const { people, cases } = state.members;
  const out: string[] = [];
  if (log.some(({ read }, i) => read.type === 'members/removed@1' && verdicts[i] === null)) out.push('[M6] removed by a tap');
  for (const { by, member } of removals) {
    const one = cases.get(by);
    if (one && (one.about !== member || one.ending !== 'removed')) out.push('[M6] removed by another case');
  }
  const gone = [...people].filter(([, { how }]) => how === 'removed').map(([id]) => id);
  if (gone.some((member) => !removals.some((one) => one.member === member))) out.push('[M6] removed by nothing');
  return out;
}

/** A state as a checkpoint gives it back: a copy whose maps stand in the order of their keys, backwards to be sure. */
function stored<T>(value: T): T {
  if (value instanceof Map) return new Map([...value].reverse().map(([key, item]) => [key, stored(item)])) as T;
  if (Array.isArray(value)) return value.map((item) => stored(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stored(item)])) as T;
}

/** Everything that is wrong with a fold on one history. */
function faults(steps: readonly Step[], fold: Fold): string[] {
  try {
    const broken: string[] = [];
    const rolls = new Map<string, number>();
    const played = play(steps, fold, (state) => broken.push(...complaints(state, rolls)));
    const again = refold(played.log, fold);
    const halfway = Math.floor(played.log.length / 2);
    const resumed = refold(played.log, fold, stored(refold(played.log.slice(0, halfway), fold)), halfway);
    const differ = [again, resumed].some((state) => !equal(stateRootOf(state), stateRootOf(played.state)));
    return [...strangers(played), ...taps(played), ...broken, ...(differ ? ['two folds differ'] : [])];
  } catch (error) {
    return [`threw ${String(error)}`];
  }
}

describe('any history, however hostile', () => {
  test('never makes the fold throw, lets no stranger act, keeps every law, and folds to one state', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        expect(faults(steps, realFold)).toEqual([]);
      }),
      pinned,
    );
  });

  test('reaches what it should: acts that stand, lines, ends, newcomers and leavers', () => {
    const reached = {
      stood: 0,
      waited: 0,
      done: 0,
      expired: 0,
      drawn: 0,
      left: 0,
      came: 0,
      chosen: 0,
      asked: 0,
      lapsed: 0,
      withdrawn: 0,
      removed: 0,
      turned: 0,
    };
    for (const steps of fc.sample(histories, pinned)) {
      const { state, verdicts } = play(steps);
      reached.stood += verdicts.filter((verdict) => verdict === null).length;
      for (const item of state.exchange.items.values()) {
        if (item.claims.some(({ waited }) => waited)) reached.waited++;
        if (item.ending === 'done') reached.done++;
        if (item.ending === 'expired') reached.expired++;
        if (item.drawn) reached.drawn++;
        if (item.confidential && item.claims.some(({ step }) => step === 'held' || step === 'done')) reached.chosen++;
      }
      if ([...state.members.people.values()].some(({ left }) => left !== null)) reached.left++;
      if (state.members.people.size > 4) reached.came++;
      for (const { ending } of state.members.cases.values()) {
        reached.asked++;
        if (ending === 'lapsed' || ending === 'withdrawn' || ending === 'removed') reached[ending]++;
      }
      reached.turned += state.members.epoch.count;
    }
    for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(5);
  });

  test('a state read back from a checkpoint goes on as the one it was taken of', () => {
    const { tale, layla, omar, salma } = cast();
    for (let i = 1; i <= 12; i++) {
      const need = tale.did(layla, askFor(layla.id, { kind: 'food', text: '', until: tale.now + 2000 + ((i * 7) % 12) }));
      const claim = tale.act(i % 2 === 0 ? omar : salma, take(need));
      if (claim.refused === null) tale.act(i % 2 === 0 ? salma : omar, take(need));
    }
    const device = omar.device;
    const stamp = { place: 99, time: tale.now, member: omar.id, device, authority: 'member', index: 0, of: 1 } as const;
    const read = readFact('A'.repeat(22), 'f'.repeat(32), 'members/left@1', {});
    const restored = stored(tale.state);
    expect([judge(tale.state, read, stamp, true), judge(restored, read, stamp, true)]).toEqual([null, null]);
    expect(stateRootOf(restored)).toEqual(stateRootOf(tale.state));
  });

  test.each(shelf)('planted: a fold that $name is caught', ({ law, fold }) => {
    const caught = fc.sample(histories, pinned).some((steps) => faults(steps, fold()).some((fault) => law.test(fault)));
    expect(caught).toBe(true);
  });
});
