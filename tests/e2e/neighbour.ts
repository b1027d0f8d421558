import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadWords, type Words } from '@awna/words';
import type { Browser, Locator, Page } from 'playwright-core';
import { phone, type Hands } from './browser.ts';
import { startAir, type Air } from './air.ts';
import { keepPictures } from './picture.ts';

type Kind = keyof Words['exchange']['kind'];

/** A person with a phone: what they do with their hands, said in the words of their language. */
export interface Neighbour {
  readonly name: string;
  readonly lang: Hands['lang'];
  readonly page: Page;
  readonly t: Words;
  /** What lies between this phone and the relay. */
  readonly air: Air;
  /** Errors on the console and exceptions since the last time somebody looked. */
  troubles(): readonly string[];
  /** Keeps a picture of the screen, where AWNA_SHOTS names a folder for them. */
  shot(what: string): Promise<void>;
  tap(role: 'button' | 'link', name: string): Promise<void>;
  heading(name: string): Locator;
  /** Waits until these words stand on the screen; `whole`: and nothing else beside them. */
  sees(words: string, whole?: boolean): Promise<void>;
  end(): Promise<void>;
}

let shots = 0;

/** Remembers every heading that stood on the page, however short. */
const keepHeadings = (): void => {
  const stood = new Set<string>();
  const look = (): void => document.querySelectorAll('h1').forEach(({ innerText }) => stood.add(innerText));
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  Object.assign(globalThis, { headings: (): string[] => [...stood] });
};

/** What one does on a page, and the pictures taken of it. */
const handsOn = (page: Page, lang: Hands['lang']): Pick<Neighbour, 'page' | 'shot' | 'tap' | 'heading' | 'sees'> => ({
  page,
  async shot(what) {
    const folder = process.env['AWNA_SHOTS'];
    if (folder === undefined || folder === '') return;
    mkdirSync(folder, { recursive: true });
    const number = String(shots++).padStart(3, '0');
    await page.screenshot({ path: resolve(folder, `${number}-${lang}-${what}.png`) });
  },
  tap: (role, label) => page.getByRole(role, { name: label, exact: true }).click(),
  heading: (label) => page.getByRole('heading', { name: label, exact: true }),
  sees: (text, exact = false) => page.getByText(text, { exact }).filter({ visible: true }).first().waitFor(),
});

/** Somebody with a phone of their own; small as the smallest we care for. */
export async function neighbour(browser: Browser, name: string, hands: Hands): Promise<Neighbour> {
  const { lang } = hands;
  const [air, t] = await Promise.all([startAir(), loadWords(lang)]);
  const { context, page, troubles } = await phone(browser, { width: 360, height: 740, ...hands, proxy: air.proxy });
  page.setDefaultTimeout(25_000);
  await context.addInitScript(keepPictures);
  await context.addInitScript(keepHeadings);
  return {
    ...{ name, lang, t, air },
    ...handsOn(page, lang),
    troubles: () => troubles.splice(0),
    async end() {
      await context.close();
      await air.end();
    },
  };
}

/** The same person's hands on another page. */
export const onPage = (who: Neighbour, page: Page): Neighbour => ({ ...who, ...handsOn(page, who.lang) });

/** Opens the app and begins a group. */
export async function found(who: Neighbour, address: string, group: string): Promise<void> {
  const { page, t } = who;
  await page.goto(address);
  await who.tap('link', `${t.first.found()} ${t.first.foundText()}`);
  await page.getByLabel(t.first.groupName()).fill(group);
  await page.getByLabel(t.first.myName()).fill(who.name);
  await who.shot('found');
  await who.tap('button', t.first.foundDo());
  await who.heading(t.exchange.hello({ name: who.name })).waitFor();
}

/** Every heading since the page was opened. */
export const headings = ({ page }: Neighbour): Promise<string[]> => page.evaluate<string[]>('headings()');

