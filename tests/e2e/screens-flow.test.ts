import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ask, found, neighbour, next, open, pick, visit, write, type Neighbour } from './neighbour.ts';
import { stage } from './stage.ts';

const group = 'جيران حي الياسمين';
const ride = 'توصيلة إلى العيادة وعودة';

/** Whether all of it is to be seen and nothing lies over it, where it stands now. */
const isFree = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    return [
      [left + 12, top + 4],
      [right - 12, top + 4],
      [(left + right) / 2, bottom - 4],
    ].every(([x = 0, y = 0]) => element.contains(document.elementFromPoint(x, y)));
  });

const tabs = (who: Neighbour): Locator => who.page.getByRole('navigation', { name: who.t.app.tabs.label() });
const inThreeScripts = (text: string): readonly string[] =>
  ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'].map((digits) => [...text.replace(/\d/g, (digit) => digits.charAt(Number(digit)))].join(' '));
const dayAhead = (page: Page, days: number): Promise<string> =>
  page.evaluate((n) => {
    const day = new Date(Date.now() + n * 86_400_000);
    const two = (part: number): string => String(part).padStart(2, '0');
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  }, days);

describe('step by step', () => {
  const on = stage();

  test.each([
    ['ar', 360],
    ['en', 320],
  ] as const)('the one button of a step is all in sight, and what is said lies over no button (%s, %d px)', async (lang, width) => {
    const who = await neighbour(on.browser, 'ليلى', { lang, width, height: 640 });
    const { page, t } = who;
    const { ask: flow } = t.exchange;
    await found(who, on.relay.url, group);
    const free = (name: string): Promise<boolean> => isFree(page.getByRole('button', { name, exact: true }));
    await who.tap('link', t.exchange.hasNeed());
    await pick(who, t.exchange.kind.goods(), true);
    for (const title of [flow.kindNeed(), flow.wordsNeed(), flow.where()]) {
      await who.heading(title).waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      expect(await free(t.app.do.next()), title).toBe(true);
      expect(await tabs(who).isVisible(), title).toBe(false);
      if (title === flow.wordsNeed()) await page.getByRole('textbox', { name: flow.words() }).fill(ride);
      await next(who);
    }
    await who.heading(flow.who()).waitFor();
    expect(await free(flow.sendNeed())).toBe(true);
    await who.tap('button', flow.sendNeed());
    await who.heading(ride).waitFor();
    await page.getByRole('button', { name: t.app.do.undo() }).waitFor();
    expect(await tabs(who).isVisible()).toBe(true);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    expect(await free(t.exchange.do.cancel()), 'the last button of the page').toBe(true);
    expect(await free(t.app.exit()), 'quick exit').toBe(true);
    expect(await free(t.app.do.undo()), 'what takes back').toBe(true);
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test.each([
    ['ar', 360],
    ['en', 1200],
  ] as const)('what is said for ten seconds lies over nothing one needs at the top of any place (%s, %d px)', async (lang, width) => {
    const who = await neighbour(on.browser, 'ليلى', { lang, width, height: 740 });
    const { page, t } = who;
    const undo = page.getByRole('button', { name: t.app.do.undo(), exact: true });
    /** What can be tapped, and the heading, where the word that is said lies over it. */
    const covered = (): Promise<readonly string[]> =>
      page.evaluate((narrow) => {
        const said = document.querySelector('.toast')?.getBoundingClientRect();
        if (!said) return ['nothing is said'];
        // On a phone what stands low can be scrolled up; what stands high can't be scrolled down.
        const far = narrow ? innerHeight / 2 : innerHeight;
        return [...document.querySelectorAll('h1, main a, main button, nav a, header a, header button')]
          .filter((element) => !element.closest('.toast'))
          .filter((element) => {
            const { left, right, top, bottom } = element.getBoundingClientRect();
            if (top > far && !element.closest('nav')) return false;
            return left < said.right && right > said.left && top < said.bottom && bottom > said.top;
          })
          .map((element) => element.textContent);
      }, width < 960);
    await found(who, on.relay.url, group);
    await write(who, { kind: 'goods', text: ride });
    await who.tap('button', t.exchange.ask.sendNeed());
    await page.getByRole('heading', { level: 1, name: ride }).waitFor();
    for (const place of [null, t.app.tabs.board(), t.app.tabs.today(), t.app.tabs.group()]) {
      if (place !== null) await visit(who, place);
      await page.getByRole('heading', { level: 1 }).last().waitFor();
      await undo.waitFor();
      expect(await covered(), place ?? 'the item').toEqual([]);
      expect(await isFree(undo)).toBe(true);
      await who.shot(`said-${width}`);
    }
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test.each(['ar', 'en'] as const)(
    '[X3] a code that was said finds its item, in digits of three scripts, also among the ended (%s)',
    async (lang) => {
      const who = await neighbour(on.browser, 'ليلى', { lang });
      const { page, t } = who;
      const { board, item, do: deed } = t.exchange;
      await found(who, on.relay.url, group);
      for (const text of [ride, 'سلّم طويل']) await ask(who, { kind: 'goods', text });
      await open(who, ride);
      const code = await page.getByText(item.code(), { exact: true }).locator('xpath=following-sibling::dd').innerText();
      await who.tap('button', deed.cancel());
      await who.tap('button', deed.cancelDo());
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      for (const typed of inThreeScripts(code)) {
        await visit(who, t.app.tabs.board());
        const search = page.getByRole('searchbox', { name: board.search() });
        await search.fill(typed);
        await page.getByRole('link', { name: ride }).waitFor();
        expect(await page.getByRole('article').filter({ visible: true }).count()).toBe(1);
        await search.press('Enter');
        await who.heading(ride).waitFor();
      }
      await visit(who, t.app.tabs.board());
      await page.getByRole('searchbox', { name: board.search() }).fill('');
      await page.getByRole('link', { name: 'سلّم طويل' }).waitFor();
      expect(who.troubles()).toEqual([]);
      await who.end();
    },
  );

  test.each(['ar', 'en'] as const)(
    '[X3] a need that comes again is asked with its times and languages, and shows them (%s)',
    async (lang) => {
      const who = await neighbour(on.browser, 'ليلى', { lang });
      const { page, t } = who;
      const { ask: flow, item } = t.exchange;
      await found(who, on.relay.url, group);
      await write(who, { kind: 'ride', text: ride });
      await who.tap('link', t.app.do.back());
      await who.heading(flow.where()).waitFor();
      await page.getByText(flow.more(), { exact: true }).click();
      await pick(who, flow.rhythm.week(), true);
      await next(who);
      await page.getByRole('alert').filter({ visible: true, hasText: flow.firstMissing() }).waitFor();
      await page.getByLabel(flow.first()).fill(await dayAhead(page, 3));
      await page.getByLabel(flow.times()).selectOption('3');
      await page.getByRole('textbox', { name: flow.languages() }).fill('العربية، English');
      await next(who);
      await who.heading(flow.who()).waitFor();
      // The draft keeps all of it.
      await page.reload();
      await who.sees(flow.rhythm.week());
      await who.tap('link', t.app.do.back());
      await expect.poll(() => page.getByRole('textbox', { name: flow.languages() }).inputValue()).toBe('العربية، English');
      await next(who);
      await who.heading(flow.who()).waitFor();
      await who.tap('button', flow.sendNeed());
      await who.heading(ride).waitFor();
      await who.sees(item.languages());
      await who.sees(flow.timesN({ n: 3 }), true);
      expect(await page.locator('dt time').count()).toBe(3);
      await who.shot('again');
      expect(who.troubles()).toEqual([]);
      await who.end();
    },
  );
});
