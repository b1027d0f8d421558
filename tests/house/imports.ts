import ts from 'typescript';

/** The scripts of a Svelte file as one TypeScript text, everything else blanked so that lines stay. */
function scriptsOf(text: string): string {
  let out = '';
  let at = 0;
  for (const match of text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    const body = match[1] ?? '';
    const start = match.index + match[0].indexOf('>') + 1;
    out += text.slice(at, start).replace(/[^\n]/g, ' ') + body;
    at = start + body.length;
  }
  return out;
}

const parsed = new Map<string, ts.SourceFile>();

/** A source file as a tree, of `.ts`, `.mjs` and `.svelte` alike. */
export function treeOf(path: string, text: string): ts.SourceFile {
  const key = `${path}\0${text}`;
  const known = parsed.get(key);
  if (known) return known;
  const source = path.endsWith('.svelte') ? scriptsOf(text) : text;
  const kind = /\.(mjs|js)$/.test(path) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, kind);
  parsed.set(key, tree);
  return tree;
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** Every module a file names: imports, re-exports, `import()`, `import('…')` types, `require`, `new URL('…', import.meta.url)`. */
export function importsOf(path: string, text: string): string[] {
  const found = new Set<string>();
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteralLike(node)) found.add(node.text);
  };
  visit(treeOf(path, text), (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') add(node.arguments[0]);
    else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL') {
      const first = node.arguments?.[0];
      if (first && ts.isStringLiteralLike(first) && /^[.].*[.](ts|mjs|js|svelte)([?#].*)?$/.test(first.text)) found.add(first.text);
    }
  });
  return [...found];
}

/** The package a specifier names: `@awna/base`, `hono`; nothing for relative ones. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/')) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** The path a relative specifier means, seen from a file. */
export function targetOf(path: string, specifier: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const step of specifier.replace(/[?#].*$/, '').split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
