import { describe, expect, test } from 'vitest';
import { ask, found, invite, join, neighbour, open, visit, write, type Neighbour } from './neighbour.ts';
import { stage } from './stage.ts';

const group = 'جيران حي الياسمين';
const ladder = 'سلّم طويل';

/** Holds Enter down on what has the focus, as a heavy thumb does: the browser says it again and again. */
async function holdEnter({ page }: Neighbour): Promise<void> {
  for (let i = 0; i < 12; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
}

/** How many cards of these words stand on the board. */
async function onBoard(who: Neighbour, text: string): Promise<number> {
  await visit(who, who.t.app.tabs.board());
  await who.page.getByRole('link', { name: text }).first().waitFor();
  return who.page.getByRole('article').filter({ hasText: text }).count();
}

describe('tapped twice', () => {
  const on = stage();

  test('[X1] a need is asked once, whether tapped twice or with Enter held down', async () => {
    const who = await neighbour(on.browser, 'ليلى', { lang: 'ar' });
    const { page, t } = who;
    await found(who, on.relay.url, group);
    const send = page.getByRole('button', { name: t.exchange.ask.sendNeed(), exact: true });
    await write(who, { kind: 'goods', text: ladder });
    await send.dblclick();
    await who.heading(ladder).waitFor();
    expect(await onBoard(who, ladder)).toBe(1);
    await write(who, { kind: 'food', text: 'عشاء لأربعة' });
    await send.focus();
    await holdEnter(who);
    await who.heading('عشاء لأربعة').waitFor();
    expect(await onBoard(who, 'عشاء لأربعة')).toBe(1);
    // Nothing came between: back from there is no empty step.
    expect(new URL(page.url()).pathname).toBe('/board');
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test('[X4] a word between the two is said once, and what is set in a sheet is set once', async () => {
    const [layla, omar] = await Promise.all([neighbour(on.browser, 'ليلى', { lang: 'ar' }), neighbour(on.browser, 'Omar', { lang: 'en' })]);
    const { page, t } = omar;
    await found(layla, on.relay.url, group);
    await join(omar, await invite(layla, 1), layla.name, group);
    await ask(layla, { kind: 'goods', text: ladder });
    await open(omar, ladder);
    await page.getByRole('button', { name: t.exchange.do.take(), exact: true }).dblclick();
    await page.locator('summary').filter({ hasText: t.exchange.do.say() }).click();
    const box = page.getByRole('textbox', { name: t.exchange.do.say() });
    const send = page.getByRole('button', { name: t.exchange.do.sayDo(), exact: true });
    const said = (text: string) => page.getByRole('listitem').getByText(text, { exact: true });
    await box.fill('Tomorrow then');
    await send.dblclick();
    await said('Tomorrow then').first().waitFor();
    await box.fill('At five');
    await send.focus();
    await holdEnter(omar);
    await said('At five').first().waitFor();
    expect(await said('Tomorrow then').count()).toBe(1);
    expect(await said('At five').count()).toBe(1);
    await omar.tap('button', t.exchange.do['share-contact']());
    await page.getByRole('dialog').getByRole('textbox').fill('0900 000 777');
    await page.getByRole('button', { name: t.exchange.do.revealDo(), exact: true }).dblclick();
    await omar.sees('0900 000 777');
    expect(await page.getByText('0900 000 777').filter({ visible: true }).count()).toBe(1);
    // On the other phone too, once it is there.
    const theirs = layla.page.getByRole('listitem').getByText('At five', { exact: true });
    await open(layla, ladder);
    await theirs.first().waitFor();
    expect(await theirs.count()).toBe(1);
    expect(await layla.page.getByRole('listitem').getByText('Tomorrow then', { exact: true }).count()).toBe(1);
    expect([...layla.troubles(), ...omar.troubles()]).toEqual([]);
    await Promise.all([layla.end(), omar.end()]);
  });
});
