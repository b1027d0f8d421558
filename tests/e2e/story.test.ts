import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { changePage, meet, offerRide, say, showContact } from './deeds.ts';
import { ask, fingerprint, found, headings, invite, join, keptByTheBrowser, neighbour, open, visit, type Neighbour } from './neighbour.ts';
import { bytesOf, camera, photoWithPlace } from './picture.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';
import { startTerminal, type Terminal } from './terminal.ts';

const group = 'جيران حي الياسمين';
const need = 'حليب أطفال مرحلة أولى';
const screwdriver = 'مفك براغٍ ليوم واحد';
const ride = 'A ride to the market on Saturday';
const contactOfAsker = '+963 900 000 111';
const contactOfHelper = 'البيت ذو الدرج الأزرق 222';
const place = 'أمام المخبز القديم 333';
const words = ['أنا في الطريق', 'معي عربة صغيرة', 'Is one enough?', 'I can bring two 🍼', '٣ دقائق وأصل'] as const;
const thanks = 'سلمت يداك، نام الصغير شبعان';
/** What only the two may ever read. */
const theirs = [contactOfAsker, contactOfHelper, place, ...words] as const;

/** Those the story is about: who asks, who helps, and a third who is a member too. */
interface Cast {
  readonly asker: Neighbour;
  readonly helper: Neighbour;
  readonly third: Terminal;
  relay: RelayProcess;
}

