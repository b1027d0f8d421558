import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './browser.ts';
import { ask, found, neighbour, onPage, visit, write, type Neighbour } from './neighbour.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';

const group = 'جيران حي الياسمين';

/** Another tab of the same phone. */
async function anotherTab(who: Neighbour, address: string): Promise<Neighbour> {
  const page = await who.page.context().newPage();
  await page.goto(address);
  const tab = onPage(who, page);
  await tab.heading(who.t.exchange.hello({ name: who.name })).waitFor();
  return tab;
}

/** How many items on the board say this. */
async function onBoard(who: Neighbour, text: string): Promise<number> {
  await visit(who, who.t.app.tabs.board());
  const items = who.page.getByRole('link', { name: text });
  await items.first().waitFor();
  return items.count();
}

/** Waits until the item on screen has its place in the log. */
const sent = (who: Neighbour): Promise<void> =>
  who.page.getByRole('status', { name: who.t.app.standing.label() }).getByText(who.t.app.standing.sent()).waitFor();

const needs = (names: readonly string[]): { kind: 'goods'; text: string }[] => names.map((text) => ({ kind: 'goods', text }));

describe('several tabs of one phone', () => {
  let browser: Browser;
  let relay: RelayProcess;
  let one: Neighbour;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser?.close());
  beforeEach(async () => {
    relay = await startRelayProcess();
    one = await neighbour(browser, 'ليلى', { lang: 'ar' });
    await found(one, relay.url, group);
  });
  afterEach(async () => {
    await one?.end();
    await relay?.end();
  });

  test('what one tab does the other shows; when the one that led is closed, the other goes on', async () => {
    const [ladder, lamp, chair] = needs(['سلّم', 'مصباح', 'كرسي']);
    if (!ladder || !lamp || !chair) throw new Error('three needs');
    const two = await anotherTab(one, relay.url);
    await ask(one, ladder);
    expect(await onBoard(two, ladder.text)).toBe(1);
    await visit(one, one.t.app.tabs.board());
    await ask(two, lamp);
    await sent(two);
    // Nobody touches the first tab: it is told.
    await one.page.getByRole('link', { name: lamp.text }).waitFor();
    await one.page.close();
    await ask(two, chair);
    await sent(two);
    const three = await anotherTab(two, relay.url);
    for (const { text } of [ladder, lamp, chair]) expect(await onBoard(three, text)).toBe(1);
    expect(one.troubles()).toEqual([]);
  });

  test('the leading tab is closed at the very moment the other sends: what was sent is there once', async () => {
    let leader = one;
    const sentAll: string[] = [];
    for (const need of needs(['واحد', 'اثنان', 'ثلاثة'])) {
      const tab = await anotherTab(leader, relay.url);
      await write(tab, need);
      await Promise.all([tab.tap('button', tab.t.exchange.ask.sendNeed()), leader.page.close()]);
      await tab.heading(need.text).waitFor();
      await sent(tab);
      sentAll.push(need.text);
      leader = tab;
    }
    const last = await anotherTab(leader, relay.url);
    for (const text of sentAll) expect(await onBoard(last, text)).toBe(1);
    expect(one.troubles()).toEqual([]);
  });
});

describe('on a hotspot without a certificate, where the browser has no WebCrypto and no locks', () => {
  let browser: Browser;
  let relay: RelayProcess;
  beforeAll(async () => {
    relay = await startRelayProcess();
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      headless: true,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--host-resolver-rules=MAP hotspot.test 127.0.0.1'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await relay?.end();
  });

  test('two tabs are one device all the same, and one goes on for the other', async () => {
    const address = `http://hotspot.test:${new URL(relay.url).port}`;
    const plain = await neighbour(browser, 'سلمى', { lang: 'ar' });
    const context = await browser.newContext({ locale: 'ar-JO', viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const one = onPage(plain, page);
    await page.goto(address);
    expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'locks' in navigator])).toEqual([false, false, false]);
    await found(one, address, group);
    const two = await anotherTab(one, address);
    await ask(two, { kind: 'goods', text: 'بطارية' });
    await sent(two);
    expect(await onBoard(one, 'بطارية')).toBe(1);
    await one.page.close();
    await ask(two, { kind: 'goods', text: 'حبل' });
    await sent(two);
    await context.close();
    await plain.end();
  });
});
