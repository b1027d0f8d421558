import { describe, expect, test } from 'vitest';
import { cast } from '../../../tests/cast.ts';
import { ask, can, days, give, page } from '../../../tests/exchange.ts';
import {
  askFor,
  cancel,
  handed,
  leave,
  limits,
  offer,
  received,
  release,
  repost,
  say,
  shareContact,
  stillNeeded,
  take,
  thank,
  wish,
  type Asking,
  type Offering,
} from '../../index.ts';

describe('exchange: ends, limits, matches, offers', () => {
  test('[X6] nothing rots: asked in time, kept when still needed, expired otherwise, asked again in one tap', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla, { until: tale.now + days(8) });
    const { askFrom } = page(tale, layla, need);
    expect(askFrom).toBe(tale.now + days(6));
    expect(tale.sees(layla, 'today', {}).concerns).toEqual([]);
    tale.pass(days(6));
    expect(tale.sees(layla, 'today', {}).concerns.map(({ what }) => what)).toEqual(['still-needed']);
    expect(tale.act(omar, stillNeeded(need, tale.now + days(9))).refused).toBe('not-yours');
    expect(tale.act(layla, stillNeeded(need, tale.now + days(2))).refused).toBe('too-late');
    expect(tale.act(layla, stillNeeded(need, tale.now + days(60))).refused).toBe('too-long');
    tale.did(layla, stillNeeded(need, tale.now + days(9)));
    tale.pass(days(9) - 1);
    expect(page(tale, layla, need).step).toBe('open');
    tale.pass(1);
    expect(page(tale, layla, need)).toMatchObject({ step: 'ended', ending: 'expired' });
    expect(tale.act(omar, take(need)).refused).toBe('item-ended');
    const again = repost(layla.id, page(tale, layla, need), tale.now + days(7));
    if (!again) throw new Error('nothing to repost');
    expect(page(tale, omar, tale.did(layla, again))).toMatchObject({ text: 'وجبة عشاء', area: 'الشرقية', again: need, step: 'open' });
    expect(repost(omar.id, page(tale, omar, need), 1)).toBeUndefined();
  });

  test('[X6] a promise past its end waits two weeks more, then lets go by itself', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    tale.did(omar, take(need));
    tale.pass(days(7));
    expect(page(tale, layla, need).step).toBe('taken');
    tale.pass(limits.silentPromise);
    expect(page(tale, layla, need)).toMatchObject({ ending: 'expired', hands: [{ step: 'released' }] });
    expect(tale.state.exchange.tallies.get(omar.id)).toMatchObject({ takes: 0, released: 0 });
  });

  test('[X6] its owner closes it with a reason, and those who held it are told', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    tale.did(omar, take(need));
    expect(tale.act(omar, cancel(need, 'mistake')).refused).toBe('not-yours');
    tale.did(layla, cancel(need, 'elsewhere'));
    expect(page(tale, omar, need)).toMatchObject({ ending: 'elsewhere', myClaim: { step: 'missed' } });
    expect(tale.act(layla, cancel(need, 'elsewhere')).refused).toBe('item-ended');
  });

  test('[X6] contact and address go a week after, words a month after, the item when nothing of it is left', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla);
    const claim = tale.did(omar, take(need));
    const contact = tale.did(omar, shareContact(omar.id, layla.id, need, claim, '0999'));
    const said = tale.did(omar, say(omar.id, layla.id, need, claim, 'مرحبا'));
    tale.did(omar, handed(need, claim));
    tale.did(layla, received(need, claim));
    expect(tale.forget().has(contact)).toBe(false);
    tale.pass(limits.forgetContacts);
    expect([contact, said, need].map((id) => tale.forget().has(id))).toEqual([true, false, false]);
    expect(page(tale, layla, need).hands[0]?.theirContact).toBeNull();
    tale.pass(limits.forgetWords - limits.forgetContacts);
    expect([contact, said, need].map((id) => tale.forget().has(id))).toEqual([true, true, true]);
    expect(page(tale, layla, need)).toMatchObject({ words: 'gone', text: null });
    tale.pass(limits.forgetItem);
    expect(tale.sees(layla, 'item', { id: need })).toBeNull();
  });

  test('[X6] nothing outlives its words: an item stands sixty days at most', () => {
    const { tale, layla } = cast();
    const late = (until: number, more: Partial<Asking> = {}) =>
      tale.act(layla, askFor(layla.id, { kind: 'food', text: '', until, ...more })).refused;
    expect(late(tale.now)).toBe('too-late');
    expect(late(tale.now + limits.longest + 1)).toBe('too-long');
    expect(late(tale.now + 10, { times: [tale.now - 5, tale.now - 1] })).toBe('too-late');
    expect(late(tale.now + 10, { times: [tale.now, tale.now + limits.longest + 1] })).toBe('too-long');
    expect(late(tale.now + limits.longest)).toBeNull();
  });

  test('[X7] nobody hoards take-ons, and giving back makes room', () => {
    const { tale, layla, omar } = cast();
    const needs = Array.from({ length: limits.takeOns + 1 }, () => ask(tale, layla));
    const claims = needs.slice(0, limits.takeOns).map((need) => tale.did(omar, take(need)));
    const last = needs[limits.takeOns] ?? '';
    expect(tale.act(omar, take(last)).refused).toBe('too-many-take-ons');
    expect(can(page(tale, omar, last), 'take')).toBe('too-many-take-ons');
    tale.did(omar, release(needs[0] ?? '', claims[0] ?? ''));
    expect(tale.act(omar, take(last)).refused).toBeNull();
  });

  test('[X8] what is suggested says why, and what is not for me is not suggested', () => {
    const { tale, layla, omar, salma } = cast();
    give(tale, omar, { kind: 'ride', text: 'سيارتي يوم الجمعة' });
    const need = ask(tale, layla, { kind: 'ride', text: 'توصيلة', urgency: 2, by: tale.now + days(1) });
    expect(page(tale, omar, need).match?.reasons).toEqual(['my-offer', 'urgent', 'soon']);
    expect(tale.sees(omar, 'today', {}).concerns.map(({ what, item }) => [what, item.id])).toEqual([['match', need]]);
    expect(page(tale, salma, need).match).toBeNull();
    expect(page(tale, layla, need).match).toBeNull();
  });

  test('[X9] asking for someone else says so, and does not count as having got', () => {
    const { tale, layla, omar } = cast();
    const need = ask(tale, layla, { for: 'other', forWhom: 'أم سامر', contactNote: '0933' });
    expect(page(tale, omar, need)).toMatchObject({ forOther: true, forWhom: null, contactNote: null });
    expect(page(tale, layla, need)).toMatchObject({ forOther: true, forWhom: 'أم سامر', contactNote: '0933' });
    const claim = tale.did(omar, take(need));
    tale.did(omar, handed(need, claim));
    tale.did(layla, received(need, claim));
    expect(tale.state.exchange.tallies.get(layla.id)).toMatchObject({ got: 0, gotAt: 0 });
  });

  test('[X10] an offer goes to the first who would like it; the others wait quietly', () => {
    const { tale, layla, omar, salma } = cast();
    const stove = give(tale, layla);
    tale.did(omar, wish(stove));
    tale.did(salma, wish(stove));
    expect(page(tale, omar, stove).myClaim?.step).toBe('held');
    expect(page(tale, omar, stove)).toMatchObject({ line: 1, takenBy: [{ name: 'عمر' }] });
    expect(tale.act(layla, wish(stove)).refused).toBe('own-item');
    expect(tale.act(omar, take(stove)).refused).toBe('not-a-need');
    const claim = page(tale, omar, stove).myClaim?.id ?? '';
    tale.did(layla, handed(stove, claim));
    tale.did(omar, received(stove, claim));
    expect(page(tale, salma, stove)).toMatchObject({ ending: 'done', myClaim: { step: 'missed' }, takenBy: [] });
  });

  test('[X10] to who got least lately: decided by itself at the minute said beforehand', () => {
    const { tale, layla, omar, salma } = cast();
    const before = give(tale, layla);
    const claim = tale.did(omar, wish(before));
    tale.did(layla, handed(before, claim));
    tale.did(omar, received(before, claim));
    const stove = give(tale, layla, { giving: 'least-lately', closes: tale.now + days(1) });
    tale.did(omar, wish(stove));
    tale.did(salma, wish(stove));
    expect(page(tale, salma, stove)).toMatchObject({ step: 'choosing', myClaim: { step: 'waiting' } });
    tale.pass(days(1));
    expect(page(tale, salma, stove).myClaim?.step).toBe('held');
    expect(page(tale, omar, stove).myClaim?.step).toBe('waiting');
  });

  test('[X10] by lot: nobody knows before, everybody recomputes it after', () => {
    const winners = new Set<string>();
    for (let round = 0; round < 24; round++) {
      const { tale, layla, omar, salma } = cast();
      for (let i = 0; i < round; i++) give(tale, layla);
      const stove = give(tale, layla, { giving: 'lot', closes: tale.now + days(1) });
      tale.did(omar, wish(stove));
      tale.did(salma, wish(stove));
      tale.pass(days(1));
      const holder = page(tale, layla, stove).hands.find(({ step }) => step === 'held')?.who.name;
      winners.add(holder ?? 'nobody');
    }
    expect([...winners].sort()).toEqual(['سلمى', 'عمر']);
  });

  test('[X10] lot and least-lately say when; other ways have no such minute', () => {
    const { tale, layla } = cast();
    const way = (more: Partial<Offering>) =>
      tale.act(layla, offer(layla.id, { kind: 'goods', text: '', until: tale.now + days(2), ...more })).refused;
    expect(way({ giving: 'lot' })).toBe('malformed');
    expect(way({ giving: 'first', closes: tale.now + 5 })).toBe('malformed');
    expect(way({ giving: 'lot', closes: tale.now })).toBe('too-late');
    expect(way({ giving: 'lot', closes: tale.now + days(3) })).toBe('too-long');
  });

  test('[X10] a free shelf has nobody to ask and nobody who hands over', () => {
    const { tale, layla, omar } = cast();
    const shelf = give(tale, layla, { giving: 'shelf', amount: { n: 5, unit: 'kg' } });
    const claim = tale.did(omar, wish(shelf, { n: 2 }));
    tale.did(omar, received(shelf, claim));
    expect(page(tale, layla, shelf).shares).toEqual({ n: 5, unit: 'kg', free: 3, held: 0, done: 2 });
    expect(tale.act(omar, wish(shelf)).refused).toBeNull();
  });

  test('[X11] a need may be split into small parts; Today shows what is small', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla, { kind: 'skills', text: 'نقل بيت', pieces: ['حمل الصناديق', 'تركيب الستائر', 'تنظيف'] });
    expect(tale.sees(omar, 'today', {}).small.map(({ id }) => id)).toEqual([need]);
    const claim = tale.did(omar, take(need, { slots: [1] }));
    expect(page(tale, salma, need).slots.map(({ words, state }) => [words, state])).toEqual([
      ['حمل الصناديق', 'free'],
      ['تركيب الستائر', 'held'],
      ['تنظيف', 'free'],
    ]);
    tale.did(omar, handed(need, claim));
    tale.did(layla, received(need, claim));
    tale.did(layla, thank(layla.id, omar.id, need, claim, 'شكرًا'));
    tale.did(layla, cancel(need, 'enough'));
    expect(page(tale, layla, need)).toMatchObject({ ending: 'enough', shares: { done: 1 } });
  });

  test('[M6] who leaves holds nothing and asks nothing any more; the line moves up', () => {
    const { tale, layla, omar, salma } = cast();
    const need = ask(tale, layla);
    tale.did(omar, take(need));
    tale.did(salma, take(need));
    const own = ask(tale, omar);
    tale.did(salma, take(own));
    tale.did(omar, leave());
    expect(page(tale, salma, need).myClaim?.step).toBe('held');
    expect(page(tale, salma, own)).toMatchObject({ ending: 'left', myClaim: { step: 'missed' } });
    expect(tale.state.exchange.tallies.get(omar.id)).toMatchObject({ items: 0, takes: 0 });
  });
});
