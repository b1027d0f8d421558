import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What `tsc` says about a file planted in a room, under the room's own tsconfig. */
function compile(room: string, config: string, text: string): string[] {
  const folder = join(root, 'packages', room);
  const planted = join(folder, 'src', 'planted-by-a-test.ts');
  const read = ts.readConfigFile(join(folder, config), (path) => ts.sys.readFile(path));
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, folder);
  const host = ts.createCompilerHost(parsed.options);
  const source = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => path === planted || exists(path);
  host.getSourceFile = (path, languageVersion, ...rest) =>
    path === planted ? ts.createSourceFile(path, text, languageVersion, true) : source(path, languageVersion, ...rest);
  const ambient = parsed.fileNames.filter((name) => name.endsWith('.d.ts'));
  const program = ts.createProgram([planted, ...ambient], parsed.options, host);
  const found = program.getSemanticDiagnostics(program.getSourceFile(planted));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** One use of each name, on its own line. */
const uses = (...names: string[]): string => names.map((name) => `void ${name};`).join('\n') + '\nexport {};\n';
const missing = (messages: string[]): string[] => messages.map((message) => /Cannot find name '([^']+)'/.exec(message)?.[1] ?? message);

const platform = [
  'fetch',
  'crypto',
  'console',
  'Temporal',
  'process',
  'Buffer',
  'setTimeout',
  'performance',
  'document',
  'WebSocket',
  'indexedDB',
];

describe('a room’s platform does not exist outside it (2-house, walls: tsc)', () => {
  test.each(['base', 'core', 'wire', 'words'])('%s knows no platform at all', (room) => {
    expect(missing(compile(room, 'tsconfig.json', uses(...platform)))).toEqual(platform);
  });
  test('the device has no screen, and no Node where browsers load it', () => {
    const foreign = ['document', 'window', 'HTMLElement', 'process', 'Buffer'];
    expect(missing(compile('device', 'tsconfig.json', uses('fetch', 'indexedDB', ...foreign)))).toEqual(foreign);
  });
  test('crypto has bytes and dice, no screen and no Node', () => {
    const foreign = ['document', 'process', 'Buffer'];
    expect(missing(compile('crypto', 'tsconfig.json', uses('crypto', ...foreign)))).toEqual(foreign);
  });
  test('the relay and the terminal have no browser', () => {
    for (const room of ['relay', 'cli'])
      expect(missing(compile(room, 'tsconfig.json', uses('process', 'document', 'indexedDB')))).toEqual(['document', 'indexedDB']);
  });
  test('what old phones lack is not there to be used: Chromium 109 has no toSorted, no iterator helpers, no groupBy', () => {
    const text = `[1].toSorted();\nnew Set([1]).union(new Set([2]));\nObject.groupBy([1], String);\nnew Map([[1, 2]]).values().map(String);\nexport {};\n`;
    for (const room of ['core', 'device', 'crypto']) expect(compile(room, 'tsconfig.json', text)).toHaveLength(4);
  });
  test('what is allowed passes', () => {
    expect(compile('core', 'tsconfig.json', 'export const half = (n: number): number => Math.floor(n / 2);\n')).toEqual([]);
  });
});
