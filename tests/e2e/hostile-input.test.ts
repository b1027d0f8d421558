import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { launch } from './browser.ts';
import { found, neighbour, next, pick, visit, write, type Neighbour } from './neighbour.ts';
import { photoWithPlace } from './picture.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';

const group = 'جيران حي الياسمين';
const long = 'ط'.repeat(100_000);
const bitLong = 'كلمة '.repeat(420);
/** Words that run backwards, never close what they open, and are no words at all. */
const wild = '\u202Eلمبة\u2066 🕯️👩‍👩‍👧 <b>&amp; \u0000\uFEFF١٢ ۳۴ 56';

/** Puts text in as a paste does. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.fill('');
  await field.focus();
  await field.page().keyboard.insertText(text);
}

const field = (who: Neighbour, name: string): Locator => who.page.getByRole('textbox', { name });
const warned = (who: Neighbour, words: string): Promise<void> =>
  who.page.getByRole('alert').filter({ visible: true, hasText: words }).first().waitFor();

const rope = 'حبل غسيل';

describe.concurrent('what people type and paste', () => {
  let browser: Browser;
  let relay: RelayProcess;
  let photo: Buffer;
  beforeAll(async () => {
    [relay, browser] = await Promise.all([startRelayProcess(), launch()]);
    photo = await photoWithPlace(browser, true);
  });
  afterAll(async () => {
    await browser?.close();
    await relay?.end();
  });

  test.for(['ar', 'en'] as const)('names that are none, too long, or run backwards (%s)', async (lang, { expect }) => {
    const who = await neighbour(browser, '🌻\u202Eليلى', { lang });
    const { page, t } = who;
    await page.goto(new URL('/found', relay.url).href);
    for (const none of ['', '   ', '\u0000\t']) {
      await field(who, t.first.groupName()).fill(none);
      await field(who, t.first.myName()).fill(none);
      await who.tap('button', t.first.foundDo());
      await warned(who, t.problems['name-missing']());
    }
    // All that was pasted is there to be shortened; far too much at once stays outside.
    await paste(field(who, t.first.groupName()), 'ط'.repeat(83));
    await paste(field(who, t.first.myName()), who.name);
    await warned(who, t.app.tooLong({ n: 3 }));
    await who.tap('button', t.first.foundDo());
    await expect.poll(() => field(who, t.first.groupName()).evaluate((input) => input === document.activeElement)).toBe(true);
    expect((await field(who, t.first.groupName()).inputValue()).length).toBe(83);
    await paste(field(who, t.first.groupName()), long);
    await warned(who, t.app.tooLong({ n: 100_000 - 80 }));
    expect(await field(who, t.first.groupName()).inputValue()).toBe('');
    await paste(field(who, t.first.groupName()), wild);
    await paste(field(who, t.first.myName()), who.name);
    await who.tap('button', t.first.foundDo());
    await who.heading(t.exchange.hello({ name: who.name })).waitFor();
    await who.shot('wild-names');
    // A name that runs backwards turns nothing around but itself.
    expect(
      await page
        .getByRole('banner')
        .locator('bdi')
        .evaluate((name) => getComputedStyle(name).unicodeBidi),
    ).toBe('isolate');
    await visit(who, t.app.tabs.group());
    await page.getByRole('link', { name: t.members.sections.me() }).click();
    await expect.poll(() => field(who, t.members.me.name()).inputValue(), { timeout: 10_000 }).toBe(who.name);
    await paste(field(who, t.members.me.about()), bitLong);
    await warned(who, t.app.tooLong({ n: bitLong.length - 300 }));
    await who.tap('button', t.app.do.save());
    await field(who, t.members.me.name()).fill(' ');
    expect(await field(who, t.members.me.about()).inputValue()).toBe(bitLong);
    await field(who, t.members.me.about()).fill(wild);
    await who.tap('button', t.app.do.save());
    await warned(who, t.problems['name-missing']());
    await field(who, t.members.me.name()).fill(who.name);
    await who.tap('button', t.app.do.save());
    await who.heading(t.members.title()).waitFor();
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test('a need with nothing in it, with far too much, and with numbers in three scripts', async ({ expect }) => {
    const who = await neighbour(browser, 'ليلى', { lang: 'ar' });
    const { page, t } = who;
    const { ask, amount } = t.exchange;
    await found(who, relay.url, group);
    await who.tap('link', t.exchange.hasNeed());
    await next(who);
    await warned(who, ask.kindMissing());
    await pick(who, t.exchange.kind.goods(), true);
    await next(who);
    await field(who, ask.words()).waitFor();
    for (const none of ['', ' \n ']) {
      await field(who, ask.words()).fill(none);
      await next(who);
      await warned(who, ask.wordsMissing());
    }
    // Far too much at once stays outside; a little too much can be shortened, and is still there after a reload.
    await field(who, ask.words()).fill('سلّم');
    await field(who, ask.words()).focus();
    await page.keyboard.insertText(long);
    await warned(who, t.app.tooLong({ n: 100_000 - 2000 }));
    expect(await field(who, ask.words()).inputValue()).toBe('سلّم');
    await paste(field(who, ask.words()), bitLong);
    await next(who);
    await warned(who, t.app.tooLong({ n: bitLong.length - 2000 }));
    await who.heading(ask.wordsNeed()).waitFor();
    await who.shot('too-long');
    await page.reload();
    await expect.poll(() => field(who, ask.words()).inputValue(), { timeout: 10_000 }).toBe(bitLong);
    await warned(who, t.app.tooLong({ n: bitLong.length - 2000 }));
    await paste(field(who, ask.words()), wild);
    await next(who);
    const number = field(who, ask.amount());
    for (const nonsense of ['-3', '1.5', 'ثلاثة', '٣ قطع', '99999999999999999999', '0']) {
      await number.fill(nonsense);
      await next(who);
      await warned(who, ask.amountBad());
    }
    await who.shot('amount');
    const day = page.getByLabel(ask.by());
    await number.fill('12');
    await day.fill('2001-01-01');
    await next(who);
    await warned(who, ask.past());
    await day.fill('');
    for (const twelve of ['12', '١٢', '۱۲']) {
      await number.fill(twelve);
      await next(who);
      await who.heading(ask.who()).waitFor();
      await who.tap('link', t.app.do.back());
      await who.heading(ask.where()).waitFor();
    }
    await next(who);
    await who.tap('button', ask.sendNeed());
    await who.sees(amount.piece({ n: 12 }));
    await who.shot('wild-words');
    await visit(who, t.app.tabs.board());
    const search = page.getByRole('searchbox', { name: t.exchange.board.search() });
    for (const digits of ['1234', '١٢ ٣٤', '۱۲ ۳۴', '12 34']) {
      const hits = digits === '1234' ? 0 : 1;
      await search.fill(digits);
      await who.sees(t.exchange.board.found({ n: hits }));
      expect(await page.getByRole('article').filter({ visible: true }).count()).toBe(hits);
    }
    await paste(search, long);
    await warned(who, t.app.tooLong({ n: 100_000 - 200 }));
    await paste(search, bitLong);
    await who.sees(t.exchange.board.none());
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test('counts among the details: what cannot be meant is said and stays; digits of three scripts are taken', async ({ expect }) => {
    const who = await neighbour(browser, 'ليلى', { lang: 'en' });
    const { page, t } = who;
    const { ask, question } = t.exchange;
    await found(who, relay.url, group);
    await who.tap('link', t.exchange.hasNeed());
    await pick(who, t.exchange.kind.food(), true);
    await next(who);
    await field(who, ask.words()).fill(rope);
    await page.getByText(ask.details(), { exact: true }).click();
    const people = field(who, question.people());
    for (const nonsense of ['abc', '-1', '4.5', '0', '99999999999']) {
      await people.fill(nonsense);
      await next(who);
      await warned(who, ask.countBad({ least: 1, most: 9999 }));
      expect(await people.inputValue()).toBe(nonsense);
      expect(await people.getAttribute('aria-invalid')).toBe('true');
    }
    await who.shot('count');
    for (const four of ['4', '٤', '۴']) {
      await people.fill(four);
      await next(who);
      await who.heading(ask.where()).waitFor();
      await who.tap('link', t.app.do.back());
      await who.heading(ask.wordsNeed()).waitFor();
    }
    await next(who);
    await who.heading(ask.where()).waitFor();
    await next(who);
    await who.tap('button', ask.sendNeed());
    await who.heading(rope).waitFor();
    expect(await page.getByText(question.people(), { exact: true }).locator('xpath=following-sibling::dd').innerText()).toBe('4');
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test('a full disk is said, and what was written goes out when there is space again', async ({ expect }) => {
    const who = await neighbour(browser, 'ليلى', { lang: 'en' });
    const { page, t } = who;
    const devtools = await page.context().newCDPSession(page);
    const space = (quotaSize?: number) =>
      devtools.send('Storage.overrideQuotaForOrigin', { origin: relay.url, ...(quotaSize === undefined ? {} : { quotaSize }) });
    await space(4_000_000);
    await found(who, relay.url, group);
    await write(who, { kind: 'goods', text: rope });
    await page.goto(new URL('/ask/2', relay.url).href);
    // The browser counts what is left only now and then: something large makes it count again.
    await space(1);
    const shown = page.getByRole('img', { name: t.exchange.ask.photoAlt() });
    const full = page.getByRole('alert').filter({ visible: true, hasText: t.problems['disk-full']() });
    for (let photos = 0; (await full.count()) === 0 && photos < 8; photos++) {
      await page.locator('input[type=file]').setInputFiles({ name: `IMG_${photos}.jpg`, mimeType: 'image/jpeg', buffer: photo });
      await shown.or(full).first().waitFor();
      const drop = page.getByRole('button', { name: t.exchange.ask.photoDrop() });
      if (await shown.isVisible()) await drop.click();
    }
    await warned(who, t.problems['disk-full']());
    await who.shot('disk-full');
    expect(await field(who, t.exchange.ask.words()).inputValue()).toBe(rope);
    await field(who, t.exchange.ask.words()).fill(`${rope} أزرق`);
    await expect.poll(() => page.getByText(t.problems['disk-full']()).filter({ visible: true }).count(), { timeout: 10_000 }).toBe(2);
    for (let step = 2; step < 4; step++) await next(who);
    await who.tap('button', t.exchange.ask.sendNeed());
    await page.getByRole('status').filter({ hasText: t.problems['disk-full']() }).waitFor();
    await who.sees(`${rope} أزرق`);
    await who.shot('disk-full-send');
    await space();
    await who.tap('button', t.exchange.ask.sendNeed());
    await who.heading(`${rope} أزرق`).waitFor();
    const standing = page.getByRole('status', { name: t.app.standing.label() });
    await standing.getByText(t.app.standing.device()).waitFor();
    await page.reload();
    await standing.getByText(t.app.standing.sent()).waitFor();
    expect(who.troubles()).toEqual([]);
    await who.end();
  });
});
