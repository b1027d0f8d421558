import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import { languages, source, type Language, type Tree } from './catalogue.ts';
import { marked, shapeOf, type Slot } from './read.ts';

const mapTree = (tree: Tree, change: (message: string) => string): { [key: string]: string | Tree } =>
  Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, typeof value === 'string' ? change(value) : mapTree(value, change)]));

const own = (id: string) => ({ formatter: (value: unknown) => String(value), id, module: '../speak.ts' });

/** One language's messages as a JavaScript module that speaks through `src/speak.ts`. */
export function moduleOf(language: Language, tree: Tree): string {
  const format = new MessageFormat(language, { returnType: 'string', customFormatters: { isolate: own('isolate'), count: own('count') } });
  const code = compileModule(format, mapTree(tree, marked) as Parameters<typeof compileModule>[1]);
  return `// Made by packages/words/build.ts from the JSON beside it. Edit those.\n${code.replaceAll('"@messageformat/runtime"', '"../speak.ts"')}\n`;
}

const slotType = (slot: Slot): string =>
  typeof slot === 'string' ? (slot === 'text' ? 'string' : 'number') : [...slot.map((key) => `'${key}'`), `'other'`].join(' | ');

function typeOf(message: string): string {
  const { slots } = shapeOf(message);
  if (slots.size === 0) return '() => string';
  return `(d: { ${[...slots].map(([name, slot]) => `readonly ${name}: ${slotType(slot)}`).join('; ')} }) => string`;
}

function typesOf(tree: Tree, indent: string): string {
  return Object.entries(tree)
    .map(([key, value]) => {
      const name = /^[a-z]\w*$/i.test(key) ? key : `'${key}'`;
      return typeof value === 'string'
        ? `${indent}readonly ${name}: ${typeOf(value)};`
        : `${indent}readonly ${name}: {\n${typesOf(value, `${indent}  `)}\n${indent}};`;
    })
    .join('\n');
}

/** Every file of `src/generated`, by name. */
export function generate(catalogues: Readonly<Record<Language, Tree>>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const head = '// Made by packages/words/build.ts. Edit the JSON.\n';
  files.set(
    'words.ts',
    `${head}/** Everything the app can say; one function a message. */\nexport interface Words {\n${typesOf(catalogues[source], '  ')}\n}\n`,
  );
  for (const language of languages) {
    files.set(`${language}.js`, moduleOf(language, catalogues[language]));
    files.set(
      `${language}.d.ts`,
      `${head}import type { Words } from './words.ts';\n\ndeclare const words: Words;\nexport default words;\n`,
    );
  }
  return files;
}
