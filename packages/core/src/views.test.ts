import type { Value } from '@awna/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast, type Neighbour, type Story } from '../tests/cast.ts';
import {
  askFor,
  choose,
  features,
  offer,
  openCase,
  release,
  say,
  sentenceKeys,
  sentenceOf,
  setHandover,
  setProfile,
  take,
  thank,
  viewNames,
  viewOf,
  volunteer,
  wish,
  type Parts,
} from './index.ts';

const argsFor = (id: string) => ({
  board: { search: 'خبز', ended: true },
  item: { id },
  today: {},
  members: { all: true },
  member: { id },
  invites: {},
  cases: {},
  group: {},
  find: { text: 'ا2ب3ج4' },
  sentences: { facts: [{ id, type: 'exchange/taken@1', data: { item: id }, author: id }] },
});

function lived(): { tale: Story; layla: Neighbour; omar: Neighbour; salma: Neighbour; need: string; secret: string; claim: string } {
  const { tale, layla, omar, salma } = cast();
  tale.did(omar, setProfile(omar.id, { name: 'عمر', area: 'الشرقية', skills: ['ride'], languages: ['ar'] }));
  const need = tale.did(
    layla,
    askFor(layla.id, { kind: 'ride', text: 'إلى العيادة', area: 'الشرقية', until: tale.now + 5000, languages: ['ar'], by: tale.now + 60 }),
  );
  const secret = tale.did(layla, askFor(layla.id, { kind: 'legal', text: 'سرّ الورقة', area: 'الغربية', until: tale.now + 5000 }));
  const claim = tale.did(omar, take(need));
  tale.did(salma, volunteer(secret));
  tale.did(omar, setHandover(omar.id, layla.id, need, claim, tale.now + 30, 'سرّ الباب'));
  tale.did(omar, say(omar.id, layla.id, need, claim, 'سرّ الكلام'));
  tale.did(salma, offer(salma.id, { kind: 'food', text: 'خبز وزيت', until: tale.now + 5000 }));
  tale.did(salma, openCase(omar.id, 'كلام أمام الجميع'));
  return { tale, layla, omar, salma, need, secret, claim };
}

