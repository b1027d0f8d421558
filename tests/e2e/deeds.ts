import { pick, visit, type Neighbour } from './neighbour.ts';

/** Shows the other how to be reached (X5). */
export async function showContact(who: Neighbour, contact: string): Promise<void> {
  const { page, t } = who;
  await who.tap('button', t.exchange.do['share-contact']());
  await page.getByRole('dialog').getByRole('textbox').fill(contact);
  await who.tap('button', t.exchange.do.revealDo());
  await who.sees(contact);
}

/** Says a word between the two. */
export async function say(who: Neighbour, text: string): Promise<void> {
  const { page, t } = who;
  const box = page.getByRole('textbox', { name: t.exchange.do.say() });
  if (!(await box.isVisible())) await page.locator('summary').filter({ hasText: t.exchange.do.say() }).click();
  await box.fill(text);
  await who.tap('button', t.exchange.do.sayDo());
  await page.getByRole('listitem').getByText(text, { exact: true }).waitFor();
}

/** Agrees on tomorrow, at a place. */
export async function meet(who: Neighbour, place: string): Promise<void> {
  const { t } = who;
  await who.tap('button', t.exchange.do['set-handover']());
  await who.page.getByRole('textbox', { name: t.exchange.do.meetPlace() }).fill(place);
  await who.shot('meet');
  await who.tap('button', t.exchange.do.meetDo());
  await who.sees(place);
}

/** Offers a ride. */
export async function offerRide(who: Neighbour, ride: string): Promise<void> {
  const { page, t } = who;
  const { ask: flow } = t.exchange;
  await visit(who, t.app.tabs.today());
  await who.tap('link', t.exchange.canHelp());
  await pick(who, t.exchange.kind.ride(), true);
  await who.tap('button', t.app.do.next());
  await page.getByRole('textbox', { name: flow.words() }).fill(ride);
  await who.tap('button', t.app.do.next());
  await who.heading(flow.where()).waitFor();
  await who.tap('button', t.app.do.next());
  await who.shot('offer-review');
  await who.tap('button', flow.sendOffer());
  await who.heading(ride).waitFor();
}

/** Writes on one's own page what one can do. */
export async function changePage(who: Neighbour, skills: string): Promise<void> {
  const { page, t } = who;
  await visit(who, t.app.tabs.group());
  await page.getByRole('link', { name: t.members.sections.me() }).click();
  await page.getByRole('textbox', { name: t.members.me.skills() }).fill(skills);
  await who.shot('my-page');
  await who.tap('button', t.app.do.save());
  await who.heading(t.members.title()).waitFor();
}
