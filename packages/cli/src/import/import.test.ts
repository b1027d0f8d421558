import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sheet, spoiled } from '@awna/testkit';
import { amountIn } from './amounts.ts';
import { readMap } from './map-file.ts';
import { noMapping, readPlan, type Mapping, type Plan } from './read.ts';

const now = Date.UTC(2026, 2, 20, 9) / 60_000;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', name));

function plan(input: Uint8Array | string, mapping: Mapping = noMapping): Plan {
  const read = readPlan(typeof input === 'string' ? utf8(input) : input, mapping, now);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

describe('sheets as they come', () => {
  const read = (text: string) => readPlan(utf8(text), noMapping, now);
  const texts = (text: string): readonly string[] => {
    const plan = read(text);
    return plan.ok ? plan.value.items.map((item) => item.text) : [plan.error];
  };
  test.each([
    ['commas', 'type,kind,description\nneed,food,bread\n'],
    ['a byte order mark, semicolons and CRLF', '\ufefftype;kind;description\r\nneed;food;bread\r\n'],
    ['tabs and the line ends of an old Mac', 'type\tkind\tdescription\rneed\tfood\tbread\r'],
    ['bars', 'type|kind|description\nneed|food|bread\n'],
    ['Arabic commas', 'النوع،الفئة،الوصف\nطلب،طعام،bread\n'],
    ['a line that names the separator', 'sep=;\r\ntype;kind;description\r\nneed;food;bread\r\n'],
    ['a line that names it, after a byte order mark', '\ufeffsep=|\ntype|kind|description\nneed|food|bread\n'],
  ])('%s part the columns', (_, text) => expect(texts(text)).toEqual(['bread']));

  test('lines are counted from the top of the file, whatever stands there', () => {
    const plan = read('sep=;\ntype;kind;description\nneed;food;bread\nneed;zork;?\n');
    expect(plan.ok && plan.value.bad).toEqual([{ line: 4, reason: 'kind-unknown', value: 'zork' }]);
  });

  test('nothing but blanks is an empty file', () => {
    for (const text of ['', '\ufeff', ' \n \r\n', '\n\n', ',,\n,,\n']) expect(texts(text)).toEqual(['empty']);
  });

  test('a cell of 100,000 letters costs its own line only', () => {
    const plan = read(`type,kind,description\nneed,food,${'خ'.repeat(100_000)}\nneed,food,bread\n`);
    expect(plan.ok && [plan.value.items.length, plan.value.bad[0]?.reason, (plan.value.bad[0]?.value ?? '').length < 61]).toEqual([
      1,
      'too-long',
      true,
    ]);
  });
});

describe('amounts', () => {
  test('in digits of three scripts, with thousands apart', () => {
    expect(['3', '٣ كغ', '۳ kg', '١٬٥٠٠ صندوق', '1,500 boxes', '2.0 hours'].map((cell) => amountIn(cell, 'food')?.n)).toEqual([
      3, 3, 3, 1500, 1500, 2,
    ]);
  });
  test('money in the smallest coin of its currency', () => {
    expect(['12.50 USD', '٥٠ دولار', '1,500 USD', '0.99 USD', '7.125 JOD', '300 JPY'].map((cell) => amountIn(cell, 'money')?.n)).toEqual([
      1250, 5000, 150_000, 99, 7125, 300,
    ]);
  });
  test('what would come in as another amount than was meant does not come in', () => {
    for (const cell of ['-5', '− 5', '1e9', '2.5 kg', '٢٫٥ كغ', '0', '', 'many', '99999999999999'])
      expect([cell, amountIn(cell, 'food')]).toEqual([cell, undefined]);
    for (const cell of ['12.505 USD', '1.5 JPY', '50', '0 USD']) expect([cell, amountIn(cell, 'money')]).toEqual([cell, undefined]);
  });
});

describe('the fixture: two hundred neighbours, as Google Forms exports them in Arabic', () => {
  const { items, bad, unknown } = plan(fixture('neighbours.csv'));
  test('every line becomes a need or an offer', () => {
    expect(bad).toEqual([]);
    expect(unknown).toEqual([]);
    expect(new Set(items.map(({ line }) => line)).size).toBe(200);
    expect(new Set(items.map(({ key }) => key)).size).toBe(200);
  });
  test('all ten kinds, both sides, and contacts with plain digits', () => {
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(10);
    expect(new Set(items.map(({ side }) => side))).toEqual(new Set(['need', 'offer']));
    expect(items.filter(({ contact }) => contact !== null && !/^\+?\d+$/.test(contact))).toEqual([]);
  });
  test('is what the generator makes from its seed', () => {
    const made = `\ufeff${sheet('fixture', 200).join('\r\n')}\r\n`;
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(fixture('neighbours.csv'))).toBe(made);
  });
});

