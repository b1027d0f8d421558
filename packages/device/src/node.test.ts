import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askFor } from '@awna/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HomeBusy, KeyUnreadable, openNodeHome } from './node.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'awna-home-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const modeOf = (file: string): number => statSync(file).mode & 0o777;

test('a device lives in its folder, and only its owner may read it', async () => {
  const folder = join(dir, 'new', 'home');
  const home = await openNodeHome(folder);
  const founded = await home.found({ relay: 'http://unused.example', group: 'جيران', name: 'ليلى', sandbox: true });
  if (!founded.ok) throw new Error(founded.error);
  const { space, member } = founded.value;
  await home.group(space).act([askFor(member, { kind: 'goods', text: 'canary-ladder', until: Math.floor(Date.now() / 60_000) + 600 })]);
  await home.keep('draft', { text: 'canary-draft' });
  expect(modeOf(folder)).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(`${name} ${modeOf(join(folder, name)).toString(8)}`).toBe(`${name} 600`);
    expect(readFileSync(join(folder, name)).includes('canary')).toBe(false);
  }
  await home.close();
  const again = await openNodeHome(folder, { live: false });
  expect((await again.group(space).view('board', {})).needs.map(({ text }) => text)).toEqual(['canary-ladder']);
  expect(await again.kept('draft')).toEqual({ text: 'canary-draft' });
  await again.close();
});

test('a second opener waits and is then told that the folder is busy; once it is let go it comes in', async () => {
  const home = await openNodeHome(dir);
  await expect(openNodeHome(dir, { busyMs: 50 })).rejects.toBeInstanceOf(HomeBusy);
  await home.close();
  await (await openNodeHome(dir)).close();
});

test('another process too', async () => {
  const home = await openNodeHome(dir);
  const script = `
    const { openNodeHome } = await import(process.argv[1]);
    const word = await openNodeHome(process.argv[2], { busyMs: 200 }).then(() => 'in', (error) => error.reason);
    process.stdout.write(word);
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, import.meta.resolve('./node.ts'), dir]);
  let said = '';
  let trouble = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (trouble += String(chunk)));
  await new Promise((resolve) => child.on('exit', resolve));
  expect(`${said}${said === '' ? trouble : ''}`).toBe('busy');
  await home.close();
});

test('a folder whose key is gone or broken is said to be unreadable, not taken for a new one', async () => {
  const home = await openNodeHome(dir);
  await home.keep('draft', { text: 'x' });
  await home.close();
  chmodSync(join(dir, 'key'), 0o600);
  writeFileSync(join(dir, 'key'), 'short');
  await expect(openNodeHome(dir)).rejects.toBeInstanceOf(KeyUnreadable);
  rmSync(join(dir, 'key'));
  await expect(openNodeHome(dir)).rejects.toBeInstanceOf(KeyUnreadable);
});
