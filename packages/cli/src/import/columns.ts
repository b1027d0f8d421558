import { fold } from '../fold.ts';

/** What a column of a sheet may say. `need` and `offer` hold words and tell the side at once; `text` takes its side from `side` or the file. */
export const roles = [
  'stamp',
  'side',
  'need',
  'offer',
  'text',
  'notes',
  'kind',
  'name',
  'phone',
  'email',
  'contact',
  'area',
  'address',
  'by',
  'urgency',
  'amount',
  'people',
  'languages',
  'status',
  'ignore',
] as const;
export type Role = (typeof roles)[number];

export const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word);

/**
 * How headers name what they hold, folded, Arabic and English, as Google Forms questions and Airtable fields are
 * usually worded. The first role with a phrase inside the header wins, so narrower ones come first.
 */
const phrases: readonly (readonly [Role, readonly string[]])[] = [
  ['ignore', ['attachment', 'مرفق', 'consent', 'i agree', 'اوافق', 'record id', 'created by', 'last modified', 'assignee', 'المكلف']],
  [
    'stamp',
    ['timestamp', 'طابع زمني', 'الطابع الزمني', 'created', 'submitted', 'تاريخ الطلب', 'تاريخ التسجيل', 'تاريخ الارسال', 'date added'],
  ],
  ['email', ['email', 'e mail', 'بريد', 'ايميل']],
  ['phone', ['phone', 'mobile', 'whatsapp', 'telephone', 'هاتف', 'تلفون', 'جوال', 'موبايل', 'واتس', 'رقمك', 'رقم التواصل']],
  ['contact', ['contact', 'reach you', 'للتواصل', 'التواصل', 'نتواصل', 'نصل اليك']],
  ['people', ['how many people', 'household', 'family size', 'number of people', 'عدد الافراد', 'كم شخص', 'افراد الاسره', 'عدد افراد']],
  ['languages', ['language', 'لغه', 'لغات', 'اللغه']],
  ['urgency', ['urgen', 'priority', 'الاولويه', 'الالحاح', 'درجه الاستعجال', 'مستعجل', 'عاجل']],
  [
    'by',
    [
      'needed by',
      'need it by',
      'by when',
      'deadline',
      'due',
      'when do you need',
      'when',
      'until',
      'متي',
      'قبل تاريخ',
      'الموعد',
      'اخر موعد',
      'مطلوب قبل',
      'حتي تاريخ',
    ],
  ],
  ['kind', ['category', 'kind', 'type of', 'type', 'service', 'الفئه', 'التصنيف', 'نوع', 'النوع', 'المجال', 'القسم']],
  [
    'side',
    [
      'need or offer',
      'request or offer',
      'asking or offering',
      'are you',
      'طلب ام عرض',
      'حاجه ام عرض',
      'طلب او عرض',
      'تطلب ام تعرض',
      'هل تحتاج ام',
    ],
  ],
  ['amount', ['amount', 'quantity', 'how much', 'how many', 'الكميه', 'كم تحتاج', 'العدد', 'المبلغ']],
  ['status', ['status', 'الحاله', 'الوضع', 'done', 'تم']],
  ['address', ['address', 'street', 'العنوان', 'الشارع']],
  [
    'area',
    [
      'area',
      'neighbourhood',
      'neighborhood',
      'location',
      'where do you live',
      'district',
      'zone',
      'المنطقه',
      'الحي',
      'الحاره',
      'اين تسكن',
      'مكان السكن',
      'الموقع',
    ],
  ],
  [
    'offer',
    [
      'offer',
      'can you help',
      'can you give',
      'could you help',
      'نستطيع ان',
      'تقدر تقدم',
      'تستطيع تقديم',
      'العرض',
      'ماذا تعرض',
      'ماذا تقدم',
      'يمكنك ان تقدم',
      'كيف تساعد',
      'ما تقدمه',
    ],
  ],
  ['notes', ['note', 'comment', 'anything else', 'more details', 'ملاحظ', 'تفاصيل اخري', 'شيء اخر', 'اضافات']],
  ['need', ['what do you need', 'need', 'request', 'help with', 'ماذا تحتاج', 'تحتاج', 'ما تحتاجه', 'طلبك', 'الطلب', 'الحاجه', 'احتياج']],
  ['text', ['description', 'details', 'summary', 'title', 'الوصف', 'التفاصيل', 'شرح', 'النص']],
  ['name', ['name', 'who are you', 'الاسم', 'اسمك', 'اسم']],
];

const folded = phrases.map(([role, words]) => [role, words.map(fold)] as const);

/** Where each role's columns are: indexes into a row, in the sheet's order. */
export type Columns = ReadonlyMap<Role, readonly number[]>;

export interface Recognised {
  readonly columns: Columns;
  /** Headers that nothing was recognised in; their cells are left out. */
  readonly unknown: readonly string[];
}

/** What a column's header says it holds, or nothing. */
export function roleOf(header: string): Role | undefined {
  const said = ` ${fold(header)} `;
  return folded.find(([, words]) => words.some((phrase) => said.includes(` ${phrase}`)))?.[0];
}

/** Tells the columns apart by their headers; `given` says it for headers by name and goes before. */
export function recognise(header: readonly string[], given: ReadonlyMap<string, Role> = new Map()): Recognised {
  const columns = new Map<Role, number[]>();
  const unknown: string[] = [];
  header.forEach((name, index) => {
    const role = given.get(fold(name)) ?? roleOf(name);
    if (!role) {
      if (name.trim() !== '') unknown.push(name.trim());
      return;
    }
    columns.set(role, [...(columns.get(role) ?? []), index]);
  });
  return { columns, unknown };
}
