import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { neighbour, type Neighbour } from './neighbour.ts';
import { stage } from './stage.ts';

const group = 'جيران حي الياسمين';
const need = 'سلّم طويل ليوم واحد';
const contact = '+963 900 000 111';

/** More stops than any screen has. */
const mostStops = 80;

const focused = (target: Locator): Promise<boolean> => target.evaluate((element) => element === document.activeElement);

/** Tabs on until the keyboard stands there, and sees that whoever looks can tell. */
async function reach({ page }: Neighbour, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; !(await focused(target)); stops++) {
    if (stops === mostStops) throw new Error(`the keyboard does not reach ${String(target)}`);
    await page.keyboard.press('Tab');
  }
  const seen = await target.evaluate((element) => {
    const shown = (one: Element | null): boolean => one !== null && getComputedStyle(one).outlineStyle !== 'none';
    return shown(element) || shown(element.closest('label')) || getComputedStyle(element, '::after').outlineStyle !== 'none';
  });
  expect(seen, `where the keyboard stands is to be seen: ${String(target)}`).toBe(true);
}

async function press(who: Neighbour, role: 'button' | 'link', name: string): Promise<void> {
  await reach(who, who.page.getByRole(role, { name, exact: true }).filter({ visible: true }).first());
  await who.page.keyboard.press('Enter');
}

async function type(who: Neighbour, name: string, text: string): Promise<void> {
  await reach(who, who.page.getByRole('textbox', { name }));
  await who.page.keyboard.insertText(text);
}

/** Into a group of choices by Tab, along it by the arrows. */
async function choose(who: Neighbour, name: string): Promise<void> {
  const { page } = who;
  const choice = page.getByRole('radio', { name, exact: true });
  await choice.waitFor();
  const kin = page.locator(`input[name="${(await choice.getAttribute('name')) ?? ''}"]`);
  const entrance = kin.and(page.locator(':checked')).or(kin).first();
  await reach(who, (await kin.and(page.locator(':checked')).count()) > 0 ? kin.and(page.locator(':checked')) : entrance);
  await page.keyboard.press('Space');
  for (let steps = 0; !(await choice.isChecked()); steps++) {
    if (steps === mostStops) throw new Error(`the arrows do not reach ${name}`);
    await page.keyboard.press('ArrowDown');
  }
}

describe.concurrent('with the keyboard alone', () => {
  const on = stage();

  test.each([
    ['ar', 'en'],
    ['en', 'ar'],
  ] as const)('a group is begun (%s), joined (%s), a need asked and taken on', async (of, to) => {
    const layla = await neighbour(on.browser, 'ليلى', { lang: of });
    const omar = await neighbour(on.browser, 'عمر', { lang: to });
    await begin(layla, on.relay.url);
    await comeIn(omar, await invited(layla), layla.name);
    await askFor(layla);
    await takeOn(omar, layla.name);
    expect([...layla.troubles(), ...omar.troubles()]).toEqual([]);
    await Promise.all([layla.end(), omar.end()]);
  });
});

async function begin(who: Neighbour, address: string): Promise<void> {
  const { page, t } = who;
  await page.goto(address);
  await page.getByRole('link', { name: t.first.found() }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page.getByRole('button', { name: t.app.exit() })), 'quick exit comes first').toBe(true);
  await press(who, 'link', `${t.first.found()} ${t.first.foundText()}`);
  await type(who, t.first.groupName(), group);
  await type(who, t.first.myName(), who.name);
  await press(who, 'button', t.first.foundDo());
  await who.heading(t.exchange.hello({ name: who.name })).waitFor();
}

async function invited(who: Neighbour): Promise<string> {
  const { page, t } = who;
  await press(who, 'link', t.members.sections.invite());
  await press(who, 'button', t.members.invite.do());
  const link = page.getByRole('textbox', { name: t.first.link() });
  await reach(who, link);
  return link.inputValue();
}

async function comeIn(who: Neighbour, link: string, by: string): Promise<void> {
  const { page, t } = who;
  await page.goto(link);
  await who.sees(t.first.invitedBy({ name: by, group }));
  await type(who, t.first.myName(), who.name);
  await page.keyboard.press('Enter');
  await who.heading(t.exchange.hello({ name: who.name })).waitFor();
}

async function askFor(who: Neighbour): Promise<void> {
  const { t } = who;
  const { ask } = t.exchange;
  await press(who, 'link', t.app.tabs.today());
  await press(who, 'link', t.exchange.hasNeed());
  await choose(who, t.exchange.kind.goods());
  await press(who, 'button', t.app.do.next());
  await type(who, ask.words(), need);
  await press(who, 'button', t.app.do.next());
  await who.heading(ask.where()).waitFor();
  await choose(who, t.exchange.urgency.u1());
  await press(who, 'button', t.app.do.next());
  await who.heading(ask.who()).waitFor();
  await press(who, 'button', ask.sendNeed());
  await who.heading(need).waitFor();
}

async function takeOn(who: Neighbour, asker: string): Promise<void> {
  const { page, t } = who;
  await press(who, 'link', t.app.tabs.board());
  await press(who, 'link', need);
  await who.heading(need).waitFor();
  await press(who, 'button', t.exchange.do.take());
  await press(who, 'button', t.exchange.do['share-contact']());
  // A question above the page holds the keyboard until it is answered or put away.
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press(who, 'button', t.exchange.do['share-contact']());
  await type(who, t.exchange.do.contact(), contact);
  await press(who, 'button', t.exchange.do.revealDo());
  await page
    .getByRole('region', { name: t.exchange.hand.title({ name: asker }) })
    .getByText(contact)
    .waitFor();
  await who.shot('keyboard');
}
