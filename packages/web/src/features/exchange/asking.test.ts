import { describe, expect, it } from 'vitest';
import { askingOf, blank, isConfidential, lacks, longest, readWriting, unitOf, writingToKeep, type Writing } from './asking.ts';

const now = 29_924_000;
const supper: Writing = { ...blank, kind: 'food', text: ' عشاء لأربعة ', area: 'شارع النهر' };

describe('what is being written', () => {
  it('says what still lacks, first things first', () => {
    expect(lacks(blank, now)).toEqual(['kind', 'words']);
    expect(lacks(supper, now)).toEqual([]);
    expect(lacks({ ...supper, text: 'ك'.repeat(longest.text + 1) }, now)).toEqual(['words-long']);
    expect(lacks({ ...supper, amount: 'أربعة', by: '2020-01-01', pieces: 'واحد فقط' }, now)).toEqual(['past', 'amount', 'pieces']);
  });

  it('takes numbers in all three digit sets', () => {
    for (const amount of ['12', '١٢', '۱۲']) expect(askingOf('need', { ...supper, amount }, now).amount).toEqual({ n: 12, unit: 'meal' });
    expect(askingOf('need', { ...supper, kind: 'money', amount: '١٥٠٫٥', unit: 'USD' }, now).amount).toEqual({ n: 15_050, unit: 'USD' });
  });

  it('takes counts that can be meant, in all three digit sets, and says which can not', () => {
    const of = (people: string) => ({ ...supper, answers: { people } });
    for (const none of ['abc', '-1', '4.5', '0', '10000', '99999999999', '٤٫٥']) expect(lacks(of(none), now), none).toEqual(['count']);
    for (const four of ['4', '٤', '۴', ' 4 ']) {
      expect(lacks(of(four), now), four).toEqual([]);
      expect(askingOf('need', of(four), now).details).toEqual({ people: 4 });
    }
    expect(lacks(of('  '), now)).toEqual([]);
    expect(lacks({ ...of('abc'), kind: 'goods' }, now)).toEqual([]);
  });

  it('says of every field of words when it holds too many', () => {
    const tooMany = (field: keyof typeof longest) => lacks({ ...supper, [field]: '9'.repeat(longest[field] + 1) }, now);
    for (const field of ['text', 'forWhom'] as const) expect(tooMany(field)).toContain('words-long');
    for (const field of ['area', 'amount', 'pieces', 'languages'] as const) expect(tooMany(field)).toContain('where-long');
    expect(lacks({ ...supper, kind: 'goods', answers: { size: 'ط'.repeat(201) } }, now)).toEqual(['words-long']);
  });

  it('[X1] keeps health, legal, company and money between few unless said otherwise; offers are for all', () => {
    const of = (kind: NonNullable<Writing['kind']>) => isConfidential('need', { ...supper, kind });
    expect((['health', 'legal', 'company', 'money'] as const).map(of)).toEqual([true, true, true, true]);
    expect((['food', 'goods', 'ride', 'care', 'skills', 'space'] as const).map(of)).toEqual([false, false, false, false, false, false]);
    expect(isConfidential('need', { ...supper, kind: 'money', confidential: false })).toBe(false);
    expect(isConfidential('need', { ...supper, confidential: true })).toBe(true);
    expect(isConfidential('offer', { ...supper, kind: 'money' })).toBe(false);
  });

  it('[X9] asks for someone else with a note that is mine alone', () => {
    expect(askingOf('need', { ...supper, other: true, forWhom: ' جارتي ' }, now)).toMatchObject({ for: 'other', forWhom: 'جارتي' });
    expect(askingOf('need', { ...supper, other: false, forWhom: 'جارتي' }, now)).not.toHaveProperty('forWhom');
  });

  it('[X11] is split into small parts, one a line; an amount then means nothing', () => {
    expect(askingOf('need', { ...supper, amount: '3', pieces: ' كنس \n\n طلاء ' }, now)).toMatchObject({
      pieces: ['كنس', 'طلاء'],
      amount: null,
    });
  });

  it('[X6] stands as long as it is needed and never longer than the group keeps its words', () => {
    expect(askingOf('need', { ...supper, days: 7 }, now).until).toBe(now + 7 * 1440);
    const { until } = askingOf('need', { ...supper, days: 400 }, now);
    expect(until).toBeLessThan(now + 60 * 1440);
  });

  it('[X10] is decided on its day where it is given by lot', () => {
    expect(askingOf('offer', { ...supper, giving: 'lot' }, now).closes).toBe(now + 3 * 1440);
    expect(askingOf('offer', supper, now).closes).toBeNull();
  });

  it('is kept and read again as it was; nonsense is read as nothing', () => {
    const full: Writing = {
      ...supper,
      ...{
        answers: { people: '٤', diet: ['halal'] },
        photo: { blob: 'b', key: 'k', type: 'image/webp', w: 1, h: 2 },
        urgency: 2,
        confidential: true,
      },
    };
    expect(readWriting(writingToKeep(full))).toEqual(full);
    expect(readWriting({ kind: 'gold', urgency: 9, photo: { blob: 1 }, answers: [], days: 'x', confidential: 'yes' })).toEqual(blank);
  });

  it('counts money in a currency and other things in a unit', () => {
    expect(unitOf({ ...supper, kind: 'money', unit: 'kg' })).toBe('USD');
    expect(unitOf({ ...supper, kind: 'ride', unit: 'EUR' })).toBe('person');
    expect(unitOf({ ...supper, unit: 'box' })).toBe('box');
  });
});
