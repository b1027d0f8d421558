import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayAt, terminal, type Terminal, type TestRelay } from '@awna/testkit';
import { languages } from '@awna/words';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freed, setOff } from './dashes.ts';
import { run } from './run.ts';

let relay: TestRelay;
let folder = '';
let me: Terminal;
let link = '';

beforeAll(async () => {
  relay = await relayAt();
  folder = await mkdtemp(join(tmpdir(), 'awna-input-'));
  me = terminal(run, { home: join(folder, 'me') });
  expect((await me('found', 'Hill', '--relay', relay.url, '--name', 'Layla')).code).toBe(0);
  link = String((await me('--json', 'invite', '--instant')).json()['link']);
});

afterAll(async () => {
  await relay.end();
  await rm(folder, { recursive: true, force: true });
});

describe('what is typed wrong is exit 2, with a sentence, and nothing is lost', () => {
  const long = 'خ'.repeat(100_000);
  test.each<[string, string[], string]>([
    ['an unknown command', ['evict', 'x'], 'unknown-command'],
    ['a command of a later day', ['device', 'invite'], 'unknown-command'],
    ['an unknown option', ['need', '--colour', 'red'], 'unknown-option'],
    ['a missing argument', ['take'], 'missing-argument'],
    ['a missing option value', ['need', '--text'], 'missing-option'],
    ['too many words', ['take', 'a', 'b'], 'too-many-arguments'],
    ['no words', ['need', '--kind', 'food', '--text', '   '], 'text-missing'],
    ['100,000 letters', ['need', '--kind', 'food', '--text', long], 'too-long'],
    ['no kind', ['need', '--text', 'bread'], 'kind-unknown'],
    ['an unknown kind', ['need', '--kind', 'زقزوق', '--text', 'bread'], 'kind-unknown'],
    ['a date that is none', ['need', '--kind', 'food', '--text', 'bread', '--by', '31/2/2030'], 'not-a-date'],
    ['a date that has passed', ['need', '--kind', 'food', '--text', 'bread', '--by', '2020-01-01'], 'date-passed'],
    ['an amount that is none', ['need', '--kind', 'food', '--text', 'bread', '--amount', 'many'], 'not-a-number'],
    ['an unknown unit', ['need', '--kind', 'food', '--text', 'bread', '--amount', '3', '--unit', 'zorks'], 'unit-unknown'],
    ['money without its currency', ['need', '--kind', 'money', '--text', 'rent', '--amount', '30'], 'unit-unknown'],
    ['an urgency beyond', ['need', '--kind', 'food', '--text', 'bread', '--urgency', '٤'], 'not-a-number'],
    [
      'an amount of money below the smallest coin',
      ['need', '--kind', 'money', '--text', 'rent', '--amount', '0', '--unit', 'USD'],
      'not-a-number',
    ],
    ['a folder without a name', ['--home', '', 'me'], 'text-missing'],
    ['a weekday', ['need', '--kind', 'food', '--text', 'bread', '--by', 'next friday'], 'not-a-date'],
    ['an hour that is none', ['need', '--kind', 'food', '--text', 'bread', '--by', '2030-03-25 25:00'], 'not-a-date'],
    ['a port that is none', ['relay', '--port', 'x'], 'not-a-number'],
    ['a benchmark that is none', ['bench', 'nope'], 'bench-unknown'],
    ['an empty id', ['show', ''], 'text-missing'],
    ['an empty invite', ['revoke', ' '], 'text-missing'],
    ['an empty group', ['use', ''], 'text-missing'],
    ['an invite for nobody', ['invite', '--uses', '0'], 'not-a-number'],
    ['an instant invite for a week', ['invite', '--instant', '--hours', '168'], 'not-a-number'],
    ['a broken link', ['join', 'https://example.org/#jAAAA', '--name', 'Omar'], 'not-a-link'],
    ['a link of 100,000 letters', ['join', long, '--name', 'Omar'], 'not-a-link'],
    ['no relay address', ['found', 'x', '--relay', 'example'], 'not-an-address'],
    ['a file that is not there', ['act', '/nowhere/at/all.json'], 'no-such-file'],
    ['a sheet that is not there', ['import', '/nowhere/at/all.csv'], 'no-such-file'],
    ['an unknown member', ['choose', 'A2A2A2', 'Nobody'], 'item-unknown'],
    ['an unknown language', ['--lang', 'xx', 'me'], 'lang-unknown'],
    ['a place beyond the log', ['state', '--at', '99999'], 'no-such-place'],
    ['an unknown feature', ['state', 'fund'], 'no-such-feature'],
    ['an outcome that is none', ['cancel', 'x', '--why', 'because'], 'outcome-unknown'],
  ])('%s', async (_, argv, reason) => {
    const typed = await me('--json', ...argv);
    expect(typed.json()).toMatchObject({ refused: reason });
    expect(String(typed.json()['message']).length).toBeGreaterThan(5);
    expect(typed.code).toBe(reason === 'item-unknown' ? 1 : 2);
    const { size } = (await me('--json', 'outbox')).json();
    expect(size).toBe(2);
  });

  test('facts that are none say which', async () => {
    for (const [input, reason] of [
      ['', 'not-json'],
      ['{', 'not-json'],
      ['[]', 'text-missing'],
      ['{"type":"exchange/need-posted@1"}', 'malformed'],
      ['{"type":"x","data":{"a":0.5}}', 'malformed'],
      [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'malformed'],
      ['{"type":"x","data":{},"sealed":[{"to":["me"],"fields":{}}]}', 'malformed'],
      ['{"type":"x","data":{},"keep":31}', 'malformed'],
      ['{"type":"fund/spent@1","data":{}}', 'malformed'],
    ] as const) {
      const typed = await me.fed(input, '--json', 'act', '-');
      expect([input.slice(0, 40), typed.code, typed.json()['refused']]).toEqual([input.slice(0, 40), 2, reason]);
    }
    const second = await me.fed('[{"type":"members/profile-set@1","data":{}},{"type":"x"}]', '--json', 'act', '-');
    expect(second.json()).toMatchObject({ index: 1, line: 1, field: 'data' });
  });

  test('of a fact of the wrong shape the line and the field are named, in the text too, and nothing is written', async () => {
    const until = Math.floor(Date.now() / 60_000) + 1440;
    const data = {
      kind: 'food',
      urgency: 0,
      by: null,
      until,
      amount: { n: 1, unit: 'kg' },
      slots: null,
      split: true,
      for: 'self',
      again: null,
    };
    const fact = (over: object, more: object = {}) => ({
      type: 'exchange/need-posted@1',
      data: { ...data, confidential: false, ...over },
      ...more,
    });
    for (const [wrong, field] of [
      [fact({ kind: 'bread' }), 'data.kind'],
      [fact({ amount: { n: '3', unit: 'kg' } }), 'data.amount.n'],
      [fact({ zork: 1 }), 'data.zork'],
      [fact({ slots: [null, null] }), 'data'],
      [fact({}, { type: 'exchange/need-posted@9' }), 'type'],
      [fact({}, { type: 7 }), 'type'],
      [fact({}, { keep: 31 }), 'keep'],
      [fact({}, { part: 'words' }), 'part'],
      [fact({}, { sealed: [], zork: 1 }), 'zork'],
      ['words', '{}'],
    ] as const) {
      const good = fact({}, { part: { text: '[{"\\\n' } });
      const file = `[\n${JSON.stringify(good)},\n\n  ${JSON.stringify(wrong)}\n]`;
      const typed = await me.fed(file, '--json', 'act', '-');
      expect([typed.code, typed.json()]).toMatchObject([2, { refused: 'malformed', index: 1, line: 4, field }]);
      for (const lang of languages) {
        const said = await terminal(run, { home: join(folder, 'me'), lang }).fed(file, 'act', '-');
        expect([said.code, said.err.join()]).toEqual([2, expect.stringMatching(new RegExp(`4.*${field}`, 's'))]);
      }
    }
    expect((await me('--json', 'outbox')).json()).toMatchObject({ outbox: 0 });
  });

  test.each<[string, string[], string, string]>([
    ['someone at the door', ['admit', 'Nobody'], 'invite-unknown', 'awna admit'],
    ['an item', ['take', 'nope'], 'item-unknown', 'awna board'],
    ['a group', ['use', 'nope'], 'unknown-space', 'awna spaces'],
    ['a group to erase', ['forget', 'nope', '--yes'], 'unknown-space', 'awna spaces'],
  ])('%s that is not known is named back, with the command that lists them, in both languages', async (_, argv, reason, hint) => {
    for (const lang of languages) {
      const typed = await terminal(run, { home: join(folder, 'me'), lang })('--json', ...argv);
      expect(typed.json()).toMatchObject({ refused: reason });
      expect(typed.json()['message']).toContain(argv[1]);
      expect(typed.json()['message']).toContain(hint);
    }
  });

  test('an invite that is not known is named back, with those that are open', async () => {
    const { id } = (await me('--json', 'invite')).json();
    for (const lang of languages) {
      const typed = await terminal(run, { home: join(folder, 'me'), lang })('--json', 'revoke', 'nope');
      expect(typed.json()).toMatchObject({ refused: 'invite-unknown', field: 'ID' });
      expect(typed.json()['message']).toContain('nope');
      expect(typed.json()['message']).toContain(String(id));
    }
    expect((await me('revoke', String(id))).code).toBe(0);
  });

  test('without --json the sentence goes to stderr, in the language of the reader', async () => {
    const typed = await terminal(run, { home: join(folder, 'me'), lang: 'ar' })('take');
    expect([typed.code, typed.out]).toEqual([2, []]);
    expect(typed.err.join(' ')).toContain('ينقص');
  });
});

