import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayProcess, terminal } from '@awna/testkit';
import { expect, test } from 'vitest';
import { run } from './run.ts';

test('a relay that tells two stories: exit 4, the evidence in a file, nothing sent any more and nothing lost', async () => {
  const relay = await relayProcess();
  const folder = await mkdtemp(join(tmpdir(), 'awna-alarm-'));
  const [a, b] = ['a', 'b'].map((name) => terminal(run, { home: join(folder, name) }));
  if (!a || !b) throw new Error('nobody');
  try {
    await a('found', 'Hill', '--relay', relay.url, '--name', 'Layla');
    const { link } = (await a('--json', 'invite', '--instant')).json();
    await b('join', String(link), '--name', 'Omar');
    await a('sync');
    expect((await b('sync')).code).toBe(0);

    // The relay's folder is put back to what it was before Layla's need, and Omar writes in its place.
    await relay.kill();
    const before = join(folder, 'before');
    await cp(relay.folder, before, { recursive: true });
    await relay.again();
    expect((await a('need', '--kind', 'food', '--text', 'bread')).code).toBe(0);
    await relay.kill();
    await rm(relay.folder, { recursive: true });
    await cp(before, relay.folder, { recursive: true });
    await relay.again();
    expect((await b('offer', '--kind', 'food', '--text', 'lemons')).code).toBe(0);

    const told = await a('--json', 'sync');
    expect(told.code).toBe(4);
    const { refused, evidence, message } = told.json();
    expect([refused, String(message).length > 20]).toEqual(['fork', true]);
    expect((await readFile(String(evidence))).length).toBeGreaterThan(100);
    expect((await a('need', '--kind', 'goods', '--text', 'a ladder')).code).toBe(4);
    const board = await a('board');
    expect([board.code, board.out.join(' ').includes('bread'), board.err.join(' ').includes('evidence-fork')]).toEqual([4, true, true]);
    expect((await a('--json', 'state')).json()).toMatchObject({ size: 4 });
    expect((await b('sync')).code).toBe(0);
  } finally {
    await relay.end();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
