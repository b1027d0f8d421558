import { readFileSync } from 'node:fs';
import { base64url, compare, concat, domain, fromBase64url, idBytes, sha256, u64, utf8, type Id } from '@awna/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast, keyFrom, story, turnOf, type Neighbour, type Story } from '../../../tests/cast.ts';
import { doorNeeds, doorOf, emptyGroup, isIn, leave, membersIn, openInvite, admit, type GroupState } from '../../index.ts';
import { turnDoor } from './door.ts';

const day = 1440;

const ids = (...people: readonly Neighbour[]): Id[] => people.map(({ id }) => id);

/** PROTOCOL §12, spelled out. */
function ranked(of: readonly Id[], count: number): Id[] {
  const rank = (id: Id) => sha256(concat(domain('keepers'), u64(count), idBytes(id)));
  return [...of].sort((a, b) => compare(rank(a), rank(b)));
}

function crowd(tale: Story, n: number): Neighbour[] {
  return Array.from({ length: n }, (_, i) => tale.welcome(`جار ${String(i)}`));
}

describe('[§12] the door', () => {
  test('begins with whoever founded the group; with the second who comes there are two, and either’s word counts', () => {
    const { tale, founder } = story();
    const begin = { count: 0, epoch: 0, place: 0, k: 1, keepers: [founder.id] };
    expect(doorOf(tale.state.members)).toEqual({ ...begin, control: [fromBase64url(founder.keys.identity)] });
    const omar = tale.welcome('عمر');
    // Else the founder who goes would keep the door for ever.
    expect(doorOf(tale.state.members)).toMatchObject({ ...begin, count: 1, keepers: ids(founder, omar) });
  });

  test('with the third who comes two have to agree, with the twenty-first three; the keys stay', () => {
    expect([1, 2, 3, 20, 21, 6528].map(doorNeeds)).toEqual([1, 1, 2, 2, 3, 3]);
    const { tale, layla, omar, salma } = cast();
    // Nobody was in when the day began: those who are here longest.
    expect(doorOf(tale.state.members)).toMatchObject({ count: 2, epoch: 0, place: 0, k: 2, keepers: ids(layla, omar, salma) });
    const more = crowd(tale, 17);
    expect(doorOf(tale.state.members)).toMatchObject({ count: 2, k: 2 });
    tale.pass(day);
    const last = tale.welcome('زيد');
    const door = doorOf(tale.state.members);
    expect(door).toMatchObject({ count: 3, epoch: 0, place: 0, k: 3 });
    expect(door.keepers).toEqual(ranked(ids(layla, omar, salma, ...more), 3).slice(0, 12));
    expect(door.keepers).not.toContain(last.id);
    expect(door.control).toEqual(door.keepers.map((id) => fromBase64url(tale.state.members.people.get(id)?.identity ?? '')));
    expect(tale.sees(layla, 'group', {})).toMatchObject({ needed: 3 });
    expect(tale.sees(layla, 'group', {}).keepers).toHaveLength(12);
  });

  test('a turn that was owed gives it new keys and its place, any turn new keepers; going alone changes nothing', () => {
    const { tale, layla, omar, salma } = cast();
    const zaid = tale.welcome('زيد');
    tale.pass(30 * day);
    tale.did(layla, turnOf(tale.state));
    expect(doorOf(tale.state.members)).toMatchObject({ count: 3, epoch: 0, place: 0, k: 2 });
    expect(doorOf(tale.state.members).keepers).toEqual(ranked(ids(layla, omar, salma, zaid), 3));
    const before = doorOf(tale.state.members);
    tale.did(omar, leave());
    expect(doorOf(tale.state.members)).toEqual(before);
    tale.did(salma, turnOf(tale.state));
    const { epoch } = tale.state.members;
    expect(epoch.place).not.toBe(0);
    const after = { count: 4, epoch: 2, place: epoch.place, k: 2, keepers: ranked(ids(layla, salma, zaid), 4) };
    expect(doorOf(tale.state.members)).toMatchObject(after);
    tale.did(zaid, leave());
    tale.did(layla, turnOf(tale.state));
    expect(doorOf(tale.state.members)).toMatchObject({ count: 5, epoch: 3, k: 1, keepers: ranked(ids(layla, salma), 5) });
    // The third again: two have to agree again. He came today, and is needed.
    const rim = tale.welcome('ريم');
    expect(doorOf(tale.state.members)).toMatchObject({ count: 6, epoch: 3, k: 2, keepers: [...ranked(ids(layla, salma), 6), rim.id] });
  });

  test('a flood of one day draws no keeper', () => {
    const { tale, layla, omar, salma } = cast();
    tale.pass(day);
    const flood = crowd(tale, 60);
    expect(doorOf(tale.state.members)).toMatchObject({ count: 3, k: 3 });
    const [fourth, fifth] = flood;
    expect(doorOf(tale.state.members).keepers).toEqual([...ranked(ids(layla, omar, salma), 3), fourth?.id, fifth?.id]);
  });

  test('as a young group grows, more of those who were in when the day began keep it, once a day and up to twelve', () => {
    const { tale, layla, omar, salma } = cast();
    const before = crowd(tale, 3);
    expect(doorOf(tale.state.members).keepers).toEqual(ids(layla, omar, salma));
    tale.pass(day);
    const [zaid] = [tale.welcome('زيد'), tale.welcome('هند')];
    expect(doorOf(tale.state.members)).toMatchObject({ count: 3, k: 2, keepers: ranked(ids(layla, omar, salma, ...before), 3) });
    tale.pass(day);
    tale.welcome('نور');
    expect(doorOf(tale.state.members)).toMatchObject({ count: 4, k: 2 });
    expect(doorOf(tale.state.members).keepers).toContain(zaid?.id);
    for (let days = 0; days < 6; days++) {
      tale.pass(day);
      tale.welcome(`جار ${String(days)} ${String(tale.now)}`);
      expect(doorOf(tale.state.members).keepers).toHaveLength(Math.min(12, 9 + days));
    }
    expect(doorOf(tale.state.members).count).toBe(8);
  });

  test('golden: whom the lot draws, and in which order', () => {
    const golden = JSON.parse(readFileSync(new URL('../../golden/keepers@1.json', import.meta.url), 'utf8')) as {
      readonly members: readonly string[];
      readonly drawn: Readonly<Record<string, readonly string[]>>;
    };
    expect(golden.members).toEqual(Array.from({ length: 15 }, (_, i) => base64url(sha256(utf8(`awna keeper ${String(i)}`)).slice(0, 16))));
    for (const [count, drawn] of Object.entries(golden.drawn)) {
      const { members } = emptyGroup();
      const none = { left: null, how: null, sealing: '', devices: [], by: null, told: [], case: null };
      for (const [nth, id] of golden.members.entries()) members.people.set(id, { ...none, since: 0, nth, identity: keyFrom(id) });
      members.door.count = Number(count) - 1;
      turnDoor(members, false, day, null);
      expect(doorOf(members)).toMatchObject({ count: Number(count), k: 2, keepers: drawn });
      expect(drawn).toEqual(ranked(golden.members, Number(count)).slice(0, 12));
    }
  });

  test('an identity key is one person’s', () => {
    const { tale, layla, omar } = cast();
    const key = keyFrom('invite');
    const how = { key, box: keyFrom('box'), boxSeed: keyFrom('seed'), until: tale.now + 60, uses: 9, mode: 'instant' } as const;
    const invite = tale.did(layla, openInvite(how));
    const keys = { identity: omar.keys.identity, sealing: keyFrom('s'), device: keyFrom('d') };
    const twice = admit({ invite, key, keys, proof: base64url(new Uint8Array(64)), name: 'غريب' });
    expect(tale.act(layla, twice).refused).toBe('already-in');
  });

  test('whatever the roster: 1 to 12 keepers, none twice, all of them in, and enough to agree', () => {
    const person = fc.record({ id: fc.uint8Array({ minLength: 16, maxLength: 16 }), since: fc.nat(5 * day), in: fc.boolean() });
    const people = fc.uniqueArray(person, { minLength: 1, maxLength: 40, selector: ({ id }) => base64url(id) });
    const within = (of: readonly { readonly id: Uint8Array; readonly since: number; readonly in: boolean }[]): GroupState => {
      const state = emptyGroup();
      const none = { how: null, sealing: '', devices: [], by: null, told: [], case: null };
      for (const [i, one] of of.entries()) {
        const id = base64url(one.id);
        const left = i === 0 || one.in ? null : one.since;
        state.members.people.set(id, { ...none, left, since: one.since, nth: i, identity: keyFrom(id) });
      }
      return state;
    };
    fc.assert(
      fc.property(people, fc.nat(6 * day), fc.boolean(), (of, time, wasOwed) => {
        const { members } = within(of);
        turnDoor(members, wasOwed, time, 7);
        const { keepers, k, place, control, count } = doorOf(members);
        const n = membersIn(members).length;
        expect(new Set(keepers).size).toBe(keepers.length);
        expect(new Set(control.map((key) => base64url(key))).size).toBe(keepers.length);
        expect(keepers.every((id) => isIn(members, id))).toBe(true);
        expect(keepers.length).toBeGreaterThanOrEqual(Math.min(n, Math.max(2, 2 * k - 1)));
        expect(keepers.length).toBeLessThanOrEqual(12);
        expect(k).toBe(doorNeeds(n));
        expect({ count, place }).toEqual({ count: 1, place: wasOwed ? 7 : 0 });
        const other = within([...of].reverse()).members;
        for (const [id, one] of members.people) other.people.set(id, one);
        turnDoor(other, wasOwed, time, 7);
        expect(doorOf(other)).toEqual(doorOf(members));
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
