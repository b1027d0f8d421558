import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;

/** The files that a file loads when it runs, as paths from here. */
const loadedBy = (file: string): string[] =>
  [...readFileSync(join(here, file), 'utf8').matchAll(/import\('(\.[^']+)'\)/g)].map(([, to = '']) =>
    relative(here, join(here, dirname(file), to)),
  );

test('whatever is loaded later is fetched ahead', () => {
  const sources = globSync('**/*.ts', { cwd: here }).filter((file) => !file.endsWith('.test.ts') && file !== 'ahead.ts');
  const later = new Set(sources.flatMap(loadedBy));
  // The list itself comes just before.
  expect(later.delete('ahead.ts')).toBe(true);
  expect(new Set(loadedBy('ahead.ts'))).toEqual(later);
  expect(later.size).toBeGreaterThan(0);
});