describe('views', () => {
  test('are plain data that crosses to another thread and back the same', () => {
    const { tale, omar, need } = lived();
    for (const name of viewNames) {
      const view = tale.sees(omar, name, argsFor(need)[name]);
      expect(structuredClone(view)).toEqual(view);
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    }
  });

  test('never throw on what other devices put into parts', () => {
    const { tale, omar, layla, need } = lived();
    const value: fc.Arbitrary<Value> = fc.oneof(
      fc.constantFrom(null, true, 0, '', 'x'.repeat(1000)),
      fc.string(),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.constantFrom(null, 1, 'x')),
      fc.uint8Array(),
    );
    const names = fc.constantFrom(
      'text',
      'name',
      'area',
      'areas',
      'details',
      'photo',
      'languages',
      'pieces',
      'contact',
      'place',
      'limit',
      'skills',
      'group',
      'boxSeed',
      'why',
    );
    fc.assert(
      fc.property(fc.dictionary(names, value), fc.constantFrom('open', 'gone', 'locked'), (fields, state) => {
        const parts: Parts = () => ({ state, fields });
        for (const name of viewNames)
          for (const who of [omar, layla]) viewOf(name, tale.state, parts, who.id, tale.now, argsFor(need)[name]);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('change nothing, not even for somebody who was never here', () => {
    const { tale, need } = lived();
    const before = structuredClone(tale.state);
    for (const name of viewNames)
      viewOf(name, tale.state, () => ({ state: 'gone', fields: {} }), 'nobody', tale.now + 100_000, argsFor(need)[name]);
    expect(tale.state).toEqual(before);
  });

  test('[X5] nobody outside the two finds their secrets in any view', () => {
    const { tale, salma, need, secret, layla } = lived();
    const chosen = choose(
      layla.id,
      tale.sees(layla, 'item', { id: secret }) ?? expect.fail('no item'),
      tale.state.exchange.items.get(secret)?.claims[0]?.id ?? '',
    );
    const other = tale.welcome('زيد');
    for (const who of [other, salma]) {
      for (const name of viewNames)
        for (const id of [need, secret]) expect(JSON.stringify(tale.sees(who, name, argsFor(id)[name]))).not.toContain('سرّ');
    }
    tale.did(layla, chosen ?? expect.fail('nobody to choose'));
    expect(tale.sees(salma, 'item', { id: secret })?.text).toBe('سرّ الورقة');
    expect(JSON.stringify(viewNames.map((name) => tale.sees(other, name, argsFor(secret)[name])))).not.toContain('سرّ');
  });

  test('the board filters by side, kind, area, time, mine and words', () => {
    const { tale, layla, omar, need, secret } = lived();
    const ids = (filter: object) =>
      [...tale.sees(layla, 'board', filter).needs, ...tale.sees(layla, 'board', filter).offers].map(({ id }) => id);
    expect(ids({})).toHaveLength(3);
    expect(ids({ side: 'offer' })).toHaveLength(1);
    expect(ids({ kinds: ['legal'] })).toEqual([secret]);
    expect(ids({ areas: ['الشرقية'] })).toEqual([need]);
    expect(ids({ before: tale.now + 60 })).toEqual([need]);
    expect(ids({ mine: true })).toHaveLength(2);
    expect(tale.sees(omar, 'board', { mine: true }).needs.map(({ id }) => id)).toEqual([need]);
    expect(ids({ search: 'الخبز' })).toHaveLength(1);
    expect(ids({ search: 'عيادات' })).toEqual([need]);
    expect(tale.sees(layla, 'board', {}).areas).toEqual(['الشرقية', 'الغربية']);
  });

  test('[P4] the open log has a sentence for every fact, and names nobody it should not', () => {
    const { tale, layla, omar, salma, need, secret, claim } = lived();
    const types = features.flatMap(({ facts }) => Object.keys(facts));
    expect(sentenceKeys).toHaveLength(types.length);
    const eye = (who: Neighbour) => ({ state: tale.state, parts: tale.parts(who), me: who.id, now: tale.now });
    const taken = { id: claim, type: 'exchange/taken@1', data: { item: need, n: 1, slots: [] }, author: omar.id };
    expect(sentenceOf(eye(layla), taken)).toMatchObject({
      key: 'exchange/taken',
      args: { who: 'عمر', named: 'yes', kind: 'ride', side: 'need', n: 1 },
    });
    expect(sentenceOf(eye(salma), taken).args).toMatchObject({ who: '', named: 'no' });
    const asked = { id: secret, type: 'exchange/need-posted@1', data: { kind: 'legal' }, author: layla.id };
    expect(sentenceOf(eye(omar), asked).args).toMatchObject({ who: '', named: 'no', kind: 'legal', side: 'need' });
    expect(sentenceOf(eye(omar), { id: salma.id, type: 'members/admitted@1', data: {}, author: layla.id }).args).toMatchObject({
      who: 'ليلى',
      whom: 'سلمى',
    });
    const asks = { id: 'x', type: 'members/case-opened@1', data: { member: omar.id }, author: salma.id };
    expect(sentenceOf(eye(layla), asks).args).toMatchObject({ who: 'سلمى', whom: 'عمر' });
    const joins = { id: 'y', type: 'members/case-joined@1', data: { case: tale.sees(layla, 'cases', {})[0]?.id ?? '' }, author: layla.id };
    expect(sentenceOf(eye(salma), joins).args).toMatchObject({ who: 'ليلى', whom: 'عمر' });
    const removed = { id: 'z', type: 'members/removed@1', data: { member: omar.id }, author: asks.id };
    expect(sentenceOf(eye(salma), removed).args).toMatchObject({ who: '', named: 'no', whom: 'عمر' });
    for (const type of types)
      expect(sentenceKeys).toContain(
        sentenceOf(eye(omar), { id: 'x', type, data: { item: 7, until: 'x', n: 3, case: 5, member: [] }, author: 'y' }).key,
      );
  });

  test('[X8] Today puts what presses first, and says what is mine to do', () => {
    const { tale, layla, omar, salma, need, claim } = lived();
    const whats = (who: Neighbour) => tale.sees(who, 'today', {}).concerns.map(({ what }) => what);
    expect(whats(omar)).toEqual(['meeting']);
    expect(whats(layla)).toEqual(['meeting', 'choose']);
    expect(whats(salma)).toEqual(['in-line']);
    tale.did(omar, { type: 'exchange/handed@1', data: { item: need, claim } });
    expect(whats(layla)).toEqual(['confirm', 'choose']);
    tale.did(layla, { type: 'exchange/received@1', data: { item: need, claim } });
    expect(whats(layla)).toEqual(['choose', 'thank']);
    tale.did(layla, thank(layla.id, null, need, claim, ''));
    expect(whats(layla)).toEqual(['choose']);
    expect(tale.sees(layla, 'today', {}).open).toEqual({ needs: 1, offers: 1 });
    const bread = tale.sees(omar, 'board', { side: 'offer' }).offers[0]?.id ?? '';
    const wished = tale.did(omar, wish(bread));
    expect(whats(omar)).toEqual(['promised']);
    tale.did(omar, release(bread, wished));
  });
});
