import { describe, expect, test } from 'vitest';
import { fold, searchItems } from '../index.ts';
import { skeleton, stems } from './stem.ts';

/** A small notice board. */
const notices = {
  stove: 'مدفأة كهربائية مستعملة لكنها تعمل جيدًا',
  bread: 'أحتاج خبزًا وحليبًا للأطفال كل صباح',
  meals: 'وجباتٌ ساخنة لعائلة من خمسة أشخاص',
  ride: 'توصيلة إلى العيادة يوم الثلاثاء الساعة ٩',
  medicine: 'دواء السكري من الصيدلية القريبة',
  papers: 'مساعدة في تعبئة الأوراق والاستمارات',
  lessons: 'دروس رياضيات لطالبة في الصف التاسع',
  moving: 'نقل أثاث البيت، عندي صناديق كثيرة',
  key: 'نسخ مفاتيح الباب الخارجي',
  clothes: 'ملابس شتوية لولدين، مقاس 8 سنوات',
  translation: 'ترجمة رسالة من الألمانية إلى العربية',
  garden: 'Help with the garden: watering plants and cutting the hedges',
  charger: 'Phone chargers, three of them, free to take',
  visit: 'زيارة جدتي، تحب الحديث والقهوة',
  wheelchair: 'كرسي متحرّك للاستعارة أسبوعين',
  doctor: 'مرافقة أمي إلى الطبيب وانتظارها',
} as const;
type Name = keyof typeof notices;

/** What neighbours would type, and what they would expect to find: judged by hand. */
const judged: readonly (readonly [query: string, finds: Name])[] = [
  ['مدفاه', 'stove'],
  ['المدفأة', 'stove'],
  ['كهرباء', 'stove'],
  ['الخبز', 'bread'],
  ['خبز', 'bread'],
  ['حليب', 'bread'],
  ['طفل', 'bread'],
  ['وجبة', 'meals'],
  ['الوجبات', 'meals'],
  ['العائلات', 'meals'],
  ['شخص', 'meals'],
  ['توصيله', 'ride'],
  ['عيادة', 'ride'],
  ['بالعيادة', 'ride'],
  ['الساعة 9', 'ride'],
  ['الدواء', 'medicine'],
  ['أدوية', 'medicine'],
  ['صيدليه', 'medicine'],
  ['ورق', 'papers'],
  ['ورقة', 'papers'],
  ['استمارة', 'papers'],
  ['للاستمارات', 'papers'],
  ['درس', 'lessons'],
  ['الدروس', 'lessons'],
  ['طالب', 'lessons'],
  ['صندوق', 'moving'],
  ['بيوت', 'moving'],
  ['الاثاث', 'moving'],
  ['مفتاح', 'key'],
  ['أبواب', 'key'],
  ['ملبس', 'clothes'],
  ['شتاء', 'clothes'],
  ['ولد', 'clothes'],
  ['مقاس ٨', 'clothes'],
  ['رسائل', 'translation'],
  ['المانية', 'translation'],
  ['بالعربي', 'translation'],
  ['plant', 'garden'],
  ['water', 'garden'],
  ['hedge', 'garden'],
  ['charger', 'charger'],
  ['charging phones', 'charger'],
  ['قهوة', 'visit'],
  ['زيارات', 'visit'],
  ['جدة', 'visit'],
  ['كراسي', 'wheelchair'],
  ['متحرك', 'wheelchair'],
  ['أسبوع', 'wheelchair'],
  ['طبيبة', 'doctor'],
  ['الأطباء', 'doctor'],
  ['أم', 'doctor'],
];

const docs = Object.entries(notices).map(([id, text]) => ({ id, text }));
const raw = (query: string): string[] =>
  docs.filter(({ text }) => query.split(' ').every((word) => text.includes(word))).map(({ id }) => id);
const share = (found: (query: string) => readonly string[]): number =>
  judged.filter(([query, name]) => found(query).includes(name)).length / judged.length;

describe('search', () => {
  test('finds at least 84 % of what raw matching mostly misses', () => {
    const missed = judged.filter(([query, name]) => !searchItems(query, docs).includes(name)).map(([query]) => query);
    expect(
      share((query) => searchItems(query, docs)),
      `missed: ${missed.join('، ')}`,
    ).toBeGreaterThanOrEqual(0.84);
    expect(share(raw)).toBeLessThan(0.5);
  });

  test('does not find everything: few strangers among the hits', () => {
    const hits = judged.map(([query]) => searchItems(query, docs).length);
    expect(hits.reduce((sum, n) => sum + n, 0) / judged.length).toBeLessThan(1.6);
  });

  test('puts the nearest first, and keeps the order of equals', () => {
    const list = [
      { id: 'plural', text: 'سيارات' },
      { id: 'other', text: 'سيارة أخرى' },
      { id: 'exact', text: 'سيارة' },
      { id: 'none', text: 'دراجة' },
    ];
    expect(searchItems('سيارة', list)).toEqual(['other', 'exact', 'plural']);
    expect(searchItems('', list)).toHaveLength(4);
    expect(searchItems('سيارة أخرى', list)).toEqual(['other']);
  });

  test('folds alef, hamza, ta marbuta, diacritics, tatweel, three digit sets and accents', () => {
    expect(fold('أُسْرَةٌ')).toBe(fold('اسره'));
    expect(fold('مُـســاعدة')).toBe('مساعده');
    expect(fold('١٢٣ ۴۵۶ 789')).toBe('123 456 789');
    expect(fold('Café ÉTÉ')).toBe('cafe ete');
    expect(fold('مستشفى')).toBe('مستشفي');
    expect(fold('\u202eمرحبا\u202c')).toBe('مرحبا');
  });

  test('cuts what is written onto a word, and leaves short words alone', () => {
    expect(stems('والمدرسه')).toContain('مدرس');
    expect(stems('مدارسهم')).toEqual(['مدارس']);
    expect(stems('للبيت')).toContain('بيت');
    expect(stems('جدتي')).toEqual(stems('جده'));
    for (const word of ['بيت', 'ولد', 'باب']) expect(stems(word)).toEqual([word]);
    expect(skeleton(fold('مفاتيح'))).toBe(skeleton(fold('مفتاح')));
  });

  test('stands any text', () => {
    for (const text of ['', ' ', '🙂🙂', '\u202e\u202d', 'ا'.repeat(100_000), '\ud800', 'ﷺ', '((((', '.*']) {
      expect(Array.isArray(searchItems(text, [{ id: 'x', text }]))).toBe(true);
    }
  });
});