describe('what is typed oddly and right', () => {
  test('emoji, overrides and three digit scripts come through, and are shown without what steers a terminal', async () => {
    const text = 'خبز 🍞\u202e abc \u001b[31m red';
    const { id } = (await me('--json', 'need', '--kind', 'طعام', '--text', text, '--amount', '۳', '--unit', 'kg', '--urgency', '٢')).json();
    const item = (await me('--json', 'show', String(id))).json();
    expect(item).toMatchObject({ text, shares: { n: 3, unit: 'kg' }, urgency: 2 });
    const page = (await me('show', String(id))).out.join('\n');
    expect(page).toContain('🍞');
    const steering = (letter: string): boolean => (letter < ' ' && letter !== '\n') || (letter >= '\u202a' && letter <= '\u202e');
    expect([...page].filter(steering)).toEqual([]);
  });

  test('facts act as they stand in the log, one or several, from standard input', async () => {
    const until = Math.floor(Date.now() / 60_000) + 1440;
    const data = {
      kind: 'goods',
      urgency: 0,
      by: null,
      until,
      amount: null,
      slots: null,
      split: true,
      for: 'self',
      again: null,
      confidential: false,
    };
    const fact = { type: 'exchange/need-posted@1', data, part: { text: 'a ladder' }, keep: 90 };
    const typed = await me.fed(
      JSON.stringify([fact, { type: 'members/profile-set@1', data: {}, part: { name: 'Layla' } }]),
      '--json',
      'act',
      '-',
    );
    expect(typed.code).toBe(0);
    const accepted = typed.json()['accepted'] as { id: string; place: number }[];
    expect(accepted.map(({ place }) => typeof place)).toEqual(['number', 'number']);
    expect((await me('show', accepted[0]?.id ?? '')).out.join()).toContain('a ladder');
  });

  test('a moment of another year is shown with its year', async () => {
    const { id } = (await me('--json', 'need', '--kind', 'food', '--text', 'bread', '--by', '25/3/2099')).json();
    expect((await me('show', String(id))).out.join(' ')).toContain('March 25, 2099');
  });

  test('money is counted in minor units of its currency', async () => {
    const { id } = (await me('--json', 'need', '--kind', 'money', '--text', 'rent', '--amount', '50', '--unit', 'USD')).json();
    expect((await me('--json', 'show', String(id))).json()['shares']).toMatchObject({ n: 5000, unit: 'USD' });
  });
});

