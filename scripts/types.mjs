// `npm run types`: every room against its own view of the platform, then all tests, then the screens.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, stand } from './ground.mjs';

await stand();

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const svelteCheck = join(root, 'node_modules', 'svelte-check', 'bin', 'svelte-check');

const jobs = [];
for (const room of readdirSync(join(root, 'packages')).sort()) {
  const folder = join(root, 'packages', room);
  for (const file of readdirSync(folder).filter(
    (name) => /^tsconfig.*\.json$/.test(name) && !(room === 'web' && name === 'tsconfig.json'),
  )) {
    jobs.push({ name: `${room}/${file}`, args: [tsc, '-p', join(folder, file), '--pretty', 'false'] });
  }
}
jobs.push({ name: 'tests', args: [tsc, '-p', join(root, 'tsconfig.tests.json'), '--pretty', 'false'] });
const web = join(root, 'packages', 'web');
if (existsSync(join(web, 'tsconfig.json'))) {
  const args = [svelteCheck, '--workspace', web, '--tsconfig', join(web, 'tsconfig.json'), '--output', 'human', '--fail-on-warnings'];
  jobs.unshift({ name: 'web', args });
}

const run = (job) =>
  new Promise((done) => {
    const child = spawn(process.execPath, job.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', (trouble) => done({ ...job, code: 1, said: trouble.message }));
    child.on('exit', (code) => done({ ...job, code: code ?? 1, said }));
  });

let failed = 0;
const queue = [...jobs];
// Two at a time: what the smallest machine we care for has cores for.
await Promise.all(
  [0, 1].map(async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { name, code, said } = await run(job);
      if (code !== 0) failed++;
      process.stdout.write(code === 0 ? `types ✓ ${name}\n` : `types ✗ ${name}\n${said.trimEnd()}\n`);
    }
  }),
);
process.stdout.write(
  failed === 0 ? `types: ${jobs.length} programs, no errors\n` : `types: ${failed} of ${jobs.length} programs have errors\n`,
);
process.exit(failed === 0 ? 0 : 1);
