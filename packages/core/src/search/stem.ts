// Light stemming (after Larkey, Ballesteros & Connell, SIGIR 2002, "light10", with the clitics of everyday notices
// added), on folded letters. It never looks a word up: a wrong cut costs an extra hit, not a lost one.
const prefixes = ['وبال', 'وكال', 'وال', 'فال', 'بال', 'كال', 'ولل', 'لل', 'ال', 'و', 'ف', 'ب', 'ل', 'ك'];
const suffixes = [
  'اتها',
  'اتهم',
  'اتنا',
  'اتي',
  'كما',
  'هما',
  'تها',
  'تهم',
  'تنا',
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
  'تي',
  'تك',
  'ته',
  'يه',
  'وا',
  'ه',
  'ي',
  'ك',
  'ت',
];

const arabic = /^[\u0621-\u064a]+$/u;
const latin = /^[a-z]+$/;

/** The word without what is written onto its front. A single letter is cut only where at least three letters stay. */
function front(word: string): string {
  for (const prefix of prefixes) {
    if (!word.startsWith(prefix)) continue;
    const rest = word.slice(prefix.length);
    if (rest.length >= (prefix.length === 1 ? 3 : 2)) return rest;
  }
  return word;
}

function back(word: string): string {
  for (const suffix of suffixes) if (word.endsWith(suffix) && word.length - suffix.length >= 3) return word.slice(0, -suffix.length);
  return word;
}

/** An English word without its commonest endings. */
function english(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  for (const ending of ['ing', 'ed', 'es', 's', 'er'])
    if (word.length - ending.length >= 3 && word.endsWith(ending)) return word.slice(0, -ending.length);
  return word;
}

/** The stem of a folded word. */
export function stem(word: string): string {
  if (latin.test(word)) return english(word);
  return arabic.test(word) ? back(front(word)) : word;
}

/** The consonants of a stem, in order: broken plurals and many verb forms keep them (مفتاح مفاتيح → مفتح). */
export function skeleton(word: string): string {
  const root = stem(word);
  if (!arabic.test(root)) return root;
  // A doubled weak letter at the front (و of a form, not of a root) stays: without it too little is left.
  const bare = root.charAt(0) + root.slice(1).replace(/[اوي]/gu, '');
  return bare.length >= 2 ? bare : root;
}