test('bad lines are named by number and reason; the others come in', () => {
  const { items, bad } = plan(fixture('neighbours-with-bad-lines.csv'));
  expect(bad.map(({ reason }) => reason)).toEqual(spoiled.map(([reason]) => reason));
  const text = new TextDecoder().decode(fixture('neighbours-with-bad-lines.csv')).split('\n');
  for (const { line, reason } of bad) {
    const planted = spoiled.find(([known]) => known === reason)?.[1] ?? '';
    expect(text[line - 1]).toBe(planted.split('\n')[0]);
  }
  expect(new Set(items.map(({ line }) => line)).size).toBe(60);
});

describe('Airtable, in English', () => {
  const { items, bad } = plan(fixture('airtable.csv'));
  test('“Type” is the side, “Category” the kind, and a line that ticks two kinds is two needs', () => {
    expect(items.map(({ line, side, kind }) => [line, side, kind])).toEqual([
      [2, 'need', 'food'],
      [2, 'need', 'ride'],
      [3, 'offer', 'skills'],
      [5, 'need', 'goods'],
      [6, 'offer', 'legal'],
    ]);
  });
  test('what is done already stays out', () => expect(bad).toEqual([{ line: 4, reason: 'already-done', value: 'Done' }]));
  test('the month comes first where a day above twelve says so', () => {
    const by = items[0]?.by ?? 0;
    expect(new Date(by * 60_000).getMonth()).toBe(11);
    expect(new Date(by * 60_000).getDate()).toBe(24);
  });
});

describe('files as programs write them', () => {
  const text = 'الاسم,نوع المساعدة,ماذا تحتاج؟\r\nليلى,طعام,خبز وحليب\r\n';
  const codes = (from: string, little: boolean): Uint8Array => {
    const out = new Uint8Array(from.length * 2);
    const view = new DataView(out.buffer);
    [...from].forEach((letter, i) => view.setUint16(2 * i, letter.charCodeAt(0), little));
    return out;
  };
  /** Windows-1256 of the few letters used here. */
  const arabic1256 = (from: string): Uint8Array => {
    const table = new Map(
      Array.from({ length: 128 }, (_, i) => [new TextDecoder('windows-1256').decode(new Uint8Array([128 + i])), 128 + i]),
    );
    return new Uint8Array([...from].map((letter) => table.get(letter) ?? letter.charCodeAt(0)));
  };
  test.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a mark', utf8(`\ufeff${text}`)],
    ['UTF-16, little end first', codes(`\ufeff${text}`, true)],
    ['UTF-16, big end first', codes(`\ufeff${text}`, false)],
    ['UTF-16 whose mark was lost', codes(text, true)],
    ['Windows-1256', arabic1256(text)],
    ['old Mac line ends', utf8(text.replaceAll('\r\n', '\r'))],
    ['semicolons', utf8(text.replaceAll(',', ';'))],
    ['tabs', utf8(text.replaceAll(',', '\t'))],
  ])('%s', (_, bytes) => {
    const { items, bad } = plan(bytes);
    expect(bad).toEqual([]);
    expect(items.map(({ text: words, kind, forWhom }) => [words, kind, forWhom])).toEqual([['خبز وحليب', 'food', 'ليلى']]);
  });
  test('what is no text, or no sheet of ours, is said', () => {
    const why = (bytes: Uint8Array): string | null => {
      const read = readPlan(bytes, noMapping, now);
      return read.ok ? null : read.error;
    };
    expect(why(new Uint8Array([0x89, 0x50, 0, 1, 2, 3, 0, 9, 9]))).toBe('not-text');
    expect(why(utf8(''))).toBe('empty');
    expect(why(utf8('colour,shape\nred,round\n'))).toBe('no-columns');
    expect(why(new Uint8Array(9 * 1024 * 1024))).toBe('too-large');
  });
});

