import ts from 'typescript';
import { treeOf, visit } from './imports.ts';
import { sourcesOf, type House } from './model.ts';

const code = /^(packages|tests|scripts)\/.*\.(ts|mjs|svelte|css)$/;
const codeOf = (house: House): [string, string][] => [...house.files].filter(([path]) => code.test(path));

/** Nobody has to read more than three hundred lines to know a file. */
export function size(house: House): string[] {
  const long = codeOf(house).map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }));
  return long.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines} lines; the largest is about 300`);
}

const banned = /(Manager|Service|Helper|Util|Utils|Handler|Data|Info|Impl)$/;

/** Names say what a thing is. Types, classes and files may not end in words that say nothing. */
export function names(house: House): string[] {
  const complaints: string[] = [];
  for (const [path, text] of sourcesOf(house)) {
    const stem =
      path
        .split('/')
        .at(-1)
        ?.replace(/(\.test|\.bench|\.d|\.svelte)?\.[a-z]+$/, '') ?? '';
    if (/(^|-)(manager|service|helper|helpers|util|utils|handler|data|info|impl)$/i.test(stem))
      complaints.push(`${path}: the name says nothing`);
    if (path.endsWith('.ts') && !/^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(path.split('/').at(-1) ?? '')) {
      complaints.push(`${path}: files are lower-case words`);
    }
    visit(treeOf(path, text), (node) => {
      const declares = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
      if (declares && node.name && banned.test(node.name.text)) complaints.push(`${path}: ${node.name.text} says nothing about what it is`);
    });
  }
  return complaints;
}

const tests = new Set(['test', 'it', 'describe', 'suite']);
const passedOver = new Set(['skip', 'only', 'todo', 'fails', 'skipIf', 'runIf']);

/** No `any`, no silenced compiler or linter, no test passed over, nothing left for later. */
export function honest(house: House): string[] {
  const complaints: string[] = [];
  for (const [path, text] of codeOf(house)) {
    const say = (what: string): number => complaints.push(`${path}: ${what}`);
    if (/@ts-(ignore|nocheck|expect-error)\b/.test(text) && !path.startsWith('tests/house')) say('the compiler is not silenced');
    if (/\b(TODO|FIXME|XXX)\b/.test(text) && !path.startsWith('tests/house')) say('nothing is left for later');
    if (path.endsWith('.css')) continue;
    visit(treeOf(path, text), (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) say('any says nothing');
      if (!ts.isPropertyAccessExpression(node) || !passedOver.has(node.name.text)) return;
      const subject = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression;
      if (ts.isIdentifier(subject) && tests.has(subject.text)) say(`${node.getText()}: no test is passed over`);
    });
  }
  return complaints;
}

// Spelled apart, so that this file does not complain about itself.
const machine = new RegExp(`(^|[\\s"'\`(=:])(/${'home'}/[a-z]|/${'work'}/|/${'root'}/|/${'Users'}/|[A-Z]:\\\\${'Users'})`, 'm');
const registry = new RegExp(`registry\\.${'npmjs'}|registry\\.${'yarnpkg'}|${'artifact'}ory|"resolved": "https?:`);

/** The repository knows no machine: no paths of somebody's disk, no host packages came from. */
export function nowhere(house: House): string[] {
  const complaints: string[] = [];
  for (const [path, text] of house.files) {
    if (machine.test(text)) complaints.push(`${path}: the path of a machine`);
    if (registry.test(text)) complaints.push(`${path}: the host of a registry`);
  }
  return complaints;
}
