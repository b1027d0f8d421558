// The built web app, made again only when a source it comes from has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileWords, follow, root } from './ground.mjs';

/** The rooms whose sources end up in a browser. */
const rooms = ['base', 'core', 'crypto', 'wire', 'device', 'words', 'web'];

export const webDist = join(root, 'packages', 'web', 'dist');
const stamp = join(root, 'packages', 'web', '.built');

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['node_modules', 'dist', '.built', 'generated'].includes(entry.name) || /\.(test|bench)\.ts$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const path of [join(root, 'package-lock.json'), ...rooms.flatMap((room) => [...filesUnder(join(root, 'packages', room))])]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Builds the web app where it is missing or stale. Resolves to the exit code of the build. */
export async function buildWeb({ force = false } = {}) {
  const hash = sourceHash();
  if (!force && existsSync(join(webDist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 0;
  rmSync(stamp, { force: true });
  process.stderr.write('نبني التطبيق…\nBuilding the app…\n');
  if (!compileWords()) return 1;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await follow(process.execPath, [vite, 'build', '--logLevel', force ? 'warn' : 'error'], {
    cwd: join(root, 'packages', 'web'),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code === 0) writeFileSync(stamp, hash);
  return code;
}
