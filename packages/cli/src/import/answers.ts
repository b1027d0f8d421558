import type { Kind } from '@awna/core';
import { fold } from '../fold.ts';

/** Word beginnings that point at a kind, folded. Answers to “which kind?” are short; free words are looked through too, in this order. */
const kindWords: readonly (readonly [Kind, readonly string[]])[] = [
  ['ride', ['ride', 'transport', 'lift', 'drive', 'driving', 'accompany', 'توصيل', 'مواصلات', 'نقل', 'مشوار', 'سياره', 'مرافقه', 'توصيله']],
  [
    'health',
    [
      'health',
      'medic',
      'pharmacy',
      'doctor',
      'clinic',
      'wheelchair',
      'صحه',
      'صحي',
      'طبي',
      'دواء',
      'ادويه',
      'علاج',
      'صيدليه',
      'طبيب',
      'عياده',
      'كرسي متحرك',
      'الصحه',
      'الدواء',
    ],
  ],
  [
    'legal',
    ['legal', 'law', 'paperwork', 'documents', 'form filling', 'قانون', 'اوراق', 'معامله', 'معاملات', 'محام', 'استماره', 'القانون'],
  ],
  [
    'food',
    [
      'food',
      'meal',
      'grocer',
      'cooking',
      'bread',
      'طعام',
      'غذاء',
      'وجبه',
      'وجبات',
      'اكل',
      'خبز',
      'مؤونه',
      'بقاله',
      'الطعام',
      'الغذاء',
      'طبخ',
      'حليب',
    ],
  ],
  [
    'care',
    [
      'childcare',
      'child care',
      'babysit',
      'elder',
      'care',
      'pet',
      'رعايه',
      'حضانه',
      'طفل',
      'اطفال',
      'مسن',
      'كبار السن',
      'جليسه',
      'الرعايه',
      'الاطفال',
    ],
  ],
  ['money', ['money', 'cash', 'rent', 'bill', 'financial', 'مال', 'مالي', 'نقد', 'ايجار', 'فاتوره', 'مساعده ماليه', 'مبلغ', 'دفع']],
  ['space', ['space', 'housing', 'room', 'shelter', 'storage', 'sleep', 'سكن', 'مسكن', 'غرفه', 'مبيت', 'ايواء', 'مكان', 'تخزين', 'السكن']],
  [
    'company',
    [
      'company',
      'emotional',
      'talk',
      'visit',
      'friend',
      'listening',
      'lonel',
      'صحبه',
      'زياره',
      'دعم نفسي',
      'نفسي',
      'ونس',
      'حديث',
      'انصات',
      'محادثه',
    ],
  ],
  [
    'skills',
    [
      'skill',
      'repair',
      'fix',
      'errand',
      'teach',
      'tutor',
      'translat',
      'computer',
      'plumb',
      'electric',
      'مهار',
      'اصلاح',
      'تصليح',
      'صيانه',
      'تعليم',
      'درس',
      'دروس',
      'ترجمه',
      'سباكه',
      'كهرباء',
      'حاسوب',
      'خدمه',
      'معرفه',
    ],
  ],
  [
    'goods',
    [
      'goods',
      'clothes',
      'cloth',
      'furniture',
      'household',
      'supplies',
      'blanket',
      'diaper',
      'books',
      'toy',
      'item',
      'اغراض',
      'ملابس',
      'اثاث',
      'بطاني',
      'حفاض',
      'كتب',
      'العاب',
      'ادوات',
      'مدفاه',
      'لوازم',
      'غرض',
    ],
  ],
];

const folds = new Map<string, string>();

/** A word of these lists as folded answers spell it. */
function spelled(word: string): string {
  const known = folds.get(word) ?? fold(word);
  folds.set(word, known);
  return known;
}

/** Whether a word of the answer begins so, with or without the article. */
const begins = (folded: string, words: readonly string[]): boolean =>
  words.some((word) => ` ${folded}`.includes(` ${spelled(word)}`) || ` ${folded}`.includes(` ال${spelled(word)}`));

/** The kind a short answer names, or that free words point at first; nothing where none does. */
export function kindIn(text: string): Kind | undefined {
  const folded = fold(text);
  return folded === '' ? undefined : kindWords.find(([, words]) => begins(folded, words))?.[0];
}

/** The kinds of an answer that may tick several (`Food; Rides`), each once; null for each answer that names none. */
export function kindsIn(cell: string, given: ReadonlyMap<string, Kind>): readonly (Kind | null)[] {
  const whole = given.get(fold(cell));
  if (whole) return [whole];
  const answers = cell.split(/[,;،؛/\n|]+/).filter((answer) => fold(answer) !== '');
  return [...new Set(answers.map((answer) => given.get(fold(answer)) ?? kindIn(answer) ?? null))];
}

const offering = [
  'offer',
  'can help',
  'can give',
  'giving',
  'volunteer',
  'عرض',
  'اعرض',
  'اقدم',
  'تقديم',
  'تطوع',
  'اقدر اساعد',
  'استطيع المساعده',
];
const needing = ['need', 'request', 'asking', 'ask', 'حاجه', 'احتاج', 'طلب', 'اطلب', 'محتاج'];

/** Whether an answer says that it asks or that it gives. */
export function sideIn(cell: string): 'need' | 'offer' | undefined {
  const folded = fold(cell);
  if (begins(folded, offering)) return 'offer';
  return begins(folded, needing) ? 'need' : undefined;
}

const urgencies: readonly (readonly [0 | 1 | 2 | 3, readonly string[]])[] = [
  [0, ['not urgent', 'no rush', 'low', 'whenever', 'غير عاجل', 'غير مستعجل', 'منخفض', 'ليس عاجل', 'لا']],
  [3, ['emergency', 'critical', 'immediate', 'asap', 'today', 'طار', 'فوري', 'حرج', 'اليوم', 'الان', 'في اسرع وقت']],
  [2, ['urgent', 'high', 'yes', 'عاجل', 'مستعجل', 'عالي', 'مرتفع', 'ضروري', 'نعم']],
  [1, ['medium', 'normal', 'soon', 'this week', 'عادي', 'متوسط', 'قريب', 'هذا الاسبوع']],
];

/** Urgency in our four levels: by words, or a number on a scale of 0–3 or 1–5; nothing where it is neither. */
export function urgencyIn(cell: string): 0 | 1 | 2 | 3 | undefined {
  const folded = fold(cell);
  if (/^\d$/.test(folded)) {
    const n = Number(folded);
    return n <= 3 ? (n as 0 | 1 | 2 | 3) : n <= 5 ? 3 : undefined;
  }
  return urgencies.find(([, words]) => begins(folded, words))?.[0];
}

const over = ['done', 'closed', 'complete', 'fulfilled', 'resolved', 'cancel', 'matched', 'تم', 'منته', 'مغلق', 'مكتمل', 'انتهي', 'ملغ'];

/** Whether a status says that nothing is left to do. */
export const isOver = (cell: string): boolean => begins(fold(cell), over);
