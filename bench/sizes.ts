import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { kB, type Area, type Row } from './table.ts';

const root = join(import.meta.dirname, '..');

/** Builds the app where its sources have changed since it was built last. */
async function build(): Promise<void> {
  const script = `const { buildWeb } = await import(${JSON.stringify(join(root, 'scripts', 'web.mjs'))}); process.exit(await buildWeb());`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the app was not built');
}

/** What a phone loads. */
export const sizes: Area = {
  name: 'sizes',
  title: 'Sizes of the web app after gzip',
  async measure(say) {
    say('building the app where it is stale');
    await build();
    // What is weighed is read when the module is: not before it is built.
    const { sizes: weighed } = await import('../packages/web/bench/sizes.ts');
    return weighed().map(({ what, bytes, gate }): Row => ({
      what,
      figure: kB(bytes),
      ...(gate === null ? {} : { gate: { says: `≤ ${kB(gate)}`, passes: bytes <= gate } }),
    }));
  },
};
