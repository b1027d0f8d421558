import { kindSheets } from '@awna/core';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shapesOf } from '../packages/web/build/sprite.ts';
import { icons } from '../packages/web/src/parts/icons.ts';

const src = join(import.meta.dirname, '../packages/web/src');
const sources = globSync('**/*.{svelte,ts}', { cwd: src })
  .filter((path) => !path.endsWith('icons.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(src, path), 'utf8'))
  .join('\n');

it('every icon in the sprite is used and drawn, and every kind has its icon', () => {
  for (const name of icons) {
    expect(sources, name).toMatch(new RegExp(`['"]${name}['"]`));
    expect(shapesOf(name), name).toMatch(/^<(path|circle|rect|line|ellipse|polyline|polygon)/);
  }
  const known: readonly string[] = icons;
  for (const { icon } of Object.values(kindSheets)) expect(known).toContain(icon);
});
