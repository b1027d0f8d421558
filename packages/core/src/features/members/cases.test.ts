import { encodeState } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { cast, keyFrom, neighbour, story, turnOf, type Neighbour, type Story } from '../../../tests/cast.ts';
import { complaints } from '../../../tests/laws.ts';
import { ask, give, page } from '../../../tests/exchange.ts';
import {
  admit,
  caseNeeds,
  enactedIdOf,
  isIn,
  joinCase,
  judge,
  leave,
  leaveCase,
  openCase,
  openInvite,
  readFact,
  setProfile,
  take,
  turnOwed,
} from '../../index.ts';

const days = (n: number): number => n * 1440;
const seen = (tale: Story, who: Neighbour, id: string) =>
  tale.sees(who, 'cases', {}).find((one) => one.id === id) ?? expect.fail('no such case');
const link = (tale: Story, name: string) =>
  openInvite({ key: keyFrom(name), box: keyFrom('box'), boxSeed: keyFrom('seed'), until: tale.now + days(2), uses: 5, mode: 'request' });
const letIn = (invite: string, name: string, who: Neighbour) =>
  admit({ invite, key: keyFrom(name), keys: who.keys, proof: 'A'.repeat(86), name: who.name });

/** ليلى، عمر، سلمى and three more, all here since yesterday. */
function street() {
  const { tale, layla, omar, salma } = cast();
  const [zaid, hind, sami] = [tale.welcome('زيد'), tale.welcome('هند'), tale.welcome('سامي')];
  tale.pass(days(1));
  return { tale, layla, omar, salma, zaid, hind, sami };
}

