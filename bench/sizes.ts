import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sizesOf } from '../packages/web/bench/sizes.ts';
import { kB, type Area, type Row } from './table.ts';

const root = join(import.meta.dirname, '..');

/** Builds the app where its sources have changed since it was built last. */
async function build(): Promise<void> {
  const script = `const { buildWeb } = await import(${JSON.stringify(join(root, 'scripts', 'web.mjs'))}); process.exit(await buildWeb());`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the app was not built');
}

const limited = (what: string, bytes: number, most: number, beside?: string): Row => ({
  what,
  figure: kB(bytes),
  ...(beside === undefined ? {} : { beside }),
  gate: { says: `≤ ${String(most)} kB`, passes: bytes <= most * 1000 },
});

/** What a phone loads. */
export const sizes: Area = {
  name: 'sizes',
  title: 'Sizes of the web app after gzip',
  async measure(say) {
    say('building the app where it is stale');
    await build();
    const found = sizesOf(join(root, 'packages', 'web', 'dist'));
    return [
      limited('shell, JavaScript', found.shell, 35),
      limited('first load: shell, Arabic, Today, keys and sync', found.first, 80, `of that the worker: ${kB(found.worker)}`),
      limited('style sheets, all', found.css, 8, `named by the page: ${kB(found.firstCss)}`),
      { what: 'the page itself, with its icons', figure: kB(found.html) },
      ...found.routes.map(({ name, bytes }) => limited(`route ${name}`, bytes, 15)),
    ];
  },
};
