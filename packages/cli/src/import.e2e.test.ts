import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayAt, sheet, spoiled, terminal, type Terminal, type TestRelay } from '@awna/testkit';
import { openNodeHome } from '@awna/device/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run.ts';

let relay: TestRelay;
let folder = '';
let layla: Terminal;
let omar: Terminal;

beforeAll(async () => {
  relay = await relayAt();
  folder = await mkdtemp(join(tmpdir(), 'awna-import-'));
  layla = terminal(run, { home: join(folder, 'a'), lang: 'ar' });
  omar = terminal(run, { home: join(folder, 'b') });
  await layla('found', 'جيران', '--relay', relay.url, '--name', 'ليلى');
  const { link } = (await layla('--json', 'invite', '--instant')).json();
  await omar('join', String(link), '--name', 'عمر');
  await layla('sync');
  expect((await omar('sync')).code).toBe(0);
});

afterAll(async () => {
  await relay.end();
  await rm(folder, { recursive: true, force: true });
});

interface Item {
  readonly contactNote: string | null;
  readonly forWhom: string | null;
  readonly forOther: boolean;
  readonly confidential: boolean;
  readonly id: string;
}

test('two hundred lines come in, the planted bad ones are named; twice is once; contacts are for the importer alone', async () => {
  const [header = '', ...lines] = sheet('e2e', 200);
  const mixed = [header];
  lines.forEach((line, i) => {
    mixed.push(line);
    const bad = i % 20 === 19 ? spoiled[(i - 19) / 20]?.[1] : undefined;
    if (bad !== undefined) mixed.push(bad);
  });
  const file = join(folder, 'sheet.csv');
  await writeFile(file, mixed.join('\n'));

  const first = await layla('--json', 'import', file);
  expect(first.code).toBe(0);
  const report = first.json();
  expect(report).toMatchObject({ imported: 200, before: 0, skipped: spoiled.length });
  expect((report['bad'] as { reason: string }[]).map(({ reason }) => reason)).toEqual(spoiled.map(([reason]) => reason));
  expect(first.err.filter((line) => line.startsWith('السطر'))).toHaveLength(spoiled.length);

  const again = (await layla('--json', 'import', file)).json();
  expect(again).toMatchObject({ imported: 0, before: 200 });

  const board = (await omar('--json', 'board')).json() as { needs: Item[]; offers: Item[] };
  expect(board.needs.length + board.offers.length).toBe(200);
  const withNote = (report['accepted'] as { id: string }[]).map(({ id }) => id);
  let seen = 0;
  for (const id of withNote.slice(0, 12)) {
    const mine = (await layla('--json', 'show', id)).json() as unknown as Item;
    const theirs = (await omar('--json', 'show', id)).json() as unknown as Item;
    expect(theirs).not.toHaveProperty('refused');
    // X5: of a confidential one not even that it is for somebody else.
    expect(theirs).toMatchObject({ contactNote: null, forWhom: null, forOther: !theirs.confidential });
    expect(mine.forWhom).not.toBeNull();
    if (mine.contactNote !== null) seen++;
  }
  expect(seen).toBeGreaterThan(5);
}, 120_000);

test('an import that ended before it wrote down what came in does not bring it in again', async () => {
  const file = join(folder, 'again.csv');
  await writeFile(file, sheet('again', 30).join('\n'));
  const home = join(folder, 'a');
  expect((await layla('--json', 'import', file)).json()).toMatchObject({ imported: 30 });
  const device = await openNodeHome(home, { live: false });
  const [card] = await device.spaces();
  await device.keep(`import/${card?.space ?? ''}`, null);
  await device.close();
  const { size } = (await layla('--json', 'outbox')).json();
  expect((await layla('--json', 'import', file)).code).toBe(0);
  expect((await layla('--json', 'outbox')).json()).toMatchObject({ size, outbox: 0 });
});

test('a dry run brings nothing in', async () => {
  const file = join(folder, 'dry.csv');
  await writeFile(file, sheet('dry', 5).join('\n'));
  const { outbox, size } = (await layla('--json', 'outbox')).json();
  expect((await layla('--json', 'import', file, '--dry')).json()).toMatchObject({ imported: 0, lines: 5 });
  expect((await layla('--json', 'outbox')).json()).toMatchObject({ outbox, size });
});

test('what cannot be a sheet is exit 2 with the reason', async () => {
  const file = join(folder, 'odd.csv');
  for (const [bytes, reason] of [
    ['', 'empty'],
    ['colour\nred\n', 'no-columns'],
    ['\0\0\0\0\0\0\0\0\0', 'not-text'],
  ] as const) {
    await writeFile(file, bytes);
    const typed = await layla('--json', 'import', file);
    expect([typed.code, typed.json()['refused']]).toEqual([2, reason]);
  }
  await writeFile(file, '{"columns":{"x":"zork"}}');
  expect((await layla('--json', 'import', file, '--map', file)).json()).toMatchObject({ refused: 'unknown-role', field: '--map' });
});
