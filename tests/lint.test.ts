import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A line the linter must refuse, where it stands, and a piece of the sentence it must say. */
const planted: readonly (readonly [path: string, text: string, says: string])[] = [
  ['packages/base/src/a.ts', `import '@awna/core';`, 'leans on nobody'],
  ['packages/base/src/b.ts', `import 'node:fs';`, 'no platform here'],
  ['packages/base/src/c.ts', `export const now = Date.now();`, 'No clock in this room'],
  ['packages/core/src/a.ts', `import '@awna/crypto';`, 'base only'],
  ['packages/core/src/b.ts', `import 'node:fs';`, 'no side effects'],
  ['packages/core/src/c.ts', `export const now = Date.now();`, 'No engine in the answer'],
  ['packages/core/src/d.ts', `export const order = new Intl.Collator('ar');`, 'No engine in the answer'],
  ['packages/core/src/e.ts', `export const now = Temporal.Now.instant();`, 'No engine in the answer'],
  ['packages/core/src/f.ts', `export const dice = Math.random();`, 'throws dice'],
  ['packages/core/src/g.ts', `export const order = 'a'.localeCompare('b');`, 'code point'],
  ['packages/core/src/h.ts', `export const same = 'a'.normalize();`, 'Unicode tables'],
  ['packages/core/src/i.ts', `export const shown = (1).toLocaleString();`, 'locale tables'],
  ['packages/core/src/j.ts', `console.log(1);`, "somebody's life"],
  ['packages/core/src/k.ts', `export const root = Math.sqrt(2);`, 'No floats'],
  ['packages/core/src/features/exchange/rules.ts', `import '../members/state.ts';`, 'front door'],
  ['packages/crypto/src/a.ts', `import '@awna/core';`, 'never knows the domain'],
  ['packages/wire/src/a.ts', `import '@awna/crypto';`, 'how to open them'],
  ['packages/device/src/a.ts', `import 'svelte';`, 'no screen'],
  ['packages/relay/src/a.ts', `import '@awna/core';`, 'has no eyes'],
  ['packages/relay/src/b.ts', `import { open } from '@awna/crypto';\nopen();`, 'has no eyes'],
  ['packages/words/src/a.ts', `import '@awna/device';`, 'who says them'],
  ['packages/web/src/a.ts', `import '@awna/wire';`, 'only mouth'],
  ['packages/web/src/A.svelte', `<script lang="ts">\nimport '@awna/crypto';\n</script>`, 'only mouth'],
  ['packages/cli/src/a.ts', `import '@awna/relay';`, 'child process'],
  ['packages/cli/src/b.ts', `import '@awna/testkit';`, 'testkit'],
  ['packages/core/src/l.ts', `export const a = (b: any) => b;`, 'any'],
  ['packages/core/src/m.ts', `// @ts-${'ignore'}\nexport const a: string = 1;`, 'ts-ignore'],
  ['packages/core/src/n.test.ts', `import { test } from 'vitest';\ntest.skip('x', () => {});`, 'test'],
];

const allowed: readonly (readonly [path: string, text: string])[] = [
  ['packages/relay/src/ok.ts', `import { verify } from '@awna/crypto/verify';\nverify();`],
  [
    'packages/core/src/features/exchange/ok.ts',
    `import { members } from '../members/index.ts';\nimport { read } from '../../kernel/read.ts';\nread(members());`,
  ],
  ['packages/core/src/ok.test.ts', `import { cast } from '@awna/testkit';\ncast(Date.now());`],
  ['packages/web/src/ok.ts', `import { open } from '@awna/device';\nopen(Date.now());`],
];

interface Report {
  readonly diagnostics: readonly { readonly message: string; readonly help?: string; readonly filename: string }[];
}

describe('the linter says why (2-house, walls: linter)', () => {
  let folder = '';
  let said = new Map<string, string>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'awna-lint-'));
    // The walls need no types; what needs them would look for the compiler beside the planted files.
    const rules = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as { options: { typeAware: boolean } };
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify({ ...rules, options: { ...rules.options, typeAware: false } }));
    for (const [path, text] of [...planted, ...allowed]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    const report = JSON.parse(stdout) as Report;
    said = new Map();
    for (const { filename, message, help } of report.diagnostics)
      said.set(filename, `${said.get(filename) ?? ''}${message} ${help ?? ''}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(planted)('%s: %s', (path, _text, says) => expect(said.get(path) ?? 'nothing').toContain(says));
  test.each(allowed)('%s may stand: %s', (path) => expect(said.get(path)).toBeUndefined());
});
