/** What the one who takes on writes first. */
export const greetings = [
  'مرحبًا، أنا قريب منكم. متى يناسبكم؟',
  'أهلًا، أقدر اليوم بعد العصر.',
  'السلام عليكم، رأيت طلبكم وأحبّ أن أساعد.',
  'مساء الخير، عندي ما تحتاجونه.',
  'أنا جاهز غدًا صباحًا إن شئتم.',
] as const;
/** What the other answers. */
export const answers = [
  'الله يسعدك. بعد العصر ممتاز.',
  'شكرًا، نحن في البيت طوال اليوم.',
  'تمام، عند باب البناية الخضراء.',
  'ما قصّرتم، ننتظركم.',
  'غدًا أفضل لنا إن أمكن.',
] as const;
export const followUps = ['أنا في الطريق.', 'تأخّرت عشر دقائق، سامحوني.', 'وصلت، أين المدخل؟', 'هل أحضر معي شيئًا آخر؟', 'اتفقنا.'] as const;
export const places = [
  'عند باب البناية',
  'أمام البقالة',
  'مدخل المدرسة',
  'في الساحة عند السبيل',
  'بيتنا، الطابق الثاني',
  'عند الحديقة',
] as const;
export const streets = [
  'بناية السنديان، الطابق الثاني',
  'بيت الدرج الأزرق',
  'فوق الفرن، الباب اليسار',
  'آخر الحارة، الباب الأخضر',
  'بناية الياسمين، الطابق الأرضي',
] as const;
export const thanks = [
  'شكرًا من القلب، أرحتم بالنا.',
  'الله يعطيكم العافية، كان كل شيء أطيب مما توقّعنا.',
  'لن ننسى هذا المعروف. دوركم علينا.',
  'شكرًا على وقتك وعلى الابتسامة.',
  'كنتم أسرع من أي أحد. شكرًا.',
  'جدّتي تدعو لكم.',
] as const;
/** What confidential needs show of themselves before anybody is chosen: nothing but kind and area, so these are said after. */
export const chosenWords = ['شكرًا لاستعدادك. هذا رقمي.', 'ارتحت لأنك أنت. راسلني متى شئت.', 'هذا ما أحتاجه، وهذا رقمي.'] as const;
/** Numbers that belong to nobody: the range set aside for stories. */
export const phoneOf = (n: number): string => `0900 555 ${String(100 + (n % 900))}`;
