import type { Kind } from '@awna/core';
import type { Wording } from './needs.ts';

export const offerWords: Readonly<Record<Kind, readonly Wording[]>> = {
  food: [
    { text: 'طبخت مجدّرة أكثر مما نحتاج. {n} صحون ساخنة لمن يريد.', n: [3, 6], unit: 'meal', details: { form: 'cooked' } },
    { text: 'ليمون ونعنع من شجرنا، تعالوا خذوا ما تشاؤون.', n: [4, 10], unit: 'kg', details: { form: 'ingredients' } },
    { text: 'كل جمعة أخبز معجّنات، أترك حصّة لمن يسأل.', n: [5, 12], unit: 'piece', details: { diet: ['vegetarian'], form: 'cooked' } },
    { text: 'زيت وسكّر زائدان عن مؤونتنا.', n: [2, 4], unit: 'kg', details: { form: 'ingredients' } },
  ],
  goods: [
    { text: 'ثياب أطفال نظيفة من سنتين إلى أربع، كيس كامل.', n: [1, 3], unit: 'box', details: { condition: 'good', term: 'keep' } },
    { text: 'سرير مفرد بحال جيدة، لمن يحمله.', details: { size: '٩٠ سم', condition: 'good', term: 'keep' } },
    { text: 'مثقاب كهربائي للإعارة، يعود في اليوم نفسه.', details: { term: 'borrow', condition: 'good' } },
    { text: 'كتب الصف التاسع كاملة.', n: [6, 9], unit: 'piece', details: { condition: 'any', term: 'keep' } },
    { text: 'مروحة سقف جديدة لم نركّبها.', details: { condition: 'new', term: 'keep' } },
    { text: 'ألعاب خشبية لعمر الروضة، لعب بها ولدان فقط.', n: [3, 8], unit: 'piece', details: { condition: 'good', term: 'keep' } },
  ],
  skills: [
    { text: 'أصلح الحواسيب البطيئة مساءً، أحضروها معكم.', details: { work: 'technology', minutes: 60 } },
    { text: 'درس لغة إنكليزية للمبتدئين مرّتين في الأسبوع.', n: [4, 8], unit: 'person', details: { work: 'teaching', minutes: 60 } },
    { text: 'خياطة وتقصير وإصلاح سحّابات في يومين.', n: [3, 6], unit: 'piece', details: { work: 'repair', minutes: 30 } },
    { text: 'أنزل إلى السوق كل سبت، أحمل معي ما تحتاجون.', n: [2, 4], unit: 'trip', details: { work: 'errand', minutes: 30 } },
    { text: 'تقليم شجر وسقاية حدائق صغيرة، والعدّة عندي.', details: { work: 'other', minutes: 90, brings: ['tools'] } },
  ],
  health: [
    { text: 'ممرّضة متقاعدة: قياس ضغط وتبديل ضماد في البيت.', n: [2, 5], unit: 'visit', details: { about: 'advice' } },
    { text: 'جهاز بخار للأطفال، للإعارة.', details: { about: 'equipment' } },
    { text: 'عكّازان بطول متوسّط، لا حاجة لنا بهما.', details: { about: 'equipment' } },
  ],
  legal: [
    { text: 'أقرأ معكم العقود والاستمارات قبل التوقيع.', n: [3, 6], unit: 'page', details: { about: 'form' } },
    { text: 'أكتب كتبًا رسمية بخط واضح.', n: [2, 5], unit: 'page', details: { about: 'letter' } },
  ],
  space: [
    { text: 'غرفة مع حمّام لضيف ليلة أو ليلتين.', n: [1, 2], unit: 'night', details: { people: 1, use: 'sleep' } },
    { text: 'قبو جاف للتخزين حتى الصيف.', details: { use: 'store' } },
    { text: 'طاولة وكهرباء وإنترنت لمن يدرس، بعد العصر.', n: [2, 4], unit: 'person', details: { use: 'work', people: 3 } },
  ],
  company: [
    { text: 'أحبّ الحديث مع الكبار، وعندي وقت كل صباح.', n: [2, 4], unit: 'hour', details: { how: 'visit' } },
    { text: 'جلسة شاي مفتوحة مساء الأحد على السطح.', n: [4, 8], unit: 'person', details: { how: 'visit' } },
    { text: 'أمشي كل فجر، والصحبة أحلى.', n: [1, 3], unit: 'person', details: { how: 'walk' } },
  ],
  ride: [
    { text: 'أذهب إلى الجامعة كل صباح، وعندي مقعدان.', n: [1, 2], unit: 'person', details: { to: 'الجامعة', people: 2 } },
    { text: 'سيارة نقل صغيرة يوم الجمعة لمن ينقل أثاثًا.', n: [1, 3], unit: 'trip', details: { access: ['luggage'] } },
    {
      text: 'أوصل إلى المشفى في أي ساعة، لا تخجلوا.',
      n: [1, 4],
      unit: 'trip',
      details: { to: 'المشفى', access: ['accompany', 'wheelchair'] },
    },
  ],
  care: [
    { text: 'أرعى طفلًا أو طفلين بعد المدرسة مع ولدي.', n: [2, 3], unit: 'hour', details: { whom: 'child', people: 2, time: ['noon'] } },
    { text: 'أجلس مع كبير السن ليخرج أهله ساعة.', n: [2, 4], unit: 'hour', details: { whom: 'elder', time: ['evening'] } },
  ],
  money: [
    { text: 'أستطيع هذا الشهر المساعدة في فاتورة صغيرة.', n: [20, 50], details: { purpose: 'bill', way: 'gift' } },
    { text: 'قرض حسن صغير بلا موعد ردّ.', n: [100, 200], details: { way: 'loan' } },
  ],
};
