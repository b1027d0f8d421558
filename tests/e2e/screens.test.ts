import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, phone } from './browser.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The words a person looks for, in both languages. */
const words = {
  ar: {
    found: 'نبدأ مجموعة جديدة',
    groupName: /^اسم المجموعة/,
    myName: /^الاسم الذي أُنادى به/,
    begin: 'نبدأ',
    need: 'أحتاج مساعدة',
    food: 'طعام',
    next: 'التالي',
    mine: 'بكلماتي',
    send: 'أرسل الطلب',
    myNeed: 'طلبي',
    undo: 'تراجع',
    text: 'عشاء لأربعة أشخاص مساء الخميس',
    group: 'جيران حي الياسمين',
    name: 'ليلى',
    hello: /أهلًا/,
    search: 'بحث في اللوح',
    /** Another form of the same words: the search knows them. */
    sought: 'العشاء',
    meet: 'نتفق على موعد',
    meetAgain: 'تغيير الموعد',
    reveal: 'أكشف كيف يصلون إليّ',
    received: 'استلمتُه',
    thank: 'أشكر',
    thanked: 'شكرًا من القلب',
  },
  en: {
    found: 'Start a new group',
    groupName: /^The group’s name/,
    myName: /^What people call me/,
    begin: 'Begin',
    need: 'I need help',
    food: 'Food',
    next: 'Next',
    mine: 'In my words',
    send: 'Send the need',
    myNeed: 'My need',
    undo: 'Undo',
    text: 'Supper for four on Thursday evening',
    group: 'Jasmine Street Neighbours',
    name: 'Layla',
    hello: /Hello/,
    search: 'Search the board',
    sought: 'supper',
    meet: 'Agree on a time',
    meetAgain: 'Change the time',
    reveal: 'Show how to reach me',
    received: 'I received it',
    thank: 'Say thanks',
    thanked: 'Thank you from the heart',
  },
} as const;
type Lang = keyof typeof words;

async function foundGroup(page: Page, url: string, lang: Lang): Promise<void> {
  const w = words[lang];
  await page.goto(url);
  await page.getByRole('link', { name: w.found }).click();
  await page.getByLabel(w.groupName).fill(w.group);
  await page.getByLabel(w.myName).fill(w.name);
  await page.getByRole('button', { name: w.begin }).click();
  await page.getByRole('heading', { name: w.hello }).waitFor();
}

async function askFor(page: Page, lang: Lang): Promise<void> {
  const w = words[lang];
  await page.getByRole('link', { name: w.need }).click();
  await page.getByText(w.food, { exact: true }).click();
  await page.getByRole('button', { name: w.next }).click();
  await page.getByLabel(w.mine).fill(w.text);
  await page.getByRole('button', { name: w.next }).click();
  await page.getByRole('button', { name: w.next }).click();
  await page.getByRole('button', { name: w.send }).click();
  await page.getByText(w.myNeed, { exact: true }).waitFor();
}

interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds, as lines. */
async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    async () => (await (window as unknown as { axe: { run(): Promise<unknown> } }).axe.run()) as AxeAnswer,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

/** Elements that stick out sideways of what one sees. */
const sticking = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > clientWidth + 1 || left < -1;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });

const insidePaths = ['/', '/board', '/ask', '/ask/2', '/ask/3', '/ask/4', '/offer', '/offer/4', '/calendar', '/group'];
const groupPaths = ['members', 'invite', 'letters', 'invites', 'log', 'about', 'me', 'device'].map((name) => `/group/${name}`);
const outsidePaths = ['/', '/found', '/found/try', '/join'];
const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
};

