import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terminal } from '@awna/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'awna-demo-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Lives {
  readonly space: string;
  readonly stateRoot: string;
  readonly homes: { readonly keeper: string; readonly terminal: string };
}

test('a demo is made once and opened again as it was, in the language of the terminal', async () => {
  const data = join(folder, 'hill');
  const [ar, en] = (['ar', 'en'] as const).map((lang) => terminal(run, { home: join(folder, 'home'), lang }));
  if (!ar || !en) throw new Error('nobody');
  const made = await ar('--json', 'demo', '--data', data, '--people', '5', '--days', '3', '--seed', 'x');
  expect([made.code, made.err[0]]).toEqual([0, 'اليوم 1 من 3…']);
  const { made: first } = made.json() as { made: Lives };
  const again = await en('--json', 'demo', '--data', data);
  expect([again.code, again.json()['again']]).toEqual([0, first]);
  expect((await ar('demo', '--data', data)).out[0]).toContain('فُتح من جديد');
  expect((await en('demo', '--data', data)).out[0]).toContain('Opened again');
  // The devices that stay know the relay at one port only.
  const neighbour = terminal(run, { home: first.homes.terminal });
  const { space, relay } = (await neighbour('--json', 'me')).json();
  expect(space).toBe(first.space);
  const port = Number(new URL(String(relay)).port);
  expect((await en('--json', 'demo', '--data', data, '--port', '81')).json()).toMatchObject({ refused: 'other-port', field: '--port' });
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const busy = await en('--json', 'demo', '--serve', '--no-web', '--data', data);
  other.close();
  expect([busy.code, busy.json()['refused']]).toEqual([2, 'port-busy']);
});

test('a folder that holds something else is left alone', async () => {
  const me = terminal(run, { home: join(folder, 'home') });
  await writeFile(join(folder, 'something'), 'x');
  const typed = await me('--json', 'demo', '--data', folder);
  expect([typed.code, typed.json()['refused'], typed.json()['field']]).toEqual([2, 'folder-in-use', '--data']);
  expect((await me('--json', 'demo', '--data', '')).json()).toMatchObject({ refused: 'text-missing', field: '--data' });
});
