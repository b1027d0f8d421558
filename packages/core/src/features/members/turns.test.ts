import { base64url, compare, concat, domain, encode, idBytes, sealBlobs, sha256 } from '@awna/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast, keyFrom, story, turnOf } from '../../../tests/cast.ts';
import { emptyGroup, epochOf, isIn, judge, leave, limits, readFact, rosterOf, rosterRootOf, turnMay, turnOwed } from '../../index.ts';

const days = (n: number): number => n * 1440;

describe('turns', () => {
  test('[K] a group begins in its first epoch, and owes nothing', () => {
    const { tale, founder } = story();
    const { members } = tale.state;
    expect(epochOf(members)).toEqual({ tag: null, commit: null, place: null, turned: tale.now, count: 0, by: null, tags: [], owed: false });
    expect(turnOwed(members)).toBe(false);
    expect(tale.act(founder, turnOf(tale.state)).refused).toBe('not-owed');
  });

  test('[K] once somebody has gone nothing but a turn stands, and after it everything does', () => {
    const { tale, layla, omar, salma } = cast();
    tale.did(omar, leave());
    expect(turnOwed(tale.state.members)).toBe(true);
    expect(tale.sees(layla, 'group', {}).turnOwed).toBe(true);
    expect(tale.act(layla, { type: 'members/profile-set@1', data: {} }).refused).toBe('turn-owed');
    expect(tale.act(layla, { type: 'members/nothing@1', data: {} }).refused).toBe('malformed');
    const made = turnOf(tale.state);
    tale.did(salma, made);
    expect(epochOf(tale.state.members)).toMatchObject({ tag: made.data['tag'], commit: made.data['commit'], count: 1, by: salma.id });
    expect(tale.sees(layla, 'group', {}).turnOwed).toBe(false);
    tale.did(layla, { type: 'members/profile-set@1', data: {} });
  });

  test('[K] of two turns at once the first stands; the other is owed no more', () => {
    const { tale, layla, omar, salma } = cast();
    tale.did(omar, leave());
    const [first, second] = [turnOf(tale.state, 0), turnOf(tale.state, 1)];
    tale.did(layla, first);
    expect(tale.act(salma, second).refused).toBe('not-owed');
    expect(epochOf(tale.state.members).tags).toEqual([first.data['tag']]);
  });

  test('[K] a turn may be made thirty days after the last, not a minute before', () => {
    const { tale, layla, omar } = cast();
    tale.pass(days(30) - 1);
    expect(turnMay(tale.state.members, tale.now)).toBe(false);
    expect(tale.act(layla, turnOf(tale.state)).refused).toBe('not-owed');
    tale.pass(1);
    expect(turnMay(tale.state.members, tale.now)).toBe(true);
    tale.did(omar, turnOf(tale.state));
    expect(turnMay(tale.state.members, tale.now)).toBe(false);
    tale.pass(days(30));
    expect(tale.act(omar, turnOf(tale.state, 0)).refused).toBe('tag-taken');
    tale.did(omar, turnOf(tale.state));
    expect(epochOf(tale.state.members)).toMatchObject({ count: 2, turned: tale.now });
  });

  test('[K] a turn that forgets somebody, counts in who has gone, or has too few seals does not stand', () => {
    const { tale, layla, omar } = cast();
    const before = turnOf(tale.state);
    tale.did(omar, leave());
    expect(tale.act(layla, before).refused).toBe('other-roster');
    const made = turnOf(tale.state);
    expect(tale.act(layla, { ...made, data: { ...made.data, seals: [keyFrom('a'), keyFrom('b')] } }).refused).toBe('seals-miscounted');
    expect(tale.act(layla, { ...made, data: { ...made.data, seals: [] } }).refused).toBe('malformed');
    expect(tale.act(omar, made).refused).toBe('not-a-member');
    tale.did(layla, made);
  });

  test('[K] a turn stands alone in its message', () => {
    const { tale, layla, omar } = cast();
    tale.did(omar, leave());
    const { type, data } = turnOf(tale.state);
    const stamp = { place: 9, time: tale.now, member: layla.id, device: layla.device, authority: 'member' } as const;
    const read = (salt: number) => readFact('A'.repeat(22), 'f'.repeat(30) + String(salt), type, data);
    expect(judge(tale.state, read(10), { ...stamp, index: 0, of: 2 }, true)).toBe('not-alone');
    expect(judge(tale.state, read(11), { ...stamp, index: 1, of: 2 }, true)).toBe('not-alone');
    expect(judge(tale.state, read(12), { ...stamp, index: 0, of: 1 }, true)).toBeNull();
    expect(epochOf(tale.state.members).place).toBe(9);
  });

  test('[K] the roster is all who are in, ids rising as bytes, whatever order they came in', () => {
    const { tale, omar } = cast();
    tale.did(omar, leave());
    const roster = rosterOf(tale.state.members);
    expect(roster.every(({ member }) => isIn(tale.state.members, member))).toBe(true);
    const pairs = roster.map(({ sealing }) => sealing);
    expect(pairs.sort()).toEqual([keyFrom('ليلى/sealing'), keyFrom('سلمى/sealing')].sort());
    const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => base64url(bytes));
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 30 }), (ids) => {
        const people = (order: readonly string[]) => {
          const { members } = emptyGroup();
          for (const member of order)
            members.people.set(member, {
              ...{
                left: null,
                how: null,
                since: 0,
                nth: 0,
                identity: '',
                sealing: keyFrom(member),
                devices: [],
                by: null,
                told: [],
                case: null,
              },
            });
          return members;
        };
        const members = people(ids);
        const sorted = rosterOf(members).map(({ member }) => member);
        for (const [i, member] of sorted.slice(1).entries()) expect(compare(idBytes(sorted[i] ?? ''), idBytes(member))).toBeLessThan(0);
        expect(rosterRootOf(people([...ids].reverse()))).toEqual(rosterRootOf(members));
        // PROTOCOL §11, spelled out.
        const spelled = sorted.map((member) => [idBytes(member), sha256(new TextEncoder().encode(member))]);
        expect(rosterRootOf(members)).toEqual(sha256(concat(domain('roster'), encode(spelled))));
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test('[K] nobody is let in for whom a turn would have no seal', () => {
    expect(sealBlobs(limits.people)).toBe(8);
    expect(sealBlobs(limits.people + 1)).toBe(9);
    const { tale, layla } = cast();
    const { people } = tale.state.members;
    const one = people.get(layla.id) ?? expect.fail('nobody');
    for (let i = people.size; i < limits.people; i++)
      people.set(base64url(sha256(new Uint8Array([i >> 8, i & 255])).slice(0, 16)), { ...one });
    expect(() => tale.welcome('زيد')).toThrow('group-full');
    people.delete([...people.keys()].pop() ?? '');
    expect(isIn(tale.state.members, tale.welcome('زيد').id)).toBe(true);
  });
});
