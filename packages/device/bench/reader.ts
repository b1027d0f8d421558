import { base64url } from '@awna/base';
import { openHome } from '@awna/device';
import { must, platformOf } from '@awna/testkit';
import { sqliteStore } from '../src/store/sqlite.ts';

// Another member's device, as a process of its own: `reader.ts FILE SEAL SPACE`. Looks at the board and says when which texts came.
const [file = '', seal = '', space = ''] = process.argv.slice(2);
const platform = await platformOf({ store: sqliteStore(file), seal: new Uint8Array(Buffer.from(seal, 'hex')) });
const home = await openHome(platform, { live: true });
const group = home.group(base64url(new Uint8Array(Buffer.from(space, 'hex'))));
must(await group.sync());
const seen = new Set<string>();
group.watch('board', {}, ({ needs }) => {
  const now = performance.timeOrigin + performance.now();
  for (const { id, text } of needs) {
    if (seen.has(id) || text === null) continue;
    seen.add(id);
    process.stdout.write(`${JSON.stringify([id, now])}\n`);
  }
});
while ((await group.status()).unchecked > 0) await new Promise((resume) => setTimeout(resume, 20));
process.stdout.write('"here"\n');
process.stdin.resume().on('end', () => process.exit(0));