describe('cells', () => {
  const head = 'Need or offer,Category,Description,Quantity,Needed by,Name\n';
  test('line breaks and commas in quotes keep the line numbers right', () => {
    const { items, bad } = plan(`${head}need,food,"bread,\nand ""milk""",,,A\nneed,food,,,,B\nneed,food,rice,,,C\n`);
    expect(items.map(({ line, text }) => [line, text])).toEqual([
      [2, 'bread,\nand "milk"'],
      [5, 'rice'],
    ]);
    expect(bad).toEqual([{ line: 4, reason: 'text-missing' }]);
  });
  test('a quote that never closes costs its own line only', () => {
    const { items, bad } = plan(`${head}need,food,bread,,,A\nneed,food,"milk,,,B\nneed,food,rice,,,C\n`);
    expect(items.map(({ line }) => line)).toEqual([2, 4]);
    expect(bad).toEqual([{ line: 3, reason: 'torn-quotes' }]);
  });
  test('formulas stay out, guarded ones and kept numbers come in', () => {
    const { items, bad } = plan(`${head}need,food,=1+1,,,A\nneed,food,'=bread=,,,B\nneed,food,rice,"=""3""",,C\nneed,food,+ milk,,,D\n`);
    expect(bad).toEqual([{ line: 2, reason: 'formula' }]);
    expect(items.map(({ text, amount }) => [text, amount?.n])).toEqual([
      ['=bread=', undefined],
      ['rice', 3],
      ['+ milk', undefined],
    ]);
  });
  test('digits of three sets', () => {
    const { items } = plan(`${head}need,food,rice,٣ كغ,,A\nneed,food,oil,۴,,B\nneed,food,tea,5 box,,C\n`);
    expect(items.map(({ amount }) => amount)).toEqual([
      { n: 3, unit: 'kg' },
      { n: 4, unit: 'meal' },
      { n: 5, unit: 'box' },
    ]);
  });
  test('bidi controls and other unseen letters are taken out of words', () => {
    expect(plan(`${head}need,food,\u202ebread\u2066 for\u200b two\u2069,,,A\n`).items[0]?.text).toBe('bread for two');
  });
  test('days above twelve decide the order of dates; where none does, it is said', () => {
    const dated = (cells: string): Plan =>
      plan(
        `${head}${cells
          .split(' ')
          .map((day, i) => `need,food,bread ${String(i)},,${day},A\n`)
          .join('')}`,
      );
    expect(new Date((dated('5/4/2026 25/4/2026').items[0]?.by ?? 0) * 60_000).getMonth()).toBe(3);
    expect(new Date((dated('5/4/2026 4/25/2026').items[0]?.by ?? 0) * 60_000).getMonth()).toBe(4);
    expect(dated('5/4/2026 4/25/2026').guessedDates).toBe(false);
    expect(dated('5/4/2026').guessedDates).toBe(true);
    expect(plan(`${head}need,food,bread,,5/4/2026,A\n`, { ...noMapping, dates: 'month-first' }).guessedDates).toBe(false);
  });
  test('the same request twice is one', () => {
    const { items, bad } = plan(`${head}need,food,bread,,,A\nneed,food,Bread!,,,A\n`);
    expect(items.length).toBe(1);
    expect(bad).toEqual([{ line: 3, reason: 'twice' }]);
  });
});

describe('a map file', () => {
  test('names columns and kinds that nobody could guess', () => {
    const map = readMap('{"columns":{"Col A":"text","Col B":"kind"},"kinds":{"K1":"ride"},"side":"offer","dates":"month-first"}');
    if (!map.ok) throw new Error(map.error.reason);
    const { items } = plan('Col A,Col B,Col C\nTo town at nine,K1,x\n', map.value);
    expect(items).toMatchObject([{ side: 'offer', kind: 'ride', text: 'To town at nine' }]);
  });
  test.each([
    ['nonsense', 'not-json'],
    ['[]', 'not-json'],
    ['{"columns":{"A":"colour"}}', 'unknown-role'],
    ['{"kinds":{"A":"cheese"}}', 'unknown-kind'],
    ['{"side":"left"}', 'unknown-side'],
    ['{"dates":"year"}', 'unknown-dates'],
    ['{"rows":1}', 'unknown-field'],
  ])('%s is refused as %s', (text, reason) => expect(readMap(text)).toMatchObject({ ok: false, error: { reason } }));
});

test('nothing thrown at it makes it throw', () => {
  const letters = [...'",;\n\r\t=\'aخ٣ \u202e\ufeff\0'];
  let seed = 7;
  const draw = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
  for (let i = 0; i < 500; i++) {
    const text = Array.from({ length: draw(120) }, () => letters[draw(letters.length)]).join('');
    expect(readPlan(utf8(`Need,Category,Quantity,When\n${text}`), noMapping, now)).toBeDefined();
  }
});
