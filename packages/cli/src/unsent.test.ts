import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayAt, terminal, type Typed } from '@awna/testkit';
import { languages, loadWords } from '@awna/words';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';
import { problemText, terminalWords, whyText } from './words.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'awna-unsent-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const bread = ['need', '--kind', 'food', '--text', 'bread'];

describe.each([
  { lang: 'ar', full: 'الخادم ممتلئ', away: 'لم نصل إلى الخادم', kept: 'محفوظ هنا', old: 'آخر ما عرفه' },
  { lang: 'en', full: 'The relay is full', away: 'out of reach', kept: 'kept on this device', old: 'knew last' },
] as const)('what a relay has no room for ($lang)', ({ lang, full, away, kept, old }) => {
  test('is kept, and every command says that it is full, never that it is out of reach', async () => {
    const relay = await relayAt({ bounds: { spaceBytes: 6000 } });
    const who = terminal(run, { home: join(folder, lang), lang });
    expect((await who('found', 'Hill', '--relay', relay.url, '--name', 'Layla')).code).toBe(0);
    let typed: Typed = await who('--json', ...bread);
    for (let i = 0; typed.code === 0 && i < 40; i++) typed = await who('--json', ...bread);
    expect([typed.code, typed.json()['place']]).toEqual([3, null]);
    const said = async (...line: string[]): Promise<Typed> => {
      const done = await who(...line);
      const text = [...done.out, ...done.err].join('\n');
      expect([line, text]).toEqual([line, expect.stringContaining(full)]);
      expect(text).not.toContain(away);
      return done;
    };
    expect(typed.err.join()).toContain(full);
    expect((await said(...bread)).err.join()).toContain(kept);
    expect((await said('invite')).err.join()).toContain(kept);
    expect((await said('board')).err.join()).toContain(old);
    const synced = await said('--json', 'sync');
    expect([synced.code, synced.json()['refused']]).toEqual([3, 'relay-full']);
    expect(synced.json()['message']).toContain(kept);
    const watching = who.begins(() => undefined, 'watch');
    watching.stop();
    expect((await watching.over).err.join()).toContain(full);
    expect((await who.fed('type,kind,description\nneed,food,soup', 'import', '-')).err.join()).toContain(full);
    await relay.end();
  });
});

test('every trouble between a device and its relay has its own words, and none speaks of a phone', async () => {
  for (const lang of languages) {
    await loadWords(lang);
    const words = await terminalWords(lang);
    const reasons = Object.keys(words.cli.why);
    const texts = reasons.map((reason) => whyText(words, reason));
    expect(new Set(texts).size).toBe(reasons.length);
    for (const text of [...texts, ...reasons.map((reason) => problemText(words, reason))]) expect(text).not.toMatch(/phone|هاتف/);
  }
});
