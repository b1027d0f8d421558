import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { loadWords } from '@awna/words';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, phone } from './browser.ts';

const root = join(import.meta.dirname, '..', '..');

interface Open {
  readonly url: string;
  readonly invite: string;
  readonly people: readonly { readonly name: string; readonly link: string }[];
  readonly taken: readonly string[];
}

/** `npm run demo` with a small neighbourhood, made in the folder or opened again there: resolves when it may be opened. */
async function demo(data: string): Promise<{ child: ChildProcess; open: Open }> {
  const args = ['--json', 'demo', '--serve', '--data', data, '--people', '6', '--days', '6', '--seed', 'قصة'];
  const child = spawn(process.execPath, [join(root, 'packages/cli/src/main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const orphan = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.off('exit', orphan));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const open = await new Promise<Open>((ready, fail) => {
    child.once('exit', (code) => fail(new Error(`the demo ended with ${String(code)}: ${said}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { readonly open?: Open };
      if (told.open) ready(told.open);
    });
  });
  return { child, open };
}

describe('the demo neighbourhood in a browser', () => {
  let child: ChildProcess;
  let open: Open;
  let browser: Browser;
  const data = mkdtempSync(join(tmpdir(), 'awna-demo-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  const ends = async (): Promise<void> => {
    child?.kill('SIGTERM');
    await once(child, 'exit');
  };
  beforeAll(async () => {
    [{ child, open }, browser] = await Promise.all([demo(data), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await ends();
    rmSync(data, { recursive: true, force: true });
  });

  test('opens as one of its neighbours, with the month on the board, and leaves no key in the address', async () => {
    const t = await loadWords('ar');
    const { context, page, troubles } = await phone(browser, { lang: 'ar' });
    const [person] = open.people;
    await page.goto(person?.link ?? '');
    await page.getByText(t.exchange.hello({ name: person?.name ?? '' })).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.goto(`${open.url}/board`);
    await page.getByRole('article').or(page.getByRole('listitem')).first().waitFor();
    expect(await page.evaluate(() => document.body.innerText)).toContain('جيران حي الياسمين');
    // The same link once more is the same neighbour.
    await page.goto(person?.link ?? '');
    await page.getByText(t.exchange.hello({ name: person?.name ?? '' })).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('a link opens in one browser only, and a browser is one neighbour only; both are told so, and a free one is named', async () => {
    const { cli, exchange } = await loadWords('en');
    const { context, page } = await phone(browser, { lang: 'en' });
    const [first, second, third] = open.people;
    const said = (text: string) => page.getByText(text).waitFor();
    await page.goto(first?.link ?? '');
    await said(cli.demo.door.taken({ name: first?.name ?? '' }));
    await said(second?.link ?? '');
    await page.goto(second?.link ?? '');
    await said(exchange.hello({ name: second?.name ?? '' }));
    await page.goto(third?.link ?? '');
    await said(cli.demo.door.here({ name: third?.name ?? '' }));
    await context.close();
  });

  test('lets a visitor in at once by the invite it prints', async () => {
    const t = await loadWords('en');
    const { context, page, troubles } = await phone(browser, { lang: 'en' });
    await page.goto(open.invite);
    await page.getByLabel(t.first.myName()).fill('Visitor');
    await page.getByRole('button', { name: t.first.joinDo(), exact: true }).click();
    await page.getByText(t.exchange.hello({ name: 'Visitor' })).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('is opened again on its folder: the same group at the same address, with those who are still free', async () => {
    const t = await loadWords('ar');
    const before = open;
    await ends();
    ({ child, open } = await demo(data));
    expect([open.url, open.taken]).toEqual([before.url, before.people.slice(0, 2).map(({ name }) => name)]);
    expect(open.people.map(({ name }) => name)).toEqual(before.people.slice(2).map(({ name }) => name));
    const { context, page, troubles } = await phone(browser, { lang: 'ar' });
    const [person] = open.people;
    await page.goto(person?.link ?? '');
    await page.getByText(t.exchange.hello({ name: person?.name ?? '' })).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});
