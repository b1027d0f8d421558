import { kinds, type Kind } from '@awna/core';
import { chance, type Chance } from '../chance.ts';
import { areas, neighbours } from './names.ts';
import { needWords, type Wording } from './needs.ts';
import { offerWords } from './offers.ts';
import { phoneOf } from './talk.ts';

/** What people tick for a kind. */
const ticked: Readonly<Record<Kind, string>> = {
  food: 'طعام',
  goods: 'أغراض وملابس',
  skills: 'إصلاح وخدمات ودروس',
  health: 'صحة ودواء',
  legal: 'أوراق ومعاملات',
  space: 'مكان أو سكن',
  company: 'صحبة وزيارة',
  ride: 'مواصلات وتوصيل',
  care: 'رعاية أطفال وكبار',
  money: 'مساعدة مالية',
};

const header = [
  'طابع زمني',
  'هل تطلب أم تعرض؟',
  'الاسم أو اللقب',
  'رقم الهاتف (واتساب)',
  'المنطقة',
  'نوع المساعدة',
  'اكتب ما تحتاجه أو تقدّمه',
  'الكمية',
  'متى تحتاجه؟',
  'درجة الاستعجال',
  'ملاحظات أخرى',
];

/** How people write a unit beside a number. */
const written: Readonly<Record<string, string>> = {
  kg: ' كغ',
  box: ' علبة',
  hour: ' ساعات',
  night: ' ليالٍ',
  piece: ' قطع',
  page: ' صفحات',
  meal: ' وجبات',
};

const eastern = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));

/** A cell as spreadsheets write it: quoted where it must be. */
const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const csvLine = (cells: readonly string[]): string => cells.map(quoted).join(',');

const counted = (text: string, n: number): string => text.replaceAll('{n}', String(n));

function line(luck: Chance, i: number): string[] {
  const side = luck.happens(0.72) ? 'need' : 'offer';
  const kind = luck.pick(kinds);
  const from: readonly Wording[] = (side === 'need' ? needWords : offerWords)[kind];
  const wording = luck.pick(from);
  const n = wording.n ? luck.whole(...wording.n) : 0;
  const unit = kind === 'money' ? ' دولار' : (written[wording.unit ?? ''] ?? '');
  const amount = wording.n === undefined ? '' : `${luck.happens(0.4) ? eastern(String(n)) : String(n)}${unit}`;
  const day = `${String(1 + (i % 27))}/${String(1 + (i % 2))}/2026 ${String(8 + (i % 12)).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}:00`;
  const phone = phoneOf(i * 37).replaceAll(' ', luck.pick(['', ' ', '-']));
  const when = side === 'offer' ? '' : luck.weigh({ '': 6, 'هذا الأسبوع': 3, غدًا: 1, 'خلال أسبوعين': 2, 'في أسرع وقت': 1 });
  return [
    day,
    side === 'need' ? 'أطلب' : 'أعرض',
    luck.pick(neighbours),
    luck.happens(0.85) ? (luck.happens(0.3) ? eastern(phone) : phone) : '',
    luck.pick(areas),
    ticked[kind],
    // People say the same thing twice: a word about when makes two requests tell apart.
    counted(wording.text, n) + luck.pick(['', '', ' شكرًا لكم.', ' أي وقت يناسبكم.', '\nأفضّل بعد العصر.', ' "ولو متأخّرًا"']),
    amount,
    when,
    side === 'offer' ? '' : luck.weigh({ عادي: 4, عاجل: 2, 'غير عاجل': 2, 'طارئ جدًا': 1, '': 2 }),
    luck.happens(0.2) ? luck.pick(['البيت في الطابق الثاني', 'نحن في البيت بعد الرابعة', 'معي طفل صغير', 'لا أستطيع الاتصال صباحًا']) : '',
  ];
}

/** Lines of a form that neighbours filled in, as Google Forms exports it in Arabic: a header and `lines` answers, none like another. */
export function sheet(seed: string, lines: number): readonly string[] {
  const luck = chance(seed);
  const seen = new Set<string>();
  const out = [csvLine(header)];
  for (let i = 0; out.length <= lines; i++) {
    const cells = line(luck, i);
    const same = cells.slice(1).join('\0');
    if (seen.has(same)) continue;
    seen.add(same);
    out.push(csvLine(cells));
  }
  return out;
}

/** Lines that no import can take in, each with the reason it should give. They have the columns of `sheet`. */
export const spoiled: readonly (readonly [reason: string, line: string])[] = [
  ['text-missing', csvLine(['3/2/2026 10:00:00', 'أطلب', 'ليلى', '', 'الساحة', 'طعام', '', '', '', '', ''])],
  ['kind-unknown', csvLine(['3/2/2026 10:00:00', 'أطلب', 'عمر', '', 'الساحة', 'شيء غير هذا', 'زقزوق لمبروك', '', '', '', ''])],
  ['date-unreadable', csvLine(['3/2/2026 10:00:00', 'أطلب', 'سلمى', '', 'الساحة', 'طعام', 'خبز لأربعة', '', '31/2/2026', '', ''])],
  ['date-passed', csvLine(['3/2/2026 10:00:00', 'أطلب', 'سلمى', '', 'الساحة', 'طعام', 'خبز لخمسة', '', '5/2/2020', '', ''])],
  ['amount-unreadable', csvLine(['3/2/2026 10:00:00', 'أطلب', 'هدى', '', 'الساحة', 'طعام', 'خبز لستة', 'كثير جدًا', '', '', ''])],
  ['formula', csvLine(['3/2/2026 10:00:00', 'أطلب', '=HYPERLINK("https://x.example")', '', 'الساحة', 'طعام', 'خبز لسبعة', '', '', '', ''])],
  ['too-many-cells', `${csvLine(['3/2/2026 10:00:00', 'أطلب', 'هدى', '', 'الساحة', 'طعام', 'خبز لثمانية', '', '', '', ''])},زائد,أيضًا`],
  ['too-long', csvLine(['3/2/2026 10:00:00', 'أطلب', 'هدى', '', 'الساحة', 'طعام', 'خبز '.repeat(3000), '', '', '', ''])],
  ['side-unknown', csvLine(['3/2/2026 10:00:00', 'لا أدري', 'هدى', '', 'الساحة', 'طعام', '', '', '', '', 'خبز لتسعة'])],
  ['torn-quotes', '3/2/2026 10:00:00,أطلب,"هدى,,الساحة,طعام,خبز لعشرة,,,,'],
];
