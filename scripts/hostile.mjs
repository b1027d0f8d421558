// `node scripts/hostile.mjs 10`: ten rounds more of malformed inputs for every parser, of seeds that no round had before.
// Each is a piece of a minute or so; what is done is kept in hostile.json, so that it can be broken off and gone on with.
// A seed that fails is said at the end and met again with HOSTILE_SEED=… npx vitest run FILE.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { follow, root, stand } from './ground.mjs';

const file = new URL('hostile.json', import.meta.url);
const tests = [
  'base/src/hostile',
  'base/src/cbor.hostile',
  'core/src/hostile',
  'crypto/src/hostile',
  'crypto/src/curve.hostile',
  'wire/src/hostile',
  'device/src/group/hostile',
  'cli/src/import/hostile',
];

/** Seeds 1 … next − 1 are done; `inputs` for each parser so far. */
const begun = { next: 1, inputs: 0, failed: [] };

await stand();
const done = await readFile(file, 'utf8').then(
  (text) => JSON.parse(text),
  () => begun,
);
const until = done.next + Number(process.argv[2] ?? 1);
const inputs = Number(process.env['HOSTILE'] ?? 100_000);

while (done.next < until) {
  const env = { ...process.env, HOSTILE: String(inputs), HOSTILE_SEED: String(done.next) };
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project=unit', ...tests.map((name) => `packages/${name}`)];
  const code = await follow(process.execPath, command, { cwd: root, env });
  if (code === null || code > 1) process.exit(code ?? 1);
  if (code === 1) done.failed.push(done.next);
  done.next++;
  done.inputs += inputs;
  await writeFile(file, `${JSON.stringify(done)}\n`);
}
process.stdout.write(`${done.inputs} inputs a parser, seeds that failed: ${done.failed.join(', ') || 'none'}\n`);
process.exit(done.failed.length > 0 ? 1 : 0);
