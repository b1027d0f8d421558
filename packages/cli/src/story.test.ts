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
  folder = await mkdtemp(join(tmpdir(), 'awna-story-'));
});

afterAll(async () => {
  await relay.end();
  await rm(folder, { recursive: true, force: true });
});

const done = (typed: Typed): Record<string, unknown> => {
  if (typed.code !== 0) throw new Error(`exit ${String(typed.code)}: ${[...typed.out, ...typed.err].join('\n')}`);
  return typed.json();
};

const stateOf = async (who: Terminal): Promise<{ size: unknown; stateRoot: unknown }> => {
  await who('sync');
  const { size, stateRoot } = done(await who('--json', 'state'));
  return { size, stateRoot };
};

describe.each([
  { lang: 'ar', layla: 'ليلى', omar: 'عمر', words: 'خبز وحليب لأربعة', thanks: 'شكرًا من القلب', said: 'تكفّلتُ', kept: 'محفوظ' },
  {
    lang: 'en',
    layla: 'Layla',
    omar: 'Omar',
    words: 'bread and milk for four',
    thanks: 'thank you',
    said: 'You took it on',
    kept: 'kept on this device',
  },
] as const)('a need travels from a tap to a neighbour’s hands ($lang)', ({ lang, layla, omar, words, thanks, said, kept }) => {
  let a: Terminal;
  let b: Terminal;
  let code = '';

  beforeAll(() => {
    a = terminal(run, { home: join(folder, `${lang}-a`), lang });
    b = terminal(run, { home: join(folder, `${lang}-b`), lang });
  });

  test('founded; an instant invite is answered by a device that watches the door', async () => {
    const { space, genesis } = done(await a('--json', 'found', 'جيران', '--relay', relay.url, '--name', layla));
    expect(genesis).toMatch(/^[\w-]{43}$/);
    const { link, uses } = done(await a('--json', 'invite', '--instant', '--uses', '3'));
    expect(uses).toBe(3);
    const heard: string[] = [];
    const door = a.begins((line) => heard.push(line), '--json', 'watch', '--greet');
    const joined = done(await b('--json', 'join', String(link), '--name', omar, '--wait', '30'));
    expect(joined).toMatchObject({ space, state: 'joined' });
    door.stop();
    expect((await door.over).code).toBe(0);
    expect(heard.some((line) => line.includes('members/admitted@1'))).toBe(true);
    expect((await b('members')).out.join('\n')).toContain(layla);
  });

  test('asked, in any digits; found by its spoken code; taken on', async () => {
    const need = done(
      await a(
        '--json',
        'need',
        '--kind',
        lang === 'ar' ? 'طعام' : 'food',
        '--text',
        words,
        '--amount',
        '٣',
        '--unit',
        'وجبة',
        '--area',
        'الساحة',
        '--by',
        'غدا',
      ),
    );
    expect(need).toMatchObject({ place: 3 });
    code = String(need[lang === 'ar' ? 'codeArabic' : 'code']);
    const board = await b('board');
    expect(board.out.join('\n')).toContain(words);
    const taken = await b('take', code);
    expect(taken.code).toBe(0);
    expect(taken.out.join('\n')).toContain(said);
    expect(done(await b('--json', 'show', code))).toMatchObject({
      step: 'taken',
      takenBy: [{ name: omar }],
      shares: { n: 3, unit: 'meal' },
    });
  });

  test('[X4] the other is told what a rule refuses, with exit 1', async () => {
    const again = await b('--json', 'take', code);
    expect(again.code).toBe(1);
    expect(again.json()).toMatchObject({ refused: 'already-held' });
    expect((await a('handed', code)).code).toBe(1);
  });

  test('[X5] the relay dies and comes back in the middle; what was said meanwhile waits with exit 3', async () => {
    await relay.kill();
    const alone = await b('--json', 'contact', code, '0900 555 111');
    expect(alone.code).toBe(3);
    expect(alone.json()).toMatchObject({ accepted: [{ place: null }] });
    expect(alone.err.join('\n')).toContain(kept);
    expect(done(await b('--json', 'outbox'))).toMatchObject({ outbox: 1 });
    expect((await b('sync')).code).toBe(3);
    await relay.again();
    expect(done(await b('--json', 'sync'))).toMatchObject({ outbox: 0, sent: 1 });
    const { hands } = done(await a('--json', 'show', code));
    expect(hands).toMatchObject([{ theirContact: '0900 555 111' }]);
  });

  test('[X4] met, handed over, received, thanked', async () => {
    expect((await a('handover', code, '--at', 'غدا', '--place', 'عند الحديقة')).code).toBe(0);
    expect((await b('say', code, 'في الطريق 🚲')).code).toBe(0);
    expect((await b('handed', code)).code).toBe(0);
    expect((await a('received', code)).code).toBe(0);
    expect((await a('thank', code, thanks)).code).toBe(0);
    const item = done(await b('--json', 'show', code));
    expect(item).toMatchObject({ step: 'ended', ending: 'done' });
    expect(JSON.stringify(item['hands'])).toContain(thanks);
  });

  test('[X4] of what is over it is said so, and never that it belongs to somebody else', async () => {
    for (const [who, line, refused] of [
      [a, ['received', code], 'already-confirmed'],
      [a, ['received', code, '--with', omar], 'already-confirmed'],
      [b, ['handed', code], 'already-confirmed'],
      [b, ['contact', code, '0900 555 111'], 'item-ended'],
      [b, ['address', code, 'x'], 'item-ended'],
      [b, ['handover', code, '--at', 'غدا'], 'item-ended'],
      [b, ['release', code], 'item-ended'],
      [b, ['take', code], 'item-ended'],
      [a, ['thank', code, 'x'], 'already-thanked'],
      [a, ['handed', code], 'not-yours'],
      [b, ['received', code], 'not-yours'],
    ] as const) {
      const typed = await who('--json', ...line);
      expect([line, typed.code, typed.json()['refused']]).toEqual([line, 1, refused]);
    }
  });

  test('both hold one state, and every signature of it verifies', async () => {
    const mine = await stateOf(a);
    expect(await stateOf(b)).toEqual(mine);
    expect(done(await b('--json', 'verify', '--full'))).toMatchObject({ ok: true, void: 0, refused: 0, frames: mine.size });
    const logged = (await a('--json', 'log')).lines();
    expect(logged.map(({ place }) => place)).toEqual(logged.map((_, i) => i));
    expect(logged.at(-1)).toMatchObject({ facts: [{ type: 'exchange/thanked@1' }], judged: ['ok'] });
  });

  test('the state of an earlier place can be asked for', async () => {
    const then = done(await a('--json', 'state', 'members', '--at', '0'));
    expect(then['size']).toBe(1);
    expect(Object.keys((then['state'] as { members: { people: object } }).members.people)).toHaveLength(1);
    expect((await a('state', '--at', '9999')).code).toBe(2);
  });
});

