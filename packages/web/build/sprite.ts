import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { icons } from '../src/parts/icons.ts';

const folder = join(import.meta.dirname, '../../../node_modules/lucide-static/icons');

/** The shapes of one Lucide icon, without its outer element and licence note. */
export function shapesOf(name: string): string {
  const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1];
  if (inner === undefined) throw new Error(`${name}.svg has no drawing`);
  return inner.replace(/\s*\n\s*/g, '').trim();
}

/** Puts the icons that are used, and no others, into the page as one sprite. */
export function sprite(): Plugin {
  return {
    name: 'awna-sprite',
    transformIndexHtml(html) {
      const symbols = icons.map((name) => `<symbol id="i-${name}" viewBox="0 0 24 24">${shapesOf(name)}</symbol>`).join('');
      return html.replace('<!--sprite-->', `<svg class="sprite" width="0" height="0" aria-hidden="true">${symbols}</svg>`);
    },
  };
}