describe.concurrent('one group, two phones, a terminal', () => {
  let browser: Browser;
  let photo: Buffer;
  beforeAll(async () => {
    browser = await launch();
    photo = await photoWithPlace(browser);
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each([
    ['ar', 'en'],
    ['en', 'ar'],
  ] as const)('a need goes from a tap (%s) to a neighbour’s hands (%s)', async (of, to) => {
    const cast: Cast = {
      asker: await neighbour(browser, 'ليلى', { lang: of }),
      helper: await neighbour(browser, 'Omar', { lang: to, dark: true }),
      third: startTerminal(),
      relay: await startRelayProcess(),
    };
    try {
      await gather(cast);
      await asked(cast, photo);
      await takenWhileTheRelayDies(cast);
      await tenThingsWithoutNetwork(cast);
      await handedOver(cast);
      await everybodyHasTheSame(cast);
      await onlyTheTwoKnow(cast);
    } catch (error) {
      await Promise.all([cast.asker.shot('broken-off'), cast.helper.shot('broken-off')]);
      throw error;
    } finally {
      await Promise.all([cast.asker.end(), cast.helper.end()]);
      cast.third.end();
      await cast.relay.end();
    }
  });
});

/** M1, M2: found, invited, joined by link, twice. */
async function gather({ asker, helper, third, relay }: Cast): Promise<void> {
  await found(asker, relay.url, group);
  await asker.shot('today-first');
  const link = await invite(asker, 5);
  expect(new URL(link).origin).toBe(relay.url);
  await join(helper, link, asker.name, group);
  expect(helper.page.url(), 'the invitation is not kept in the address').not.toContain('#');
  await helper.shot('today-joined');
  for (const who of [asker, helper]) {
    const stood = await headings(who);
    expect(stood).toContain(who.t.exchange.hello({ name: who.name }));
    expect(stood, 'nobody is greeted by another name first').not.toContain(who.t.exchange.hello({ name: who.t.app.someone() }));
  }
  expect(await third.does('join', link, '--name', 'Salma', '--wait', '30')).toMatchObject({ state: 'joined' });
  await third.does('need', '--kind', 'goods', '--text', screwdriver);
  await visit(asker, asker.t.app.tabs.group());
  await asker.sees(asker.t.members.count({ n: 3 }));
  await asker.shot('group');
  expect([...asker.troubles(), ...helper.troubles()]).toEqual([]);
}

/** X1: asked with a photo; what the camera noted stays on the phone. */
async function asked({ asker, helper }: Cast, photo: Buffer): Promise<void> {
  expect(photo.includes(camera) && photo.includes('Exif')).toBe(true);
  await ask(asker, { kind: 'food', text: need, area: 'الحارة الغربية', photo });
  const standing = asker.page.getByRole('status', { name: asker.t.app.standing.label() });
  await standing.getByText(asker.t.app.standing.device()).waitFor();
  await asker.shot('item-on-device');
  await standing.getByText(asker.t.app.standing.sent()).waitFor();
  await open(helper, need);
  await helper.page.getByRole('img', { name: helper.t.exchange.item.photo({ name: asker.name }) }).waitFor();
  await helper.shot('item-seen');
  const seen = Buffer.from(bytesOf(await helper.page.evaluate<string>('lastPicture()')));
  expect(seen.length).toBeGreaterThan(2000);
  for (const note of ['Exif', 'Canary', '33.5138', 'GPS']) expect(seen.includes(note), note).toBe(false);
}

/** X4: taken on; the power goes at the relay while the word is on its way. */
async function takenWhileTheRelayDies(cast: Cast): Promise<void> {
  const { asker, helper } = cast;
  await helper.tap('button', helper.t.exchange.do.take());
  await helper.sees(helper.t.exchange.mine.held(), true);
  await cast.relay.kill();
  await Promise.all([asker, helper].map((who) => who.sees(who.t.app.offline())));
  await helper.shot('taken-relay-gone');
  cast.relay = await cast.relay.again();
  await asker.page.getByRole('region', { name: asker.t.exchange.hand.title({ name: helper.name }) }).waitFor();
  await asker.shot('item-taken');
  // A relay that is gone is heard of on the console, and nothing else is.
  for (const said of [...asker.troubles(), ...helper.troubles()]) expect(said).toMatch(/WebSocket|ERR_CONNECTION/);
}

/** Everything goes on without a network, through a reload too; back in it, all of it arrives once. Meanwhile others act. */
async function tenThingsWithoutNetwork(cast: Cast): Promise<void> {
  const { asker, helper } = cast;
  const { page, t } = helper;
  await keptByTheBrowser(helper);
  helper.air.cut();
  await page.context().setOffline(true);
  await helper.sees(t.app.offline());
  await Promise.all([tenThings(helper), meanwhile(cast)]);
  await helper.sees(t.app.waiting({ n: 10 }));
  await page.reload();
  await helper.heading(screwdriver).waitFor();
  await helper.sees(t.app.waiting({ n: 10 }));
  await helper.sees(t.exchange.mine.held(), true);
  await helper.shot('offline-ten');
  helper.air.back();
  await page.context().setOffline(false);
  // The first place holds; the other is told kindly and stands in line.
  await helper.sees(t.exchange.hand.line({ n: 1 }));
  await helper.shot('in-line');
  for (const said of helper.troubles()) expect(said).toMatch(/WebSocket|ERR_/);
  await asker.sees(contactOfHelper);
  await asker.shot('hand-asker');
  const thread = asker.page.getByRole('region', { name: asker.t.exchange.hand.title({ name: helper.name }) }).getByRole('listitem');
  expect((await thread.locator('bdi').allInnerTexts()).filter((text) => text !== helper.name)).toEqual([...words]);
}

async function tenThings(helper: Neighbour): Promise<void> {
  for (const word of words) await say(helper, word);
  await showContact(helper, contactOfHelper);
  await meet(helper, place);
  await offerRide(helper, ride);
  await changePage(helper, 'carrying, driving');
  await open(helper, screwdriver);
  await helper.tap('button', helper.t.exchange.do.take());
  await helper.sees(helper.t.exchange.mine.held(), true);
}

/** The asker takes on the very need that the helper, who hears of nothing, takes on too. */
async function meanwhile({ asker, third }: Cast): Promise<void> {
  const { app, exchange } = asker.t;
  await open(asker, screwdriver);
  await asker.tap('button', exchange.do.take());
  await asker.page.getByRole('status', { name: app.standing.label() }).getByText(app.standing.sent()).waitFor();
  await third.does('sync');
  const { needs } = (await third.run('board', '--mine')).json as { needs: { takenBy: { name: string }[] }[] };
  expect(needs[0]?.takenBy.map(({ name }) => name)).toEqual([asker.name]);
  await open(asker, need);
  await showContact(asker, contactOfAsker);
}

/** X4: both say so, then thanks. */
async function handedOver({ asker, helper }: Cast): Promise<void> {
  await open(helper, need);
  await helper.sees(contactOfAsker);
  await helper.tap('button', helper.t.exchange.do.handed());
  await asker.tap('button', asker.t.exchange.do.received());
  await asker.sees(asker.t.exchange.theirs.done(), true);
  await helper.sees(helper.t.exchange.ending.done(), true);
  await asker.tap('button', asker.t.exchange.do.thank());
  const sheet = asker.page.getByRole('dialog');
  await sheet.getByRole('textbox').fill(thanks);
  await sheet.getByRole('radio', { name: asker.t.exchange.do.thankAll() }).locator('xpath=ancestor::label').click();
  await sheet.getByRole('button', { name: asker.t.exchange.do.thank() }).click();
  await helper.sees(thanks);
  await helper.shot('thanked');
}

/** Equal `stateRoot`s on all three; nothing lost, nothing doubled. */
async function everybodyHasTheSame({ asker, helper, third }: Cast): Promise<void> {
  const [here, there] = await Promise.all([fingerprint(asker), fingerprint(helper)]);
  await third.does('sync');
  const { stateRoot } = await third.does('state');
  const verified = await third.does('verify', '--full');
  expect(verified).toMatchObject({ ok: true, void: 0 });
  const frames = Number(verified['frames']);
  expect(here.pages).toContain(asker.t.members.device.verified({ n: frames }));
  expect(there.pages).toContain(helper.t.members.device.verified({ n: frames }));
  const code = readAloud(bytesOf(String(stateRoot)));
  expect([here.code, there.code]).toEqual([code, code]);
  const facts = (await third.run('log')).out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { facts: { id: string; type: string }[]; judged: string[] })
    .flatMap((line) => line.facts.map(({ id, type }, i) => ({ id, type, judged: line.judged[i] })));
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  // Two devices may open the door to one newcomer at once: the first stands, the other says nothing new.
  for (const { type, judged } of facts.filter((fact) => fact.judged !== 'ok'))
    expect([type, judged]).toEqual(['members/admitted@1', 'already-in']);
  const counts = new Map<string, number>();
  for (const { type } of facts.filter(({ judged }) => judged === 'ok')) counts.set(type, (counts.get(type) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual(everything);
}

/** A state root as the app shows it: six groups of five digits, each from five bytes. */
const readAloud = (root: Uint8Array): string =>
  [0, 5, 10, 15, 20, 25]
    .map((at) => Buffer.from(root).readUIntBE(at, 5) % 100_000)
    .map((n) => String(n).padStart(5, '0'))
    .join(' ');

/** Every act of the story, as often as it was done. */
const everything = {
  'members/founded@1': 1,
  'members/invite-opened@1': 1,
  'members/admitted@1': 2,
  'members/profile-set@1': 1,
  'exchange/need-posted@1': 2,
  'exchange/offer-posted@1': 1,
  'exchange/taken@1': 3,
  'exchange/contact-shared@1': 2,
  'exchange/said@1': 5,
  'exchange/handover-set@1': 1,
  'exchange/handed@1': 1,
  'exchange/received@1': 1,
  'exchange/thanked@1': 1,
};

/** X5: a member who is none of the two reads nothing of what is between them. */
async function onlyTheTwoKnow({ asker, third }: Cast): Promise<void> {
  const board = await third.run('board', '--ended', '--search', 'حليب');
  expect(board.out).toContain(need);
  const { needs } = board.json as { needs: { id: string; text: string }[] };
  const shown = await third.run('show', needs.find(({ text }) => text === need)?.id ?? '');
  expect(shown.out).toContain(thanks);
  const log = await third.run('log');
  const state = await third.run('state', '--parts');
  for (const secret of theirs) for (const { out } of [board, shown, log, state]) expect(out, secret).not.toContain(secret);
  expect(asker.troubles()).toEqual([]);
}
