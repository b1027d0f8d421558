import { describe, expect, test } from 'vitest';
import { phone } from './browser.ts';
import { stage } from './stage.ts';
import { askFor, faults, foundGroup, settled, sticking, words } from './steps.ts';

describe('days with the app', () => {
  const on = stage();

  test.each(['ar', 'en'] as const)(
    'in the sandbox an invented neighbour takes it on, and every step of the hand-off is clean (%s)',
    async (lang) => {
      const w = words[lang];
      const { context, page, troubles } = await phone(on.browser, { lang, width: 360 });
      const found: string[] = [];
      const look = async (where: string): Promise<void> => {
        for (const fault of [...(await faults(page)), ...(await sticking(page))]) found.push(`${where}: ${fault}`);
      };
      await page.goto(`${on.relay.url}/found/try`);
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
    const { context, page } = await phone(on.browser, { lang: 'en', width: 360 });
    await foundGroup(page, on.relay.url, 'en');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.goto(`${on.relay.url}/group/members`);
    await page.getByText(w.name).first().waitFor();
    await page.goto(on.relay.url);
    await askFor(page, 'en');
    await page.getByText('On your phone').waitFor();
    await page.goto(`${on.relay.url}/board`);
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
    const { context, page } = await phone(on.browser, { lang: 'en', width: 360 });
    await foundGroup(page, on.relay.url, 'en');
    await page.getByRole('button', { name: 'Quick exit' }).click();
    await page.waitForURL('about:blank');
    await page.goto(`${on.relay.url}/board`);
    await settled(page);
    for (let press = 0; press < 3; press++) await page.keyboard.press('Shift');
    await page.waitForURL('about:blank');
    await context.close();
  });

  test('an invitation is taken out of the address at once, and a broken one is told kindly', async () => {
    const { context, page, troubles } = await phone(on.browser, { lang: 'en', width: 360 });
    await page.goto(`${on.relay.url}/#jAAAA`);
    await page.getByText('This is not a whole invite link').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(new URL(page.url()).pathname).toBe('/join');
    expect(troubles).toEqual([]);
    await context.close();
  });
});
