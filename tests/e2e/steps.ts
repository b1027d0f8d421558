import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The words a person looks for, in both languages. */
export const words = {
  ar: {
    found: 'نبدأ مجموعة جديدة',
    groupName: /^اسم المجموعة/,
    myName: /^الاسم الذي أُنادى به/,
    begin: 'نبدأ',
    need: 'أحتاج مساعدة',
    food: 'طعام',
    next: 'التالي',
    mine: 'بكلماتي',
    send: 'أرسل الطلب',
    myNeed: 'طلبي',
    undo: 'تراجع',
    text: 'عشاء لأربعة أشخاص مساء الخميس',
    group: 'جيران حي الياسمين',
    name: 'ليلى',
    hello: /أهلًا/,
    search: 'بحث في اللوح',
    /** Another form of the same words: the search knows them. */
    sought: 'العشاء',
    meet: 'نتفق على موعد',
    meetAgain: 'تغيير الموعد',
    reveal: 'أكشف كيف يصلون إليّ',
    received: 'استلمتُه',
    thank: 'أشكر',
    thanked: 'شكرًا من القلب',
  },
  en: {
    found: 'Start a new group',
    groupName: /^The group’s name/,
    myName: /^What people call me/,
    begin: 'Begin',
    need: 'I need help',
    food: 'Food',
    next: 'Next',
    mine: 'In my words',
    send: 'Send the need',
    myNeed: 'My need',
    undo: 'Undo',
    text: 'Supper for four on Thursday evening',
    group: 'Jasmine Street Neighbours',
    name: 'Layla',
    hello: /Hello/,
    search: 'Search the board',
    sought: 'supper',
    meet: 'Agree on a time',
    meetAgain: 'Change the time',
    reveal: 'Show how to reach me',
    received: 'I received it',
    thank: 'Say thanks',
    thanked: 'Thank you from the heart',
  },
} as const;
export type Lang = keyof typeof words;

/** Founds a group and stands on its first screen. */
export async function foundGroup(page: Page, url: string, lang: Lang): Promise<void> {
  const w = words[lang];
  await page.goto(url);
  await page.getByRole('link', { name: w.found }).click();
  await page.getByLabel(w.groupName).fill(w.group);
  await page.getByLabel(w.myName).fill(w.name);
  await page.getByRole('button', { name: w.begin }).click();
  await page.getByRole('heading', { name: w.hello }).waitFor();
}

/** Asks for food through all four steps and stands on the need's page. */
export async function askFor(page: Page, lang: Lang): Promise<void> {
  const w = words[lang];
  await page.getByRole('link', { name: w.need }).click();
  await page.getByText(w.food, { exact: true }).click();
  await page.getByRole('button', { name: w.next }).click();
  await page.getByLabel(w.mine).fill(w.text);
  await page.getByRole('button', { name: w.next }).click();
  await page.getByRole('button', { name: w.next }).click();
  await page.getByRole('button', { name: w.send }).click();
  await page.getByText(w.myNeed, { exact: true }).waitFor();
}

interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds, as lines. */
export async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    async () => (await (window as unknown as { axe: { run(): Promise<unknown> } }).axe.run()) as AxeAnswer,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

/** Elements that stick out sideways of what one sees. */
export const sticking = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > clientWidth + 1 || left < -1;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });

/** Waits until a screen stands. */
export const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
};
