import { describe, expect, test } from 'vitest';
import { ask, neighbour, visit } from './neighbour.ts';
import { stage } from './stage.ts';

describe('trying everything on this phone alone', () => {
  const on = stage();

  test.each(['ar', 'en'] as const)(
    'with the relay out of reach a need finds a helper, from asking to being handed over (%s)',
    async (lang) => {
      const who = await neighbour(on.browser, 'ليلى', { lang });
      const { page, t } = who;
      await page.goto(on.relay.url);
      // The app is on the phone once its service worker has put everything away; from the next opening on it serves it.
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
      await page.reload();
      await page.getByRole('heading').first().waitFor();
      await who.tap('link', `${t.first.sandbox()} ${t.first.sandboxText()}`);
      await page.getByLabel(t.first.myName()).fill(who.name);
      who.air.cut();
      await who.tap('button', t.first.foundDo());
      await who.heading(t.exchange.hello({ name: who.name })).waitFor();
      await visit(who, t.app.tabs.board());
      for (const text of [t.first.neighbours.samer.post2(), t.first.neighbours.jabr.post1()]) await page.getByText(text).first().waitFor();
      await ask(who, { kind: 'goods', text: 'سلّم' });
      const names = Object.values(t.first.neighbours).map(({ name }) => name());
      const hand = page.getByRole('region', { name: new RegExp(names.join('|')) }).first();
      await hand.getByText(/^0900/).waitFor({ timeout: 60_000 });
      await who.shot('sandbox-hand');
      await hand.getByRole('button', { name: t.exchange.do.received(), exact: true }).waitFor({ timeout: 60_000 });
      expect(who.troubles().filter((said) => !/ERR_|WebSocket|Failed to load/.test(said))).toEqual([]);
      await who.end();
    },
  );
});
