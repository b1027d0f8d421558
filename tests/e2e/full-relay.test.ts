import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type Relay } from '@awna/relay';
import { expect, test } from 'vitest';
import { launch } from './browser.ts';
import { ask, found, neighbour, visit } from './neighbour.ts';
import { webDist } from './relay.ts';

const ladder = 'سلّم طويل';

test.each(['ar', 'en'] as const)(
  '[X4] a relay that is full is told of without being asked, and goes on by itself once it has room (%s)',
  async (lang) => {
    const data = mkdtempSync(join(tmpdir(), 'awna-full-'));
    const browser = await launch();
    const running: Relay[] = [];
    const start = async (port: number, spaceBytes: number): Promise<Relay> => {
      await running.pop()?.close();
      const relay = await startRelay({ data, port, web: webDist(), bounds: { spaceBytes } });
      running.push(relay);
      return relay;
    };
    try {
      const { url } = await start(0, 10_000_000);
      const port = Number(new URL(url).port);
      const who = await neighbour(browser, 'ليلى', { lang });
      const { page, t } = who;
      await found(who, url, 'جيران حي الياسمين');
      const standing = page.getByRole('status', { name: t.app.standing.label() });
      await start(port, 1);
      await ask(who, { kind: 'goods', text: ladder });
      await standing.getByText(t.app.standing.device()).waitFor();
      const banner = page.getByRole('status').filter({ hasText: t.problems['relay-full']() });
      await banner.waitFor();
      expect(await banner.innerText()).toContain(t.app.again());
      expect(await banner.innerText()).toContain(t.app.waiting({ n: 1 }));
      await who.shot('relay-full');
      await visit(who, t.app.tabs.group());
      await page.getByRole('link', { name: t.members.sections.device() }).click();
      const connection = page.getByText(t.members.device.sync(), { exact: true }).locator('xpath=following-sibling::dd');
      await expect.poll(() => connection.innerText()).toContain(t.problems['relay-full']());
      expect(await connection.innerText()).not.toContain(t.members.device.state.online());
      await who.shot('relay-full-device');
      await start(port, 10_000_000);
      await banner.waitFor({ state: 'detached', timeout: 60_000 });
      await expect.poll(() => connection.innerText(), { timeout: 60_000 }).toBe(t.members.device.state.online());
      await page.getByText(t.app.waiting({ n: 0 }), { exact: true }).waitFor();
      await who.end();
    } finally {
      await browser.close();
      await running.pop()?.close();
      rmSync(data, { recursive: true, force: true });
    }
  },
);
