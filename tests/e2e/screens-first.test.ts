import { base64url, decode, encode, fromBase64url } from '@awna/base';
import type { BrowserContext } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { found, invite, join, neighbour } from './neighbour.ts';
import { stage } from './stage.ts';

const group = 'جيران حي الياسمين';

/** The same link with one byte of its secret another. */
function damaged(link: string): string {
  const [app = '', payload = ''] = link.split('#j');
  const read = decode(fromBase64url(payload) ?? new Uint8Array());
  if (!read.ok || !Array.isArray(read.value)) throw new Error('no link');
  const fields = read.value.map((field, i) =>
    i === 3 && field instanceof Uint8Array ? field.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) : field,
  );
  return `${app}#j${base64url(encode(fields))}`;
}

/** Counts how often the page asks for lasting storage. */
const countAsking = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    let asked = 0;
    Object.defineProperty(navigator.storage, 'persist', { value: () => Promise.resolve((asked += 1) > 0) });
    Object.assign(globalThis, { timesAsked: () => asked });
  });

/** A device that cannot even say why: what is asked of it is thrown back, as often as told. */
const throwBack = (context: BrowserContext, times: number): Promise<unknown> =>
  context.addInitScript((most) => {
    let left = most;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: { id?: number; call?: { method?: string } }) {
      const asked = message.call?.method;
      if (left > 0 && (asked === 'found' || asked === 'join')) {
        left -= 1;
        this.dispatchEvent(new MessageEvent('message', { data: { kind: 'threw', id: message.id, message: 'no space' } }));
      } else post.call(this, message);
    };
  }, times);

describe('first steps', () => {
  const on = stage();

  test.each(['ar', 'en'] as const)('the other language stands in sight on the smallest phone (%s)', async (lang) => {
    const who = await neighbour(on.browser, 'ليلى', { lang, width: 320, height: 560 });
    const { page } = who;
    await page.goto(on.relay.url);
    const other = page.getByRole('button', { name: lang === 'ar' ? 'English' : 'العربية' });
    await other.waitFor();
    const box = await other.boundingBox();
    expect(box && box.y + box.height).toBeLessThan(560);
    await other.click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang === 'ar' ? 'en' : 'ar');
    await who.end();
  });

  test('[M1] a group that could not be kept is said so, nothing typed is lost, and lasting storage is asked for only then', async () => {
    const who = await neighbour(on.browser, 'ليلى', { lang: 'en' });
    const { page, t } = who;
    await countAsking(page.context());
    await throwBack(page.context(), 1);
    await page.goto(new URL('/found', on.relay.url).href);
    await page.getByLabel(t.first.groupName()).fill(group);
    await page.getByLabel(t.first.myName()).fill(who.name);
    await who.tap('button', t.first.foundDo());
    await page.getByRole('alert').filter({ visible: true, hasText: t.first.notKept() }).waitFor();
    expect(await page.getByLabel(t.first.groupName()).inputValue()).toBe(group);
    expect(await page.getByLabel(t.first.myName()).inputValue()).toBe(who.name);
    expect(await page.evaluate<number>('timesAsked()')).toBe(0);
    await who.tap('button', t.first.foundDo());
    await who.heading(t.exchange.hello({ name: who.name })).waitFor();
    expect(await page.evaluate<number>('timesAsked()')).toBe(1);
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test.each(['ar', 'en'] as const)(
    '[M2] a link with one wrong byte: after a while the door says what may be the matter, and another link opens it (%s)',
    async (lang) => {
      const layla = await neighbour(on.browser, 'ليلى', { lang });
      await found(layla, on.relay.url, group);
      const link = await invite(layla, 5);
      const omar = await neighbour(on.browser, 'عمر', { lang });
      const { page, t } = omar;
      await page.clock.install();
      await page.goto(damaged(link));
      await page.getByLabel(t.first.myName()).fill(omar.name);
      await omar.tap('button', t.first.joinDo());
      await omar.heading(t.first.knockedTo()).waitFor();
      expect(await page.getByText(t.first.silent()).count()).toBe(0);
      await page.clock.fastForward(61_000);
      await omar.heading(t.first.silent()).waitFor();
      await omar.shot('silent');
      await omar.tap('button', t.first.keepWaiting());
      await expect.poll(() => page.getByText(t.first.silent()).count()).toBe(0);
      // Whoever closes the page and comes back later has waited all the same.
      await page.clock.fastForward(61_000);
      await page.reload();
      await omar.heading(t.first.silent()).waitFor();
      await omar.tap('button', t.first.newLink());
      await omar.heading(t.first.joinTitle()).waitFor();
      await join(omar, link, layla.name, group);
      expect([...layla.troubles(), ...omar.troubles()]).toEqual([]);
      await Promise.all([layla.end(), omar.end()]);
    },
  );
});
