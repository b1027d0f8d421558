// Light stemming after light10 (Larkey, Ballesteros & Connell, "Light Stemming for Arabic Information Retrieval", 2007),
// with the clitics of everyday notices added, on folded letters. No word is looked up, so what might be a clitic or a
// letter of the word (و، ب، ل، ك) is read both ways: a wrong cut costs an extra hit, not a lost one.
const prefixes = ['وبال', 'وكال', 'وال', 'فال', 'بال', 'كال', 'ولل', 'لل', 'ال', 'و', 'ف', 'ب', 'ل', 'ك'];
const suffixes = [
  'اتها',
  'اتهم',
  'اتنا',
  'اتي',
  'كما',
  'هما',
  'ها',
  'هم',
  'هن',
  'نا',
  'كم',
  'كن',
  'ات',
  'ان',
  'ون',
  'ين',
  'يه',
  'وا',
  'ه',
  'ي',
  'ك',
];
/** Endings that hide a ta marbuta: جدتي is جدة. */
const owned = ['تهما', 'تكما', 'تها', 'تهم', 'تنا', 'تكم', 'تي', 'تك', 'ته'];

const arabic = /^[\u0621-\u064a]+$/u;
const latin = /^[a-z]+$/;

function front(word: string): string {
  for (const prefix of prefixes) {
    if (!word.startsWith(prefix)) continue;
    const rest = word.slice(prefix.length);
    // A single letter is cut only where at least three stay.
    if (rest.length >= (prefix.length === 1 ? 3 : 2)) return rest;
  }
  return word;
}

function back(word: string): string {
  for (const ending of owned)
    if (word.endsWith(ending) && word.length - ending.length >= 2) return back(`${word.slice(0, -ending.length)}ه`);
  for (const ending of suffixes) if (word.endsWith(ending) && word.length - ending.length >= 3) return word.slice(0, -ending.length);
  return word;
}

/** An English word without its commonest endings. */
function english(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  for (const ending of ['ing', 'ed', 'es', 'er', 's'])
    if (word.length - ending.length >= 3 && word.endsWith(ending)) return word.slice(0, -ending.length);
  return word;
}

/** The stems a folded word may have. */
export function stems(word: string): readonly string[] {
  if (latin.test(word)) return [english(word)];
  return arabic.test(word) ? [...new Set([back(word), back(front(word))])] : [word];
}

/** The consonants of a stem, in order: broken plurals and many forms keep them (مفتاح مفاتيح → مفتح, أبواب باب → بب). */
export function skeleton(stem: string): string {
  if (!arabic.test(stem)) return stem;
  // أفعال، أفعلة: the alef at the front belongs to the plural.
  const rest = stem.length > 3 && stem.startsWith('ا') ? stem.slice(1) : stem;
  const bare = rest.charAt(0) + rest.slice(1).replace(/[اوي]/gu, '');
  return bare.length > 2 ? bare.replace(/(.)\1$/u, '$1') : bare;
}