describe('the screens', () => {
  let relay: RelayProcess;
  let browser: Browser;
  beforeAll(async () => {
    [relay, browser] = await Promise.all([startRelayProcess(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await relay?.end();
  });

  test.each(['ar', 'en'] as const)(
    'a group is founded, a need asked, taken back, asked again and found on the board (%s)',
    async (lang) => {
      const w = words[lang];
      const { context, page, troubles } = await phone(browser, { lang, width: 360 });
      await foundGroup(page, relay.url, lang);
      await askFor(page, lang);
      await page.getByRole('button', { name: w.undo }).click();
      await page.getByRole('button', { name: w.send }).waitFor();
      await page.getByText(w.text).waitFor();
      await page.reload();
      await page.getByText(w.text).waitFor();
      await page.getByRole('button', { name: w.send }).click();
      await page.getByText(w.myNeed, { exact: true }).waitFor();
      await page.goto(`${relay.url}/board`);
      await page.getByRole('link', { name: w.text }).waitFor();
      await page.getByLabel(w.search).fill(w.sought);
      await page.getByRole('link', { name: w.text }).waitFor();
      await page.getByLabel(w.search).fill('zzzz');
      await expect.poll(() => page.getByRole('link', { name: w.text }).count()).toBe(0);
      expect(troubles).toEqual([]);
      await context.close();
    },
  );

  test.each(['ar', 'en'] as const)(
    'in the sandbox an invented neighbour takes it on, and every step of the hand-off is clean (%s)',
    async (lang) => {
      const w = words[lang];
      const { context, page, troubles } = await phone(browser, { lang, width: 360 });
      const found: string[] = [];
      const look = async (where: string): Promise<void> => {
        for (const fault of [...(await faults(page)), ...(await sticking(page))]) found.push(`${where}: ${fault}`);
      };
      await page.goto(`${relay.url}/found/try`);
      await page.getByLabel(w.myName).fill(w.name);
      await page.getByRole('button', { name: w.begin }).click();
      await page.getByRole('heading', { name: w.hello }).waitFor();
      await askFor(page, lang);
      const meet = page.getByRole('button', { name: w.meet });
      const received = page.getByRole('button', { name: w.received });
      await received.waitFor({ timeout: 60_000 });
      await look('taken on');
      await meet
        .or(page.getByRole('button', { name: w.meetAgain }))
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await look('agreeing on a time');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: w.reveal }).click();
      await look('showing a contact');
      await page.getByRole('dialog').getByRole('textbox').fill('0933 000 000');
      await page.getByRole('dialog').getByRole('button').last().click();
      await page.getByText('0933 000 000').waitFor();
      await received.click();
      await page.getByRole('button', { name: w.thank }).waitFor({ timeout: 60_000 });
      await look('handed over');
      await page.getByRole('button', { name: w.thank }).click();
      await look('thanking');
      await page.getByRole('dialog').getByRole('button', { name: w.thank }).click();
      await page.getByText(w.thanked).first().waitFor();
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    },
  );

  test('with no network the app opens at any address, shows the board and keeps what is written', async () => {
    const w = words.en;
    const { context, page } = await phone(browser, { lang: 'en', width: 360 });
    await foundGroup(page, relay.url, 'en');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.goto(`${relay.url}/group/members`);
    await page.getByText(w.name).first().waitFor();
    await page.goto(relay.url);
    await askFor(page, 'en');
    await page.getByText('On your phone').waitFor();
    await page.goto(`${relay.url}/board`);
    await page.getByRole('link', { name: w.text }).waitFor();
    await page.getByText(/No network/).waitFor();
    await context.setOffline(false);
    await page.getByRole('link', { name: w.text }).click();
    await page
      .getByText('Reached members')
      .or(page.getByText('Sent', { exact: true }))
      .first()
      .waitFor({ timeout: 60_000 });
    await context.close();
  });

  test('quick exit leaves an empty page, by the button and by Shift three times, and no way back', async () => {
    const { context, page } = await phone(browser, { lang: 'en', width: 360 });
    await foundGroup(page, relay.url, 'en');
    await page.getByRole('button', { name: 'Quick exit' }).click();
    await page.waitForURL('about:blank');
    await page.goto(`${relay.url}/board`);
    await settled(page);
    for (let press = 0; press < 3; press++) await page.keyboard.press('Shift');
    await page.waitForURL('about:blank');
    await context.close();
  });

  test('an invitation is taken out of the address at once, and a broken one is told kindly', async () => {
    const { context, page, troubles } = await phone(browser, { lang: 'en', width: 360 });
    await page.goto(`${relay.url}/#jAAAA`);
    await page.getByText('This is not a whole invite link').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(new URL(page.url()).pathname).toBe('/join');
    expect(troubles).toEqual([]);
    await context.close();
  });

  describe.each(['ar', 'en'] as const)('every screen in %s', (lang) => {
    test.each([false, true])('has nothing for axe to say and nothing that sticks out at 360 and 320 px (dark: %s)', async (dark) => {
      const { context, page, troubles } = await phone(browser, { lang, width: 360, dark });
      const found: string[] = [];
      const look = async (path: string): Promise<void> => {
        await page.goto(relay.url + path);
        await settled(page);
        for (const width of [360, 320]) {
          await page.setViewportSize({ width, height: 740 });
          for (const fault of await faults(page)) found.push(`${path} ${width}: ${fault}`);
          for (const element of await sticking(page)) found.push(`${path} ${width} sticks out: ${element}`);
        }
      };
      for (const path of outsidePaths) await look(path);
      await foundGroup(page, relay.url, lang);
      await askFor(page, lang);
      const item = new URL(page.url()).pathname;
      for (const path of [...insidePaths, item, ...groupPaths, '/display', '/no-such-place']) await look(path);
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    });

    test('text at twice its size: nothing sticks out at 360 px', async () => {
      const { context, page } = await phone(browser, { lang, width: 360 });
      await foundGroup(page, relay.url, lang);
      await askFor(page, lang);
      const item = new URL(page.url()).pathname;
      const found: string[] = [];
      for (const path of [...insidePaths, item, ...groupPaths, '/display']) {
        await page.goto(relay.url + path);
        await settled(page);
        await page.evaluate(() => (document.documentElement.style.fontSize = '212.5%'));
        for (const element of await sticking(page)) found.push(`${path}: ${element}`);
      }
      expect(found).toEqual([]);
      await context.close();
    });

    test('with the keyboard alone a group is founded and a need asked', async () => {
      const w = words[lang];
      const { context, page } = await phone(browser, { lang, width: 360 });
      const keys = page.keyboard;
      /** Tabs on until what is focused says so; gives up after one round. */
      const reach = async (name: string | RegExp): Promise<void> => {
        for (let presses = 0; presses < 60; presses++) {
          await keys.press('Tab');
          const said = await page.evaluate(() => {
            const at = document.activeElement;
            const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : null;
            return (label ?? at?.textContent ?? '').trim();
          });
          if (typeof name === 'string' ? said === name || said.startsWith(name) : name.test(said)) return;
        }
        throw new Error(`the keyboard does not reach ${String(name)}`);
      };
      await page.goto(relay.url);
      await settled(page);
      await keys.press('Tab');
      // Quick exit is first in line, on every screen.
      expect(await page.evaluate(() => document.activeElement?.classList.contains('exit'))).toBe(true);
      await reach(w.found);
      await keys.press('Enter');
      await page.getByLabel(w.groupName).waitFor();
      await reach(w.groupName);
      await keys.type(w.group);
      await reach(w.myName);
      await keys.type(w.name);
      await keys.press('Enter');
      await page.getByRole('heading', { name: w.hello }).waitFor();
      await reach(w.need);
      await keys.press('Enter');
      await page.getByRole('radio').first().waitFor();
      await reach(w.food);
      await keys.press('Space');
      await keys.press('Enter');
      await page.getByLabel(w.mine).waitFor();
      await reach(w.mine);
      await keys.type(w.text);
      await reach(w.next);
      await keys.press('Enter');
      await page.waitForURL(/\/ask\/3$/);
      await reach(w.next);
      await keys.press('Enter');
      await page.waitForURL(/\/ask\/4$/);
      await reach(w.send);
      await keys.press('Enter');
      await page.getByText(w.myNeed, { exact: true }).waitFor();
      await context.close();
    });
  });
});
