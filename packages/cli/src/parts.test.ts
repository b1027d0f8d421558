import { terminal } from '@awna/testkit';
import { languages, loadWords } from '@awna/words';
import { describe, expect, test } from 'vitest';
import { exitOf } from './failure.ts';
import { defaultFolder } from './folder.ts';
import { plain, shown } from './print.ts';
import { run } from './run.ts';
import { languageOf } from './words.ts';

describe('small parts', () => {
  test('exit codes: 1 a rule, 2 input, 3 the relay, 4 an alarm', () => {
    expect(
      [
        'already-in-line',
        'disk-full',
        'invite-used-up',
        'too-long',
        'not-a-link',
        'relay-unreachable',
        'relay-full',
        'stopped-by-alarm',
      ].map(exitOf),
    ).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
  });
  test('JSON: maps sorted by key, big integers as text, bytes as base64url', () => {
    const value = new Map<string, unknown>([
      ['b', 10n ** 20n],
      ['a', new Uint8Array([251, 255])],
    ]);
    expect(JSON.stringify(plain({ z: 1, value }))).toBe('{"value":{"a":"-_8","b":"100000000000000000000"},"z":1}');
  });
  test('somebody else’s words cannot steer the terminal', () => {
    expect(shown('a\u001b]0;x\u0007b\r\nc\u2067d')).toBe('a ]0;x b c d');
  });
  test('the language follows the locale, Arabic where it says nothing', () => {
    expect([languageOf(undefined, {}), languageOf(undefined, { LANG: 'ar_SY.UTF-8' }), languageOf(undefined, { LC_ALL: 'en_GB' })]).toEqual(
      ['ar', 'ar', 'en'],
    );
    expect([languageOf('en', { LANG: 'ar', AWNA_LANG: 'ar' }), languageOf(undefined, { LANG: 'ar', AWNA_LANG: 'en' })]).toEqual([
      'en',
      'en',
    ]);
  });
  test('the device lives where the platform keeps data', () => {
    const at = (platform: string, env: Record<string, string> = {}): string => defaultFolder({ env, platform, homeFolder: '/users/me' });
    expect([at('linux'), at('darwin'), at('linux', { XDG_DATA_HOME: '/d' }), at('linux', { AWNA_HOME: '/x' })]).toEqual([
      '/users/me/.local/share/awna',
      '/users/me/Library/Application Support/Awna',
      '/d/awna',
      '/x',
    ]);
  });
  test('a machine that names no language gets Arabic', () => {
    expect(['C', 'C.UTF-8', 'POSIX', 'cy_GB.UTF-8'].map((LANG) => languageOf(undefined, { LANG }))).toEqual(['ar', 'ar', 'ar', 'en']);
  });
  test('every command and option is explained in every language', async () => {
    for (const lang of languages) {
      const words = await loadWords(lang);
      const help = async (...line: string[]): Promise<string[]> =>
        (await terminal(run, { home: '/nowhere', lang })(...line, '--help')).out.flatMap((text) => text.split('\n'));
      const all = await help();
      for (const [name, about] of Object.entries(words.cli.about)) {
        const isCommand = name === 'awna' || all.some((line) => line.startsWith(`  ${name} `));
        // `case-open` is the command `case open`, explained where its commands are listed.
        const [parent, ...rest] = isCommand ? [name] : name.split('-');
        const line = name === 'awna' ? [] : [parent ?? '', ...rest];
        const said = isCommand ? all : await help(parent ?? '');
        expect(said.join(' ').replace(/\s+/g, ' ')).toContain(about());
        expect((await help(...line)).filter((text) => /^ {2}-/.test(text) && !/^ {2}\S.*\S {2,}\S/.test(text))).toEqual([]);
      }
    }
  });
});
