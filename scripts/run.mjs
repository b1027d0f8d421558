// `node scripts/run.mjs FILE …`: runs a file of this project on the pinned Node, packages installed.
import { resolve } from 'node:path';
import { follow, root, stand } from './ground.mjs';

await stand();
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  process.stderr.write('run.mjs: which file?\n');
  process.exit(2);
}
process.exit(await follow(process.execPath, [resolve(root, file), ...rest], { cwd: process.cwd() }));