/** Makes an invite that opens at once; gives its link. */
export async function invite(who: Neighbour, uses: number): Promise<string> {
  const { page, t } = who;
  const { invite: words } = t.members;
  await visit(who, t.app.tabs.group());
  await page.getByRole('link', { name: t.members.sections.invite() }).click();
  await pick(who, words.instant());
  await pick(who, words.usesN({ n: uses }), true);
  await who.tap('button', words.do());
  const link = page.getByRole('textbox', { name: t.first.link() });
  await link.waitFor();
  await who.shot('invite');
  return link.inputValue();
}

/** Comes in by a link that somebody sent. */
export async function join(who: Neighbour, link: string, by: string, group: string): Promise<void> {
  const { page, t } = who;
  await page.goto(link);
  await who.sees(t.first.invitedBy({ name: by, group }));
  await page.getByLabel(t.first.myName()).fill(who.name);
  await who.shot('join');
  await who.tap('button', t.first.joinDo());
  await who.heading(t.exchange.hello({ name: who.name })).waitFor();
}

/** Waits until the browser has put the app away whole, to open it without a network at any address. */
export async function keptByTheBrowser({ page }: Neighbour): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

/** Goes to one of the places at the bottom. */
export async function visit(who: Neighbour, place: string): Promise<void> {
  await who.page.getByRole('navigation', { name: who.t.app.tabs.label() }).getByRole('link', { name: place }).click();
}

/** Chooses by tapping the words beside the dot, as fingers do. */
export const pick = (who: Neighbour, name: string, exact = false): Promise<void> =>
  who.page.getByRole('radio', { name, exact }).locator('xpath=ancestor::label').click();

export const next = (who: Neighbour): Promise<void> => who.tap('button', who.t.app.do.next());

/** Writes a need for all members, up to its last step. */
export async function write(who: Neighbour, need: { kind: Kind; text: string; area?: string; photo?: Buffer }): Promise<void> {
  const { page, t } = who;
  const { ask } = t.exchange;
  await visit(who, t.app.tabs.today());
  await who.tap('link', t.exchange.hasNeed());
  await pick(who, t.exchange.kind[need.kind](), true);
  await who.shot('ask-kind');
  await next(who);
  await page.getByRole('textbox', { name: ask.words() }).fill(need.text);
  if (need.photo) {
    await page.getByLabel(ask.photo()).setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: need.photo });
    await page.getByRole('img', { name: ask.photoAlt() }).waitFor();
  }
  await who.shot('ask-words');
  await next(who);
  await who.heading(ask.where()).waitFor();
  if (need.area !== undefined) await page.getByLabel(ask.area()).first().fill(need.area);
  await who.shot('ask-where');
  await next(who);
  await pick(who, ask.whoAll());
  await who.shot('ask-who');
}

/** Writes a need and sends it; stands on its page then. */
export async function ask(who: Neighbour, need: Parameters<typeof write>[1]): Promise<void> {
  await write(who, need);
  await who.tap('button', who.t.exchange.ask.sendNeed());
  await who.heading(need.text).waitFor();
}

/** Finds something on the board by its words and opens it. */
export async function open(who: Neighbour, text: string): Promise<void> {
  await visit(who, who.t.app.tabs.board());
  await who.page.getByRole('link', { name: text }).click();
  await who.heading(text).waitFor();
}

/** The fingerprint of the group's state as this phone's own page shows it, and how many pages it was told from. */
export async function fingerprint(who: Neighbour): Promise<{ code: string; pages: string }> {
  const { page, t } = who;
  const { device } = t.members;
  await visit(who, t.app.tabs.group());
  await page.getByRole('link', { name: t.members.sections.device() }).click();
  await who.tap('button', device.syncNow());
  await who.tap('button', device.verify());
  const report = page.getByRole('status').filter({ hasText: device.root() });
  await report.waitFor();
  await who.shot('fingerprint');
  return { code: await report.locator('bdi').innerText(), pages: await report.innerText() };
}
