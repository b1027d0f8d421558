import type { Kind } from '@awna/core';

/** A request as somebody would write it. `n` is drawn within bounds and put in for {n}; small ones take about a quarter of an hour. */
export interface Wording {
  readonly text: string;
  readonly n?: readonly [min: number, max: number];
  readonly unit?: string;
  readonly details?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly pieces?: readonly string[];
}

export const needWords: Readonly<Record<Kind, readonly Wording[]>> = {
  food: [
    {
      text: 'نحتاج {n} وجبات مطبوخة لهذا المساء، عندنا ضيوف تأخّر عليهم الطريق.',
      n: [3, 8],
      unit: 'meal',
      details: { people: 5, form: 'cooked' },
    },
    {
      text: 'أمي خرجت من المشفى. وجبة خفيفة بلا ملح كل ظهر تريحنا كثيرًا.',
      n: [3, 6],
      unit: 'meal',
      details: { people: 1, diet: ['halal', 'diabetic'], form: 'cooked' },
    },
    { text: 'ينقصنا أرز وعدس وزيت حتى آخر الشهر.', n: [4, 10], unit: 'kg', details: { people: 6, form: 'ingredients' } },
    { text: 'حليب أطفال من العمر الأول، نفد عندنا ولم نجده في السوق.', n: [2, 4], unit: 'box', details: { diet: ['baby'] } },
    { text: 'من يخبز هذا الأسبوع؟ أحتاج خبزًا لثمانية أشخاص.', n: [4, 8], unit: 'piece', details: { people: 8 } },
    {
      text: 'طبخة واحدة تكفي عائلة من خمسة. الفرن عندنا معطّل حتى الخميس.',
      n: [1, 2],
      unit: 'meal',
      details: { people: 5, form: 'cooked' },
    },
    { text: 'خضار للسلطة لمائدة الجمعة عند جارتنا الكبيرة.', n: [2, 5], unit: 'kg', details: { form: 'ingredients' } },
  ],
  goods: [
    { text: 'مدفأة صغيرة لغرفة واحدة، ولو مستعملة.', details: { size: 'صغيرة', condition: 'any', term: 'borrow' } },
    { text: 'بطانيات نظيفة لعائلة وصلت أمس.', n: [3, 7], unit: 'piece', details: { condition: 'good', term: 'keep' } },
    { text: 'عربة أطفال نستعيرها شهرين.', details: { condition: 'good', term: 'borrow' } },
    { text: 'حفاضات قياس أربعة، تكفي علبة واحدة.', n: [1, 3], unit: 'box', details: { size: '٤' } },
    { text: 'حقيبة مدرسية ودفاتر لطالبة في الصف الرابع.', n: [1, 2], unit: 'piece', details: { condition: 'any', term: 'keep' } },
    { text: 'سلّم طويل ليوم واحد لتبديل لمبة الدرج.', details: { size: 'ثلاثة أمتار', term: 'borrow' } },
    { text: 'مقاعد بلاستيك لعزاء يوم السبت، نعيدها نظيفة.', n: [10, 24], unit: 'piece', details: { term: 'borrow' } },
    { text: 'معطف شتوي لرجل، قياس كبير.', details: { size: 'XL', condition: 'good' } },
  ],
  skills: [
    { text: 'الحنفية تقطر منذ أسبوع. عندي القطعة وأحتاج يدًا تعرف.', details: { work: 'repair', minutes: 30, brings: ['tools'] } },
    { text: 'درس رياضيات لابني قبل امتحان الأحد.', n: [2, 4], unit: 'hour', details: { work: 'teaching', minutes: 90 } },
    { text: 'من يساعدني في ضبط الهاتف الجديد ونقل الأرقام؟', details: { work: 'technology', minutes: 15 } },
    { text: 'قراءة رسالة بالإنكليزية وصلتني، صفحة واحدة فقط.', details: { work: 'translation', minutes: 15 } },
    { text: 'شراء دواء السعال من صيدلية الساحة، لا أستطيع النزول اليوم.', details: { work: 'errand', minutes: 15 } },
    { text: 'مفتاح الكهرباء في المطبخ يسخن. أخاف أن أتركه.', details: { work: 'repair', minutes: 45, brings: ['tools', 'materials'] } },
    {
      text: 'رفع خزانة إلى الطابق الثالث، نحتاج أربعة أشخاص ربع ساعة.',
      n: [3, 4],
      unit: 'person',
      details: { work: 'other', minutes: 15 },
    },
    { text: 'قصّ شعر لجدّي في البيت، لا يقدر على الخروج.', details: { work: 'other', minutes: 30 } },
    {
      text: 'تنظيف درج البناية وترتيبه قبل العيد.',
      pieces: ['كنس الدرج', 'مسح الشبابيك', 'نقل الكراتين إلى الحاوية', 'سقي أحواض المدخل'],
      details: { work: 'other', minutes: 60 },
    },
  ],
  health: [
    { text: 'موعد غسيل كلى يوم الثلاثاء، أحتاج من يبقى معي ساعتين.', details: { about: 'appointment', access: ['companion'] } },
    { text: 'دواء الضغط نفد، والوصفة معي. أبحث عمّن يجده في مكان آخر.', n: [1, 2], unit: 'box', details: { about: 'medicine' } },
    { text: 'كرسي متحرّك أسبوعين بعد العملية.', details: { about: 'equipment', access: ['wheelchair'] } },
    { text: 'إبر سكّري لابنتي تكفي حتى راتب آخر الشهر.', n: [1, 3], unit: 'box', details: { about: 'medicine' } },
    { text: 'أريد رأي ممرّضة في جرح لا يلتئم.', details: { about: 'advice' } },
  ],
  legal: [
    {
      text: 'تعبئة استمارة تسجيل المدرسة، لا أفهم بعض الخانات.',
      n: [2, 4],
      unit: 'page',
      details: { about: 'form', deadline: 'الأحد القادم' },
    },
    { text: 'وصلني إنذار إخلاء ولا أعرف حقّي فيه.', details: { about: 'advice' } },
    { text: 'مرافقة إلى جلسة في المحكمة، مجرّد حضور إلى جانبي.', details: { about: 'hearing' } },
    { text: 'كتابة كتاب رسمي إلى البلدية بشأن عدّاد الماء.', n: [1, 2], unit: 'page', details: { about: 'letter' } },
  ],
  space: [
    { text: 'مبيت لشخصين ليلتين، بيتهما بلا ماء.', n: [2, 3], unit: 'night', details: { people: 2, use: 'sleep' } },
    { text: 'زاوية صغيرة أخزّن فيها كرتونتين حتى ننتقل.', details: { use: 'store' } },
    { text: 'غرفة هادئة لطالبة تدرس للامتحان بعد الظهر.', details: { use: 'work', access: ['women-only'] } },
    { text: 'مكان نجتمع فيه عشرين شخصًا مساء الخميس.', details: { people: 20, use: 'meet', access: ['step-free'] } },
  ],
  company: [
    { text: 'أمّي وحدها في النهار. زيارة نصف ساعة تغيّر يومها.', n: [1, 3], unit: 'hour', details: { how: 'visit' } },
    { text: 'أحتاج من أسمعه ويسمعني، بلا نصائح.', details: { how: 'listen' } },
    { text: 'من يمشي معي صباحًا حول الحديقة؟ الطبيب قال امشِ.', details: { how: 'walk' } },
    { text: 'مكالمة كل مساء لخالي في الطابق الأرضي.', details: { how: 'call' } },
  ],
  ride: [
    {
      text: 'توصيلة إلى المشفى صباح الأربعاء وعودة.',
      n: [1, 2],
      unit: 'person',
      details: { to: 'المشفى', people: 1, access: ['accompany'] },
    },
    { text: 'نقل طاولة دراسة من شارع المدرسة إلى البيت.', details: { to: 'شارع المدرسة', access: ['luggage'] } },
    {
      text: 'من يمرّ على الكراج ظهر الجمعة؟ عندي حقيبتان.',
      n: [1, 2],
      unit: 'person',
      details: { to: 'الكراج', people: 1, access: ['luggage'] },
    },
    {
      text: 'إيصال الأولاد إلى التدريب يومي الإثنين والأربعاء.',
      n: [2, 4],
      unit: 'trip',
      details: { to: 'الملعب', people: 2, access: ['child-seat'] },
    },
    { text: 'جدّتي على كرسي متحرّك ولها موعد في العيادة.', details: { to: 'العيادة', people: 2, access: ['wheelchair', 'accompany'] } },
  ],
  care: [
    {
      text: 'ساعتان مع طفلين، خمس سنوات وسبع، لأذهب إلى المقابلة.',
      n: [2, 3],
      unit: 'hour',
      details: { whom: 'child', people: 2, time: ['morning'] },
    },
    { text: 'من يطعم القطّة ثلاثة أيام؟ المفتاح عند الجيران.', details: { whom: 'animal', people: 1, time: ['evening'] } },
    { text: 'مناوبة ليلة واحدة عند والدي ليرتاح أخي.', n: [6, 8], unit: 'hour', details: { whom: 'elder', people: 1, time: ['night'] } },
    { text: 'أنا مريضة اليوم. من يأخذ الصغير من الروضة؟', details: { whom: 'child', people: 1, time: ['noon'] } },
  ],
  money: [
    { text: 'ينقصني جزء من إيجار هذا الشهر، أردّه على دفعتين.', n: [100, 400], details: { purpose: 'rent', way: 'loan' } },
    { text: 'فاتورة الكهرباء أكبر من راتبي هذا الشهر.', n: [30, 90], details: { purpose: 'bill', way: 'gift' } },
    { text: 'ثمن دواء لم يغطّه أحد.', n: [20, 60], details: { purpose: 'medicine', way: 'gift' } },
    { text: 'رسوم تسجيل الجامعة تنتهي مهلتها الأحد.', n: [80, 200], details: { purpose: 'school', way: 'loan' } },
  ],
};
