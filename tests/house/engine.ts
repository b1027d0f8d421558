import ts from 'typescript';
import { importsOf, targetOf, treeOf, visit } from './imports.ts';
import { placeOf, sourcesOf, type House } from './model.ts';

/** Globals whose answer depends on the engine, the moment or the place. */
const globals = new Set([
  'Date',
  'Intl',
  'Temporal',
  'performance',
  'console',
  'crypto',
  'fetch',
  'process',
  'globalThis',
  'parseFloat',
  'eval',
]);
/** Methods whose answer depends on the engine's tables. */
const methods = new Set([
  'localeCompare',
  'normalize',
  'toLocaleString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'toFixed',
  'toPrecision',
]);
/** What of Math stays whole. */
const whole = new Set(['abs', 'ceil', 'floor', 'max', 'min', 'round', 'sign', 'trunc']);
const rounding = new Set(['Math.ceil', 'Math.floor', 'Math.round', 'Math.trunc']);

/** Whether an identifier stands for a value of that name, not for a property, a key or a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return parent.getChildAt(0) === node;
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isPropertySignature(parent) && !ts.isTypeNode(parent);
}

function isRounded(node: ts.Node): boolean {
  let at = node.parent;
  while (ts.isParenthesizedExpression(at) || ts.isBinaryExpression(at)) at = at.parent;
  return ts.isCallExpression(at) && rounding.has(at.expression.getText());
}

/** Why an expression may not take part in a rule, where it may not. */
function objection(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && globals.has(node.text) && isValue(node)) return `${node.text} is the engine's, not the group's`;
  if (ts.isPropertyAccessExpression(node)) {
    if (methods.has(node.name.text)) return `${node.name.text} answers differently from engine to engine`;
    if (node.expression.getText() === 'Math' && !whole.has(node.name.text)) return `Math.${node.name.text} is no whole arithmetic`;
  }
  if (ts.isNumericLiteral(node) && !Number.isSafeInteger(Number(node.text))) return `${node.text} is a float`;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken && !isRounded(node))
    return 'a division that is not rounded is a float';
  if (ts.isRegularExpressionLiteral(node) && /\\p\{|\/[a-z]*[iv][a-z]*$/.test(node.text))
    return `${node.text} asks the engine's Unicode tables`;
  return undefined;
}

/** Search only shows: it may fold letters as the engine knows them, and nothing that judges may ask it. */
const search = 'packages/core/src/search/';
const judges = /^packages\/core\/src\/(group\.ts|charter\.ts|kernel\/.*|features\/[a-z-]+\/(facts|state|rules|apply)\.ts)$/;

/** No engine in the answer (2-house): nothing in core depends on clock, dice, locale, Unicode tables or floats. */
export function engineFree(house: House): string[] {
  const complaints: string[] = [];
  for (const [path, text] of sourcesOf(house)) {
    const place = placeOf(path);
    if (place?.room !== 'core' || place.test || !path.startsWith('packages/core/src/')) continue;
    if (path.startsWith(search)) continue;
    if (judges.test(path)) {
      const asked = importsOf(path, text).filter((specifier) => targetOf(path, specifier).startsWith(search));
      complaints.push(...asked.map((specifier) => `${path} → ${specifier}: what judges does not ask what only shows`));
    }
    const tree = treeOf(path, text);
    visit(tree, (node) => {
      const why = objection(node);
      if (why) complaints.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${why}`);
    });
  }
  return complaints;
}
