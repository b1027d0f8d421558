import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayAt, terminal } from '@awna/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'awna-unreachable-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a relay that does not answer', () => {
  const nowhere = 'http://127.0.0.1:9';
  test('found: it is said that nothing was begun, and nothing was', async () => {
    for (const [lang, words] of [
      ['ar', 'لم يبدأ شيء'],
      ['en', 'Nothing was begun'],
    ] as const) {
      const who = terminal(run, { home: join(folder, `alone-${lang}`), lang });
      const typed = await who('--json', 'found', 'Hill', '--relay', nowhere);
      expect([typed.code, typed.json()['refused']]).toEqual([3, 'relay-unreachable']);
      expect(typed.json()['message']).toContain(words);
      expect(typed.json()['message']).toContain(nowhere);
      expect((await who('--json', 'spaces')).out).toEqual(['[]']);
    }
  });

  test('join: the link is kept, and the next sync knocks again', async () => {
    const other = await relayAt();
    const host = terminal(run, { home: join(folder, 'host') });
    await host('found', 'Hill', '--relay', other.url, '--name', 'Layla');
    const invite = String((await host('--json', 'invite', '--instant')).json()['link']);
    await other.stop();
    const who = terminal(run, { home: join(folder, 'knocking') });
    const typed = await who('join', invite, '--name', 'Omar');
    expect([typed.code, typed.err.join(' ')]).toEqual([3, expect.stringContaining('knocks again')]);
    expect((await who('board')).code).toBe(1);
    await other.restart();
    await who('sync');
    await host('sync');
    expect((await who('sync')).code).toBe(0);
    expect((await who('me')).out.join(' ')).toContain('Omar');
    await other.stop();
    const old = await who('board');
    expect([old.code, old.err.join(' ')]).toEqual([0, expect.stringContaining('what this device knew last')]);
    await other.end();
  });
});

test('a relay that cannot listen where it should says so before it starts', async () => {
  const relay = await relayAt();
  const { port } = new URL(relay.url);
  for (const [lang, words] of [
    ['ar', 'عند برنامج آخر'],
    ['en', 'Another program'],
  ] as const) {
    const who = terminal(run, { home: join(folder, 'relay'), lang });
    const typed = await who('--json', 'relay', '--no-web', '--port', port);
    expect([typed.code, typed.json()['refused']]).toEqual([2, 'port-busy']);
    expect(typed.json()['message']).toContain(words);
    for (const host of ['203.0.113.1', ''])
      expect((await who('--json', 'relay', '--no-web', '--host', host)).json()).toMatchObject({
        refused: 'host-unusable',
        field: '--host',
      });
  }
  await relay.end();
});

test('import: what came in is kept, and that it waits is said once', async () => {
  const relay = await relayAt();
  const who = terminal(run, { home: join(folder, 'importer') });
  await who('found', 'Hill', '--relay', relay.url, '--name', 'Layla');
  await relay.stop();
  const rows = Array.from({ length: 45 }, (_, i) => `need,food,bread ${String(i)}`);
  const bad = Array.from({ length: 70 }, () => 'need,zork,?');
  const typed = await who.fed(['type,kind,description', ...rows, ...bad].join('\n'), '--json', 'import', '-');
  expect([typed.code, typed.json()['imported'], (typed.json()['bad'] as unknown[]).length]).toEqual([3, 45, 70]);
  expect(typed.err.filter((line) => line.includes('out of reach'))).toHaveLength(1);
  expect(typed.err.filter((line) => line.startsWith('Line '))).toHaveLength(50);
  expect(typed.err.join('\n')).toContain('20 more lines');
  expect((await who('--json', 'outbox')).json()).toMatchObject({ outbox: 45 });
  await relay.end();
});