describe('ids that begin with a dash', () => {
  test('are ids, wherever they stand, and not options', async () => {
    const id = '-pc87ovpgLv0BUqlg5feag';
    for (const argv of [
      ['show', id],
      ['take', id],
      ['contact', id, 'words'],
      ['take', '--n', '1', id],
    ])
      expect((await me('--json', ...argv)).json()).toMatchObject({ refused: 'item-unknown' });
    expect((await me('--json', 'revoke', id)).json()).toMatchObject({ refused: 'invite-unknown' });
    expect((await me('--json', 'use', id)).json()).toMatchObject({ refused: 'unknown-space' });
    expect((await me('--json', 'show', '-x')).json()).toMatchObject({ refused: 'unknown-option' });
    expect(freed(setOff(['a', id]))).toEqual(['a', id]);
    expect(freed({ with: ` ${id}`, n: ' -3' })).toEqual({ with: id, n: ' -3' });
  });
});

describe('a device is one, never two', () => {
  test('a folder that another awna holds is exit 1 and says so; then it is free again', async () => {
    const there = terminal(run, { home: join(folder, 'held') });
    let begun = (): void => undefined;
    const holding = new Promise<void>((resolve) => (begun = resolve));
    await there('join', link, '--name', 'Omar');
    await me('sync');
    await there('sync');
    const watching = there.begins(begun, '--json', 'watch', '--from', '0');
    await holding;
    const second = await there('--json', 'me');
    expect([second.code, second.json()['refused']]).toEqual([1, 'home-busy']);
    watching.stop();
    await watching.over;
    expect((await there('me')).code).toBe(0);
  }, 60_000);

  test('a folder that cannot be one is exit 2', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'x');
    expect((await terminal(run, { home: file })('--json', 'me')).json()).toMatchObject({ refused: 'home-unusable', field: '--home' });
  });
});

describe('invites that are over', () => {
  test('used up, and unknown to the group', async () => {
    const late = await terminal(run, { home: join(folder, 'late') })('--json', 'join', link, '--name', 'Salma');
    await me('sync');
    const answer = late.code === 0 ? await terminal(run, { home: join(folder, 'late') })('--json', 'sync') : late;
    expect([answer.code, answer.json()['refused']]).toEqual([1, 'invite-used-up']);
  });
});

describe('the process', () => {
  const awna = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, LANG: 'C', AWNA_HOME: join(folder, 'me') },
    });
  test('exits as the contract says, answers on stdout only', () => {
    const good = awna('--json', 'me');
    expect([good.status, good.stderr]).toEqual([0, '']);
    expect(JSON.parse(good.stdout)).toMatchObject({ name: 'Layla', group: 'Hill' });
    const bad = awna('evict', 'x');
    expect([bad.status, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr).toContain('evict');
    expect(awna('--help').stdout).toContain('still-needed');
  });
});
