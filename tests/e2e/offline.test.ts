import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { ask, found, invite, keptByTheBrowser, neighbour, visit, write, type Neighbour } from './neighbour.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';
import { startTerminal, type Terminal } from './terminal.ts';

const group = 'جيران حي الياسمين';
const soup = 'قدر شوربة لبيت فيه مريض';
const lamp = 'مصباح يشحن بالشمس';
const regretted = 'كلام كُتب على عجل';

const standing = (who: Neighbour) => who.page.getByRole('status', { name: who.t.app.standing.label() });

describe('without a network', () => {
  let browser: Browser;
  let relay: RelayProcess;
  let third: Terminal;
  let layla: Neighbour;
  let link: string;
  beforeAll(async () => {
    [relay, browser] = await Promise.all([startRelayProcess(), launch()]);
    third = startTerminal();
    layla = await neighbour(browser, 'ليلى', { lang: 'ar' });
    await found(layla, relay.url, group);
    link = await invite(layla, 5);
    await third.does('join', link, '--name', 'سلمى', '--wait', '30');
    await keptByTheBrowser(layla);
    await relay.kill();
    layla.troubles();
  });
  afterAll(async () => {
    await layla?.end();
    third?.end();
    await browser?.close();
    await relay?.end();
  });

  test('every address of the app opens with the server gone', async () => {
    const { page, t } = layla;
    const places = [
      ['/', t.exchange.hello({ name: layla.name })],
      ['/board', t.exchange.board.needs({ n: 0 })],
      ['/board/gone', t.app.lost.title()],
      ['/ask', t.exchange.ask.kindNeed()],
      ['/offer', t.exchange.ask.kindOffer()],
      ['/calendar', t.exchange.calendar.title()],
      ['/group', t.members.title()],
      ['/group/members', t.members.sections.members()],
      ['/group/log', t.members.log.title()],
      ['/group/device', t.members.device.title()],
      ['/display', t.app.settings.title()],
      ['/no/such/place', t.app.lost.title()],
    ] as const;
    for (const [address, words] of places) {
      await page.goto(new URL(address, relay.url).href);
      await layla.sees(words, true);
    }
    await layla.sees(t.app.offline());
    await page.reload();
    await layla.sees(t.app.lost.title(), true);
  });

  test('a draft survives a reload, in the middle of it', async () => {
    const { page, t } = layla;
    await page.goto(relay.url);
    await write(layla, { kind: 'food', text: soup, area: 'الحارة الغربية' });
    await layla.sees(soup);
    // What is typed is kept a moment later.
    await page.reload();
    await layla.sees(t.exchange.ask.whoAll());
    await layla.sees(soup);
    await page.goto(new URL('/ask/2', relay.url).href);
    await page.getByRole('textbox', { name: t.exchange.ask.words() }).waitFor();
    expect(await page.getByRole('textbox', { name: t.exchange.ask.words() }).inputValue()).toBe(soup);
    await layla.shot('draft');
    await page.goto(new URL('/ask/4', relay.url).href);
    await layla.tap('button', t.exchange.ask.sendNeed());
    await layla.heading(soup).waitFor();
    await standing(layla).getByText(t.app.standing.device()).waitFor();
    await layla.sees(t.app.waiting({ n: 1 }));
    // The draft is spent.
    await page.goto(new URL('/ask', relay.url).href);
    await layla.sees(t.app.draftKept());
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await layla.tap('link', t.app.do.back());
  });

  test('what was sent too soon is taken back within ten seconds, and nobody ever reads it', async () => {
    const { page, t } = layla;
    await ask(layla, { kind: 'goods', text: regretted });
    await layla.tap('button', t.app.do.undo());
    await layla.sees(t.app.takenBack());
    // It is a draft again, in the hands of who wrote it.
    await layla.sees(t.exchange.ask.who(), true);
    await layla.sees(regretted);
    await layla.shot('taken-back');
    await layla.tap('button', t.exchange.ask.drop());
    await visit(layla, t.app.tabs.board());
    await layla.sees(t.exchange.board.needs({ n: 1 }));
    expect(await page.getByText(regretted).count()).toBe(0);
  });

  test('the server is back: everything goes out, and says how far it got', async () => {
    const { page, t } = layla;
    await ask(layla, { kind: 'goods', text: lamp });
    await layla.sees(t.app.waiting({ n: 2 }));
    await standing(layla).getByText(t.app.standing.device()).waitFor();
    for (const said of layla.troubles()) expect(said).toMatch(/WebSocket|ERR_|Failed to load resource/);
    relay = await relay.again();
    await standing(layla).getByText(t.app.standing.sent()).waitFor();
    await expect.poll(() => page.getByText(t.app.offline()).filter({ visible: true }).count(), { timeout: 10_000 }).toBe(0);
    const seen = (await third.run('sync'), await third.run('board')).json as { needs: { text: string }[] };
    expect(seen.needs.map(({ text }) => text).toSorted()).toEqual([lamp, soup].toSorted());
    // Once somebody else has written on top of it, it has reached them.
    await third.does('offer', '--kind', 'ride', '--text', 'أوصل إلى السوق');
    await standing(layla).getByText(t.app.standing.settled()).waitFor();
    await layla.shot('reached');
    expect((await third.run('log')).out).not.toContain(regretted);
  });
});
