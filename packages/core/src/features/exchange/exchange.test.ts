import { describe, expect, test } from 'vitest';
import { cast } from '../../../tests/cast.ts';
import { ask, can, days, give, page } from '../../../tests/exchange.ts';
import {
  askFor,
  choose,
  handed,
  kinds,
  kindSheets,
  limits,
  received,
  release,
  say,
  setHandover,
  shareAddress,
  shareContact,
  take,
  thank,
  volunteer,
} from '../../index.ts';

describe('exchange: from asking to thanks', () => {
  test('[X1] ten kinds, each with its questions and an icon; health, legal, company and money keep their words', () => {
    expect(kinds).toHaveLength(10);
    expect(kinds.filter((kind) => kindSheets[kind].confidential)).toEqual(['health', 'legal', 'company', 'money']);
    for (const kind of kinds) expect(kindSheets[kind].questions.length).toBeGreaterThan(0);
    expect(new Set(kinds.map((kind) => kindSheets[kind].icon)).size).toBe(10);
    expect(askFor('me', { kind: 'health', text: 'سرّ', until: 1 })).toMatchObject({
      data: { confidential: true },
      sealed: [{ to: ['me'], fields: { text: 'سرّ' } }],
    });
    expect(JSON.stringify(askFor('me', { kind: 'health', text: 'سرّ', until: 1 }).part)).not.toContain('سرّ');
    expect(askFor('me', { kind: 'health', text: 'علن', until: 1, confidential: false })).toMatchObject({
      data: { confidential: false },
      part: { text: 'علن' },
    });
  });

  test('[X1] no words, areas or answers are in the permanent body', () => {
    const draft = askFor('me', {
      kind: 'food',
      text: 'words',
      until: 1,
      area: 'area',
      details: { people: 7 },
      languages: ['ar'],
      forWhom: 'whom',
      contactNote: 'note',
    });
    expect(JSON.stringify(draft.data)).not.toMatch(/words|area|people|ar"|whom|note/);
    expect(draft.part).toEqual({ text: 'words', area: 'area', details: { people: 7 }, languages: ['ar'] });
    expect(draft.sealed).toEqual([{ to: ['me'], fields: { forWhom: 'whom', contactNote: 'note' } }]);
  });

  test('[X2] who asks today gives tomorrow: needs and offers are one kind of thing', () => {
    const { tale, layla, omar } = cast();
    ask(tale, layla);
    give(tale, layla);
    ask(tale, omar);
    const board = tale.sees(layla, 'board', { mine: true });
    expect([board.needs.length, board.offers.length]).toEqual([1, 1]);
    expect(Object.keys(board.needs[0] ?? {})).toEqual(Object.keys(board.offers[0] ?? {}));
  });

  test('[X3] several hold a share until the amount is covered; the rest wait in line and move up', () => {
    const { tale, layla, omar, salma } = cast();
    const zayd = tale.welcome('زيد');
    const need = ask(tale, layla, { amount: { n: 10, unit: 'meal' } });
    tale.did(omar, take(need, { n: 6 }));
    tale.did(salma, take(need, { n: 6 }));
    tale.did(zayd, take(need, { n: 2 }));
    expect(page(tale, layla, need).shares).toEqual({ n: 10, unit: 'meal', free: 0, held: 10, done: 0 });
    expect(page(tale, layla, need).hands.map(({ step, n, line }) => [step, n, line])).toEqual([
      ['held', 6, 0],
      ['held', 4, 0],
      ['waiting', 2, 1],
    ]);
    tale.did(omar, release(need, page(tale, omar, need).hands[0]?.claim ?? ''));
    expect(page(tale, zayd, need).hands[0]).toMatchObject({ step: 'held', n: 2 });
    expect(page(tale, layla, need).shares).toMatchObject({ free: 4, held: 6 });
    expect(tale.act(omar, take(need, { n: 11 })).refused).toBe('too-much');
  });

  test('[X3] what may not be split is taken whole', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla, { amount: { n: 3, unit: 'box' }, split: false });
    expect(tale.act(omar, take(need, { n: 2 })).refused).toBe('must-take-all');
    expect(tale.act(omar, take(need, { n: 3 })).refused).toBeNull();
  });

  test('[X3] what recurs carries its occurrences, each taken on by itself', () => {
    const { tale, layla, omar, salma } = cast();
    const times = [1, 2, 3].map((week) => tale.now + days(week));
    const need = ask(tale, layla, { kind: 'ride', times });
    tale.did(omar, take(need, { slots: [0, 2] }));
    tale.did(salma, take(need, { slots: [1, 2] }));
    expect(page(tale, salma, need).hands[0]?.slots).toEqual([1]);
    expect(page(tale, layla, need).slots.map(({ at, state }) => [at, state])).toEqual(times.map((at) => [at, 'held']));
    expect(tale.act(omar, take(ask(tale, layla, { times }), { slots: [3] })).refused).toBe('no-such-part');
    expect(
      tale.act(layla, askFor(layla.id, { kind: 'ride', text: '', until: tale.now + 1, times: [times[1] ?? 0, times[0] ?? 0] })).refused,
    ).toBe('malformed');
  });

  test('[X4] taken, promised, met, handed and received, thanked', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    expect(page(tale, omar, need).step).toBe('open');
    const claim = tale.did(omar, take(need));
    expect(page(tale, layla, need)).toMatchObject({ step: 'taken', takenBy: [{ name: 'عمر' }] });
    expect(can(page(tale, omar, need), 'share-address', claim)).toBe('no-meeting-yet');
    tale.did(omar, shareContact(omar.id, layla.id, need, claim, '0999'));
    tale.did(layla, setHandover(layla.id, omar.id, need, claim, tale.now + 60, 'باب الفرن'));
    tale.did(layla, shareAddress(layla.id, omar.id, need, claim, 'الطابق 3'));
    tale.did(layla, say(layla.id, omar.id, need, claim, 'أنا هنا'));
    expect(page(tale, omar, need).hands[0]).toMatchObject({
      step: 'meeting',
      meetPlace: 'باب الفرن',
      theirAddress: 'الطابق 3',
      myContact: '0999',
      thread: [{ mine: false, text: 'أنا هنا' }],
    });
    expect(tale.act(layla, handed(need, claim)).refused).toBe('not-yours');
    tale.did(omar, handed(need, claim));
    expect(page(tale, layla, need).step).toBe('confirming');
    expect(tale.act(omar, handed(need, claim)).refused).toBe('already-confirmed');
    expect(tale.act(layla, thank(layla.id, omar.id, need, claim, 'سلمت يداك')).refused).toBe('not-done-yet');
    tale.did(layla, received(need, claim));
    tale.did(layla, thank(layla.id, null, need, claim, 'سلمت يداك'));
    expect(tale.act(layla, thank(layla.id, null, need, claim, '')).refused).toBe('already-thanked');
    expect(page(tale, omar, need)).toMatchObject({
      step: 'ended',
      ending: 'done',
      hands: [{ step: 'done', thanks: [{ text: 'سلمت يداك' }] }],
    });
    expect(page(tale, omar, need).history.map(({ what }) => what)).toEqual(['posted', 'taken', 'handed-over', 'thanked', 'done']);
  });

  test('[X4] thanks before all are read by all; thanks between the two by the two', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    tale.did(omar, handed(need, claim));
    tale.did(layla, received(need, claim));
    tale.did(layla, thank(layla.id, null, need, claim, 'سلمت يداك'));
    tale.did(omar, thank(omar.id, layla.id, need, claim, 'على الرحب'));
    const thanked = page(tale, salma, need).history.filter(({ what }) => what === 'thanked');
    expect(thanked.map(({ who, text }) => [who?.name, text])).toEqual([
      ['ليلى', 'سلمت يداك'],
      [undefined, undefined],
    ]);
    expect(page(tale, omar, need).hands[0]?.thanks.map(({ text }) => text)).toEqual(['سلمت يداك', 'على الرحب']);
  });

  test('[X4] first in the agreed order holds; whoever is a moment later stands in line', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    tale.did(omar, take(need));
    tale.did(salma, take(need));
    expect(page(tale, salma, need)).toMatchObject({ myClaim: { step: 'waiting' }, line: 1, takenBy: [] });
    expect(page(tale, salma, need).hands[0]?.line).toBe(1);
    expect(tale.act(salma, take(need)).refused).toBe('already-in-line');
    expect(tale.act(omar, take(need)).refused).toBe('already-held');
    expect(tale.sees(salma, 'today', {}).concerns.map(({ what }) => what)).toEqual(['in-line']);
  });

  test('[X4] letting go moves the line up and is remembered kindly: only an asker who chooses sees it', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    tale.did(salma, take(need));
    tale.did(omar, release(need, claim));
    expect(page(tale, salma, need).hands[0]?.step).toBe('held');
    expect(tale.sees(salma, 'today', {}).concerns.map(({ what }) => what)).toEqual(['your-turn']);
    const secret = ask(tale, layla, { kind: 'health' });
    tale.did(omar, volunteer(secret));
    expect(page(tale, layla, secret).hands[0]?.letGo).toBe(1);
    expect(page(tale, omar, secret).hands[0]?.letGo).toBeNull();
    expect(page(tale, layla, need).hands.map(({ letGo }) => letGo)).toEqual([null, null]);
  });

  test('[X4] the asker may let go of a helper too, and that is not held against them', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    expect(tale.act(salma, release(need, claim)).refused).toBe('not-yours');
    tale.did(layla, release(need, claim));
    expect(tale.state.exchange.tallies.get(omar.id)?.released).toBe(0);
    expect(page(tale, layla, need).step).toBe('open');
  });

  test('[X4] who lets go twice of the same thing leaves it to others', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    for (let i = 0; i < 2; i++) tale.did(omar, release(need, tale.did(omar, take(need))));
    expect(tale.act(omar, take(need)).refused).toBe('let-go-before');
  });

  test('[X4] one side confirms and the other says nothing: after a week it is done', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    tale.did(omar, handed(need, claim));
    tale.pass(limits.silentConfirm - 1);
    expect(page(tale, layla, need).step).toBe('confirming');
    tale.pass(1);
    expect(page(tale, layla, need)).toMatchObject({ step: 'ended', ending: 'done' });
  });

  test('[X5] who holds a need, its contact, address, place and thread are for the two alone', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    tale.did(layla, setHandover(layla.id, omar.id, need, claim, tale.now + 60, 'سرّ المكان'));
    tale.did(layla, shareContact(layla.id, omar.id, need, claim, 'سرّ الرقم'));
    tale.did(omar, say(omar.id, layla.id, need, claim, 'سرّ الكلام'));
    const seen = page(tale, salma, need);
    expect(seen).toMatchObject({ step: 'meeting', takenBy: [], hands: [] });
    expect(JSON.stringify(seen)).not.toContain('سرّ');
    expect(JSON.stringify(seen)).not.toContain('عمر');
    for (const hidden of [shareContact(salma.id, layla.id, need, claim, 'x'), say(salma.id, layla.id, need, claim, 'x')]) {
      expect(tale.act(salma, hidden).refused).toBe('not-yours');
    }
  });

  test('[X5] confidential: how much and for whom, the board shows to the asker and to the one who is chosen', () => {
    const { tale, layla, omar, salma } = cast();
    const asked = { kind: 'money', text: 'إيجار', amount: { n: 40_000, unit: 'USD' }, split: false, for: 'other' } as const;
    const need = ask(tale, layla, asked);
    const parts = ask(tale, layla, { kind: 'health', text: 'دواء', pieces: ['صباحًا', 'مساءً'] });
    const onBoard = (who: typeof omar, id: string) => tale.sees(who, 'board', {}).needs.find((item) => item.id === id);
    const shown = { shares: { n: 40_000, unit: 'USD' }, forOther: true };
    const hidden = { shares: { n: 1, unit: null, free: 1, held: 0, done: 0 }, forOther: false, slots: [] };
    expect(onBoard(layla, need)).toMatchObject(shown);
    expect(onBoard(omar, need)).toMatchObject(hidden);
    expect(onBoard(omar, parts)).toMatchObject(hidden);
    expect(page(tale, omar, need).forOther).toBe(false);
    const first = tale.did(omar, volunteer(need, { n: 40_000 }));
    tale.did(salma, volunteer(need, { n: 40_000 }));
    expect(onBoard(omar, need)).toMatchObject(hidden);
    const chosen = choose(layla.id, page(tale, layla, need), first);
    if (!chosen) throw new Error('nothing to choose');
    tale.did(layla, chosen);
    expect(onBoard(omar, need)).toMatchObject(shown);
    expect(onBoard(salma, need)).toMatchObject(hidden);
  });

  test('[X5] confidential: the board shows kind, area, urgency and when; the asker chooses one; only then words open, to that one', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla, {
      kind: 'health',
      text: 'دواء السكري',
      urgency: 2,
      by: tale.now + days(1),
      details: { about: 'medicine' },
    });
    expect(page(tale, omar, need)).toMatchObject({
      words: 'sealed',
      text: null,
      author: null,
      area: 'الشرقية',
      kind: 'health',
      urgency: 2,
      details: {},
    });
    expect(tale.act(omar, take(need)).refused).toBe('is-confidential');
    const first = tale.did(omar, volunteer(need));
    const second = tale.did(salma, volunteer(need));
    expect(page(tale, omar, need)).toMatchObject({ step: 'choosing', line: 2, text: null });
    expect(page(tale, omar, need).hands[0]?.who.name).toBeNull();
    expect(tale.sees(layla, 'today', {}).concerns.map(({ what }) => what)).toEqual(['choose', 'choose']);
    const chosen = choose(layla.id, page(tale, layla, need), second, '0944');
    if (!chosen) throw new Error('nothing to choose');
    expect(tale.act(omar, { ...chosen, data: { item: need, claim: second } }).refused).toBe('not-yours');
    tale.did(layla, chosen);
    expect(page(tale, salma, need)).toMatchObject({
      words: 'open',
      text: 'دواء السكري',
      author: { name: 'ليلى' },
      details: { about: 'medicine' },
    });
    expect(page(tale, salma, need).hands[0]).toMatchObject({ step: 'held', theirContact: '0944' });
    expect(page(tale, omar, need)).toMatchObject({ words: 'sealed', text: null, author: null, myClaim: { id: first, step: 'waiting' } });
    expect(tale.act(layla, choose(layla.id, page(tale, layla, need), first) ?? chosen).refused).toBe('nothing-free');
    tale.did(salma, release(need, second));
    expect(page(tale, omar, need)).toMatchObject({ step: 'choosing', myClaim: { step: 'waiting' } });
    expect(page(tale, salma, need).text).toBeNull();
  });
});
