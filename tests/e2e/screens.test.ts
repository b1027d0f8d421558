import { describe, expect, test } from 'vitest';
import { phone } from './browser.ts';
import { stage } from './stage.ts';
import { askFor, faults, foundGroup, settled, sticking, words } from './steps.ts';

const insidePaths = ['/', '/board', '/ask', '/ask/2', '/ask/3', '/ask/4', '/offer', '/offer/4', '/calendar', '/group'];
const groupPaths = ['members', 'cases', 'invite', 'letters', 'invites', 'log', 'about', 'me', 'device'].map((name) => `/group/${name}`);
const outsidePaths = ['/', '/found', '/found/try', '/join'];

describe('the screens', () => {
  const on = stage();

  test.each(['ar', 'en'] as const)(
    'a group is founded, a need asked, taken back, asked again and found on the board (%s)',
    async (lang) => {
      const w = words[lang];
      const { context, page, troubles } = await phone(on.browser, { lang, width: 360 });
      await foundGroup(page, on.relay.url, lang);
      await askFor(page, lang);
      await page.getByRole('button', { name: w.undo }).click();
      await page.getByRole('button', { name: w.send }).waitFor();
      await page.getByText(w.text).waitFor();
      await page.reload();
      await page.getByText(w.text).waitFor();
      await page.getByRole('button', { name: w.send }).click();
      await page.getByText(w.myNeed, { exact: true }).waitFor();
      await page.goto(`${on.relay.url}/board`);
      await page.getByRole('link', { name: w.text }).waitFor();
      await page.getByLabel(w.search).fill(w.sought);
      await page.getByRole('link', { name: w.text }).waitFor();
      await page.getByLabel(w.search).fill('zzzz');
      await expect.poll(() => page.getByRole('link', { name: w.text }).count()).toBe(0);
      expect(troubles).toEqual([]);
      await context.close();
    },
  );

  describe.each(['ar', 'en'] as const)('every screen in %s', (lang) => {
    test.each([false, true])('has nothing for axe to say and nothing that sticks out at 360 and 320 px (dark: %s)', async (dark) => {
      const { context, page, troubles } = await phone(on.browser, { lang, width: 360, dark });
      const found: string[] = [];
      const look = async (path: string): Promise<void> => {
        await page.goto(on.relay.url + path);
        await settled(page);
        for (const width of [360, 320]) {
          await page.setViewportSize({ width, height: 740 });
          // Colours do not change with the width, nor what is where with the colours.
          if (width === 360 || !dark) for (const fault of await faults(page)) found.push(`${path} ${width}: ${fault}`);
          for (const element of await sticking(page)) found.push(`${path} ${width} sticks out: ${element}`);
        }
      };
      for (const path of outsidePaths) await look(path);
      await foundGroup(page, on.relay.url, lang);
      await askFor(page, lang);
      const item = new URL(page.url()).pathname;
      for (const path of [...insidePaths, item, ...groupPaths, '/display', '/no-such-place']) await look(path);
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    });

    test('text at twice its size: nothing sticks out at 360 px', async () => {
      const { context, page } = await phone(on.browser, { lang, width: 360 });
      await foundGroup(page, on.relay.url, lang);
      await askFor(page, lang);
      const item = new URL(page.url()).pathname;
      const found: string[] = [];
      for (const path of [...insidePaths, item, ...groupPaths, '/display']) {
        await page.goto(on.relay.url + path);
        await settled(page);
        await page.evaluate(() => (document.documentElement.style.fontSize = '212.5%'));
        for (const element of await sticking(page)) found.push(`${path}: ${element}`);
      }
      expect(found).toEqual([]);
      await context.close();
    });

    test('with the keyboard alone a group is founded and a need asked', async () => {
      const w = words[lang];
      const { context, page } = await phone(on.browser, { lang, width: 360 });
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
      await page.goto(on.relay.url);
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
