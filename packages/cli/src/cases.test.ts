import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayProcess, terminal, type RelayProcess, type Terminal, type Typed } from '@awna/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';

let relay: RelayProcess;
let folder = '';

beforeAll(async () => {
  relay = await relayProcess();
  folder = await mkdtemp(join(tmpdir(), 'awna-cases-'));
});

afterAll(async () => {
  await relay.end();
  await rm(folder, { recursive: true, force: true });
});

const done = (typed: Typed): Record<string, unknown> => {
  if (typed.code !== 0) throw new Error(`exit ${String(typed.code)}: ${[...typed.out, ...typed.err].join('\n')}`);
  return typed.json();
};
const said = ({ out }: Typed): string => out.join('\n');

describe.each([
  {
    lang: 'ar',
    names: ['ليلى', 'عمر', 'سلمى', 'غريب'],
    soFar: 'يلزم 2 من 3',
    gone: 'بقرار الأعضاء',
    mine: 'قضية عنك',
    told: expect.stringContaining('أخرجك الأعضاء') as unknown,
  },
  {
    lang: 'en',
    names: ['Layla', 'Omar', 'Salma', 'Gharib'],
    soFar: 'it takes 2 of 3',
    gone: 'Removed by the members',
    mine: 'about you',
    told: expect.stringContaining('The members removed you') as unknown,
  },
] as const)('[M6] a case, from the question to what became of it ($lang)', ({ lang, names, soFar, gone, mine, told }) => {
  const why = 'took the bread of others, three times';
  const people: Terminal[] = [];
  const [layla, omar, , gharib] = names;
  let [a, b, c, d]: Terminal[] = [];

  beforeAll(async () => {
    for (const name of names) people.push(terminal(run, { home: join(folder, `${lang}-${name}`), lang }));
    [a, b, c, d] = people;
    done(await a!('--json', 'found', 'Hill', '--relay', relay.url, '--name', layla));
    const { link } = done(await a!('--json', 'invite', '--instant', '--uses', '5'));
    for (const [i, person] of people.slice(1).entries()) {
      await person('join', String(link), '--name', names[i + 1] ?? '');
      await a!('sync');
      await person('sync');
    }
  });

  test('opened with a why, for all to read; taken back, it ends', async () => {
    expect((await a!('--json', 'case', 'open', gharib)).json()).toMatchObject({ refused: 'text-missing', field: '--why' });
    expect((await a!('--json', 'case', 'open', layla, '--why', why)).json()).toMatchObject({ refused: 'own-case' });
    expect((await a!('--json', 'case')).code).toBe(2);
    expect(done(await a!('--json', 'case', 'open', gharib, '--why', why))).toMatchObject({ state: 'waiting for 1', needs: 2 });
    expect(said(await b!('cases'))).toContain(soFar);
    const shown = said(await d!('cases'));
    expect(shown).toContain(why);
    expect(shown).toContain(mine);
    expect((await d!('--json', 'case', 'join', '1')).json()).toMatchObject({ refused: 'own-case' });
    expect((await b!('--json', 'case', 'back', '1')).json()).toMatchObject({ refused: 'not-joined' });
    expect(done(await a!('--json', 'case', 'back', '١'))).toMatchObject({ state: 'done' });
    expect((await a!('--json', 'case', 'join', '7')).json()).toMatchObject({ refused: 'case-unknown', field: 'N' });
  });

  test('until it ends the one it is about opens no invite; the last yes removes', async () => {
    expect(done(await c!('--json', 'remove', gharib, '--reason', why))).toMatchObject({ state: 'waiting for 1', needs: 2 });
    await d!('sync');
    const refused = await d!('--json', 'invite');
    expect([refused.code, refused.json()['refused']]).toEqual([1, 'case-open']);
    expect(said(await b!('members'))).toContain(gharib);
    expect(done(await b!('--json', 'remove', gharib))).toMatchObject({ state: 'done', needs: 2 });
    await a!('sync');
    expect(said(await a!('members'))).not.toContain(gharib);
    expect(said(await a!('members', '--all'))).toContain(gone);
    expect(done(await a!('--json', 'state', 'members'))).toMatchObject({ state: { members: { epoch: { count: 1, owed: false } } } });
    // Opened within one minute: which of the two is listed first says nothing.
    const cases = JSON.parse(said(await a!('--json', 'cases'))) as { ending: string }[];
    expect(cases.map(({ ending }) => ending).sort()).toEqual(['removed', 'withdrawn']);
    expect((await a!('--json', 'invites')).json()).toEqual([]);
  });

  test('the removed one is told at the first word they would say, and nothing of it is kept', async () => {
    for (const line of [
      ['need', '--kind', 'food', '--text', 'bread'],
      ['offer', '--kind', 'food', '--text', 'bread'],
      ['take', 'A2A2A2'],
      ['invite'],
      ['admit', '--all'],
      ['me', '--area', 'Old town'],
      ['case', 'open', layla, '--why', why],
      ['leave'],
    ]) {
      const typed = await d!('--json', ...line);
      expect([line, typed.code, typed.json()]).toMatchObject([line, 1, { refused: 'not-a-member', message: told }]);
      expect((await d!('--json', 'outbox')).json()).toMatchObject({ outbox: 0 });
    }
    const sheet = await d!.fed('type,kind,description\nneed,food,soup', '--json', 'import', '-');
    expect([sheet.code, sheet.json()]).toMatchObject([1, { refused: 'not-a-member', message: told }]);
  });

  test('the removed one keeps what was read', async () => {
    const synced = await d!('--json', 'sync');
    expect([synced.code, synced.json()['state']]).toEqual([0, 'removed']);
    expect((await d!('--json', 'spaces')).json()).toMatchObject([{ state: 'removed' }]);
    expect((await d!('cases')).code).toBe(0);
    expect((await d!('need', '--kind', 'food', '--text', 'bread')).code).toBe(1);
    expect(said(await a!('log'))).toContain(omar);
  });
});