describe('removal', () => {
  test('[M6] how many it takes: more than half of few, four and the root of many, never fewer than two', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 10, 20, 21, 100, 1000, 5000].map(caseNeeds)).toEqual([2, 2, 2, 2, 3, 3, 4, 6, 9, 9, 14, 36, 75]);
    for (let n = 1; n < 6_600; n++) expect(caseNeeds(n)).toBe(Math.max(2, Math.min(Math.floor(n / 2) + 1, 4 + Math.ceil(Math.sqrt(n)))));
  });

  test('[M6] once enough have joined, it happens by itself: they are out, and nothing of theirs is accepted', () => {
    const { tale, layla, omar, salma, zaid } = street();
    const id = tale.did(layla, openCase(omar.id, 'أخذ ما ليس له'));
    expect(seen(tale, salma, id)).toMatchObject({
      ...{ about: { id: omar.id, name: 'عمر' }, by: { name: 'ليلى' }, why: 'أخذ ما ليس له', needed: 3, roll: 5, ended: null },
      ...{ mine: false, aboutMe: false, joinedByMe: false, refused: null, until: tale.now + days(14) },
    });
    tale.did(salma, joinCase(id));
    expect(isIn(tale.state.members, omar.id)).toBe(true);
    tale.did(zaid, joinCase(id));
    expect(isIn(tale.state.members, omar.id)).toBe(false);
    expect(turnOwed(tale.state.members)).toBe(true);
    expect(tale.sees(layla, 'member', { id: omar.id })).toMatchObject({ in: false, how: 'removed', left: tale.now, case: null });
    expect(seen(tale, layla, id)).toMatchObject({ ended: tale.now, ending: 'removed', refused: 'case-over', mine: true, joinedByMe: true });
    expect(tale.act(zaid, setProfile(zaid.id, { name: 'زيد' })).refused).toBe('turn-owed');
    expect(tale.act(omar, turnOf(tale.state)).refused).toBe('not-a-member');
    tale.did(salma, turnOf(tale.state));
    expect(tale.act(omar, setProfile(omar.id, { name: 'عمر' })).refused).toBe('not-a-member');
    expect(tale.act(omar, joinCase(id)).refused).toBe('not-a-member');
    tale.did(zaid, setProfile(zaid.id, { name: 'زيد' }));
  });

  test('[M6] nobody removes with one tap, not even with a case open', () => {
    const { tale, layla, omar } = street();
    const removal = { type: 'members/removed@1', data: { member: omar.id } };
    expect(tale.act(layla, removal).refused).toBe('may-not');
    tale.did(layla, openCase(omar.id, ''));
    expect(tale.act(layla, removal).refused).toBe('may-not');
    expect(isIn(tale.state.members, omar.id)).toBe(true);
  });

  test('[M6] what happens by itself has a name of its own, and stands by the case alone', () => {
    const { tale, layla, omar, salma, zaid } = street();
    const id = tale.did(layla, openCase(omar.id, ''));
    const forged = readFact('B'.repeat(21) + 'A', 'f'.repeat(32), 'members/removed@1', { member: omar.id });
    const stamp = { place: 9, time: tale.now, device: 'x', index: 0, of: 1 } as const;
    expect(judge(tale.state, forged, { ...stamp, member: id, authority: 'decision' }, true)).toBe('case-over');
    const other = readFact('B'.repeat(21) + 'A', 'f'.repeat(33), 'members/left@1', {});
    expect(judge(tale.state, other, { ...stamp, member: id, authority: 'decision' }, true)).toBe('not-a-member');
    tale.did(salma, joinCase(id));
    const heard: unknown[] = [];
    const read = readFact('C'.repeat(21) + 'A', 'f'.repeat(32), 'members/case-joined@1', { case: id });
    judge(tale.state, read, { ...stamp, member: zaid.id, device: zaid.device, authority: 'member' }, true, (...told) => heard.push(told));
    expect(heard).toEqual([[{ id: enactedIdOf('C'.repeat(21) + 'A', 0), type: 'members/removed@1', data: { member: omar.id } }, id, null]]);
  });

  test('[M6] the roll is frozen at the opening: a flood of the same day decides nothing', () => {
    const { tale, layla, omar, salma } = street();
    const early = tale.welcome('مازن');
    const id = tale.did(layla, openCase(omar.id, ''));
    const flood = ['رنا', 'باسل', 'نور', 'فادي'].map((name) => tale.welcome(name));
    tale.pass(days(2));
    for (const who of [early, ...flood]) expect(tale.act(who, joinCase(id)).refused).toBe('not-on-roll');
    expect(seen(tale, salma, id)).toMatchObject({ needed: 3, roll: 5, joined: [{ id: layla.id, name: 'ليلى' }] });
    expect(tale.act(early, openCase(salma.id, '')).refused).toBeNull();
  });

  test('[M6] who came today opens no case; in a group of one day whoever is in may', () => {
    const { tale, layla, omar, salma } = cast();
    const id = tale.did(layla, openCase(omar.id, ''));
    expect(seen(tale, layla, id)).toMatchObject({ needed: 2, roll: 2 });
    const late = tale.welcome('زيد');
    expect(tale.act(late, joinCase(id)).refused).toBe('not-on-roll');
    tale.did(salma, joinCase(id));
    expect(isIn(tale.state.members, omar.id)).toBe(false);
    tale.did(layla, turnOf(tale.state));
    tale.pass(days(1));
    const newest = tale.welcome('هند');
    expect(tale.act(newest, openCase(late.id, '')).refused).toBe('not-on-roll');
  });

  test('[M6] where fewer than two could join there is nothing to decide', () => {
    const { tale, founder } = story();
    const omar = tale.welcome('عمر');
    expect(tale.act(founder, openCase(omar.id, '')).refused).toBe('too-few');
    tale.pass(days(1));
    const flood = ['رنا', 'باسل', 'نور'].map((name) => tale.welcome(name));
    expect(tale.act(founder, openCase(flood[0]?.id ?? '', '')).refused).toBeNull();
    expect(tale.act(founder, openCase(omar.id, '')).refused).toBe('too-few');
  });

  test('[M6] whom it is about neither joins nor counts, and answers with no case of their own', () => {
    const { tale, layla, omar, salma, zaid } = street();
    expect(tale.act(omar, openCase(omar.id, '')).refused).toBe('own-case');
    const id = tale.did(layla, openCase(omar.id, ''));
    expect(seen(tale, omar, id)).toMatchObject({ aboutMe: true, roll: 5, refused: 'own-case' });
    expect(tale.act(omar, joinCase(id)).refused).toBe('own-case');
    expect(tale.act(omar, openCase(layla.id, '')).refused).toBe('case-open');
    expect(tale.act(salma, openCase(omar.id, '')).refused).toBe('case-open');
    const other = tale.did(salma, openCase(zaid.id, ''));
    tale.did(omar, joinCase(other));
    tale.did(omar, setProfile(omar.id, { name: 'عمر' }));
    ask(tale, omar);
  });

  test('[M6] while a case is open they open no link, and nobody comes in by theirs; then again', () => {
    const { tale, layla, omar } = street();
    tale.did(omar, link(tale, 'a'));
    const theirs = tale.did(omar, link(tale, 'b'));
    const others = tale.did(layla, link(tale, 'c'));
    const id = tale.did(layla, openCase(omar.id, ''));
    expect(tale.act(omar, link(tale, 'd')).refused).toBe('case-open');
    expect(tale.act(layla, letIn(theirs, 'b', neighbour('رنا'))).refused).toBe('case-open');
    tale.did(omar, letIn(others, 'c', neighbour('باسل')));
    tale.did(layla, leaveCase(id));
    tale.did(layla, letIn(theirs, 'b', neighbour('رنا')));
    tale.did(omar, link(tale, 'd'));
  });

  test('[M6] a removal closes every open link of everybody, and frees what they held', () => {
    const { tale, layla, omar, salma, zaid } = street();
    const mine = tale.did(layla, link(tale, 'a'));
    tale.did(omar, link(tale, 'b'));
    const [need, offered] = [ask(tale, layla), give(tale, omar)];
    const held = tale.did(omar, take(need));
    const waiting = tale.did(salma, take(need));
    const id = tale.did(layla, openCase(omar.id, ''));
    for (const who of [salma, zaid]) tale.did(who, joinCase(id));
    tale.did(salma, turnOf(tale.state));
    expect(tale.sees(layla, 'invites', {}).filter(({ state }) => state === 'open')).toEqual([]);
    expect(tale.act(layla, letIn(mine, 'a', neighbour('رنا'))).refused).toBe('invite-closed');
    const { claims } = tale.state.exchange.items.get(need) ?? expect.fail('no need');
    expect(claims.map(({ id: claim, step }) => [claim, step])).toEqual([
      [held, 'released'],
      [waiting, 'held'],
    ]);
    expect(page(tale, layla, offered)).toMatchObject({ ending: 'left' });
  });

  test('[M6] a case lapses after fourteen days, ends when they leave, or when nobody stands behind it', () => {
    const { tale, layla, omar, salma, zaid } = street();
    const [lapsing, leaving, dropped] = [omar, salma, zaid].map((who) => tale.did(layla, openCase(who.id, '')));
    expect(tale.act(layla, openCase(salma.id, '')).refused).toBe('case-open');
    expect(tale.act(omar, leaveCase(dropped ?? '')).refused).toBe('not-joined');
    expect(tale.act(layla, joinCase(dropped ?? '')).refused).toBe('already-joined');
    tale.did(layla, leaveCase(dropped ?? ''));
    tale.did(salma, leave());
    tale.did(layla, turnOf(tale.state));
    tale.pass(days(14) - 1);
    const ends = () => [lapsing, leaving, dropped].map((id) => seen(tale, layla, id ?? '').ending);
    expect(ends()).toEqual([null, 'left', 'withdrawn']);
    expect(tale.sees(layla, 'member', { id: salma.id })?.how).toBe('left');
    tale.pass(1);
    expect(ends()).toEqual(['lapsed', 'left', 'withdrawn']);
    expect(tale.act(zaid, joinCase(lapsing ?? '')).refused).toBe('case-over');
    expect(tale.act(zaid, joinCase(omar.id)).refused).toBe('case-unknown');
    expect(tale.act(zaid, openCase(salma.id, '')).refused).toBe('member-unknown');
  });

  test('[M6] who has gone counts no more, and neither does their joining; where that is enough, it happens', () => {
    const { tale, layla, omar, salma, zaid, hind, sami } = street();
    const id = tale.did(layla, openCase(omar.id, ''));
    tale.did(salma, joinCase(id));
    tale.did(salma, leave());
    expect(seen(tale, layla, id)).toMatchObject({ roll: 4, needed: 3, joined: [{ id: layla.id }] });
    tale.did(layla, turnOf(tale.state));
    tale.did(zaid, joinCase(id));
    expect(isIn(tale.state.members, omar.id)).toBe(true);
    tale.did(hind, leave());
    expect(isIn(tale.state.members, omar.id)).toBe(false);
    expect(tale.sees(sami, 'member', { id: omar.id })).toMatchObject({ how: 'removed' });
    expect(tale.sees(sami, 'member', { id: hind.id })).toMatchObject({ how: 'left' });
  });

  test('[M6] one removal may bring about the next, and the same on a state read back', () => {
    const { tale, layla, omar, salma, zaid, hind, sami } = street();
    const first = tale.did(layla, openCase(omar.id, ''));
    const second = tale.did(zaid, openCase(hind.id, ''));
    for (const who of [salma]) tale.did(who, joinCase(second));
    tale.did(salma, joinCase(first));
    // Of the five who may join the second, three must; of four, three; of three, two.
    tale.did(sami, leave());
    tale.did(layla, turnOf(tale.state));
    expect(isIn(tale.state.members, hind.id)).toBe(true);
    const before = structuredClone(tale.state);
    const read = readFact('D'.repeat(21) + 'A', 'f'.repeat(32), 'members/case-joined@1', { case: first });
    const stamp = { place: 9, time: tale.now, member: zaid.id, device: zaid.device, authority: 'member', index: 0, of: 1 } as const;
    for (const state of [tale.state, before]) expect(judge(state, read, stamp, true)).toBeNull();
    expect([omar, hind].map(({ id }) => isIn(tale.state.members, id))).toEqual([false, false]);
    expect(encodeState(before)).toEqual(encodeState(tale.state));
  });

  test('[M6] twelve cases that one goodbye decides: all of them happen, once, and the same everywhere', () => {
    const { tale, founder } = story();
    const all = [founder, ...Array.from({ length: 29 }, (_, i) => tale.welcome(`جار ${i}`))];
    tale.pass(days(1));
    const [accused, joiners, leavers] = [all.slice(0, 12), all.slice(12, 21), all.slice(21, 25)];
    const ids = accused.map((who, i) => tale.did(joiners[i % 4] ?? founder, openCase(who.id, '')));
    for (const [i, id] of ids.entries()) for (const [j, who] of joiners.entries()) if (j !== i % 4) tale.did(who, joinCase(id));
    for (const who of leavers.slice(1)) {
      tale.did(who, leave());
      tale.did(joiners[0] ?? founder, turnOf(tale.state));
    }
    expect(accused.every(({ id }) => isIn(tale.state.members, id))).toBe(true);
    const before = structuredClone(tale.state);
    const who = leavers[0] ?? founder;
    const stamp = { place: 99, time: tale.now, member: who.id, device: who.device, authority: 'member', index: 0, of: 1 } as const;
    for (const state of [tale.state, before]) {
      const stood: unknown[] = [];
      const read = readFact('E'.repeat(21) + 'A', 'f'.repeat(32), 'members/left@1', {});
      expect(judge(state, read, stamp, true, ({ data }, _, refused) => refused === null && stood.push(data['member']))).toBeNull();
      expect(stood.sort()).toEqual(accused.map(({ id }) => id).sort());
    }
    expect(complaints(tale.state)).toEqual([]);
    expect(encodeState(before)).toEqual(encodeState(tale.state));
  });

  test('[M6] one member keeps only so many cases open', () => {
    const { tale, layla, omar, salma, zaid, hind } = street();
    const ids = [omar, salma, zaid].map((who) => tale.did(layla, openCase(who.id, '')));
    expect(tale.act(layla, openCase(hind.id, '')).refused).toBe('too-many-cases');
    tale.did(layla, leaveCase(ids[0] ?? ''));
    tale.did(layla, openCase(hind.id, ''));
  });

  test('[M6] the words of a case are forgotten after ninety days, and then the case', () => {
    const { tale, layla, omar } = street();
    const id = tale.did(layla, openCase(omar.id, 'كلام يُنسى'));
    tale.pass(days(90) - 1);
    tale.forget();
    expect(seen(tale, omar, id)).toMatchObject({ why: 'كلام يُنسى', ending: 'lapsed' });
    tale.pass(1);
    tale.forget();
    expect(seen(tale, omar, id).why).toBeNull();
    tale.pass(days(31));
    expect(tale.sees(omar, 'cases', {})).toEqual([]);
  });
});