describe('[M2] coming in by request', () => {
  test('waits for a yes; a no is said kindly; a link that ran out says so', async () => {
    const [a, b, c] = ['req-a', 'req-b', 'req-c'].map((name) => terminal(run, { home: join(folder, name) }));
    if (!a || !b || !c) throw new Error('nobody');
    done(await a('--json', 'found', 'Hill', '--relay', relay.url, '--name', 'Layla'));
    const { link, id } = done(await a('--json', 'invite', '--uses', '1'));
    expect(done(await b('--json', 'join', String(link), '--name', 'Omar'))).toMatchObject({ state: 'waiting', member: null });
    expect((await b('need', '--kind', 'food', '--text', 'bread')).code).toBe(1);
    expect(done(await a('--json', 'sync'))).toMatchObject({ letters: 1 });
    expect(done(await a('--json', 'admit'))).toMatchObject({ waiting: [{ name: 'Omar' }] });
    expect(done(await a('--json', 'admit', '--all'))).toMatchObject({ state: 'joined', admitted: [{ name: 'Omar' }] });
    expect((await b('sync')).code).toBe(0);
    expect((await b('me')).out.join('\n')).toContain('Omar');
    const late = await c('--json', 'join', String(link), '--name', 'Salma');
    expect([0, 1]).toContain(late.code);
    await a('sync');
    const answered = await c('--json', 'sync');
    expect(answered.code).toBe(1);
    expect(answered.json()).toMatchObject({ refused: 'invite-used-up' });
    expect((await a('--json', 'revoke', String(id))).code).toBe(0);
    expect((await a('--json', 'revoke', String(id))).json()).toMatchObject({ refused: 'invite-closed' });
  });
});

describe('[X5] a confidential need', () => {
  test('shows its words to the one who is chosen only', async () => {
    const [a, b] = ['conf-a', 'conf-b'].map((name) => terminal(run, { home: join(folder, name) }));
    if (!a || !b) throw new Error('nobody');
    done(await a('--json', 'found', 'Hill', '--relay', relay.url, '--name', 'Layla'));
    const { link } = done(await a('--json', 'invite', '--instant'));
    await b('join', String(link), '--name', 'Omar');
    await a('sync');
    await b('sync');
    const { id } = done(await a('--json', 'need', '--kind', 'health', '--text', 'insulin for my daughter', '--area', 'Old town'));
    expect((await b('show', String(id))).out.join('\n')).not.toContain('insulin');
    expect((await b('take', String(id))).code).toBe(0);
    expect((await a('choose', String(id), 'Omar', '--contact', '0900 555 222')).code).toBe(0);
    const opened = (await b('show', String(id))).out.join('\n');
    expect(opened).toContain('insulin');
    expect(opened).toContain('0900 555 222');
  });
});
