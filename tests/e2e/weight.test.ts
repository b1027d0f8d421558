import { expect, test } from 'vitest';
import { onDemand, sizes } from '../../packages/web/bench/sizes.ts';
import { launch, phone } from './browser.ts';
import { startRelayProcess } from './relay.ts';
import { foundGroup, words } from './steps.ts';

const gated = sizes().flatMap(({ what, bytes, gate }) => (gate === null ? [] : [{ what, bytes, gate }]));

test('[gates] shell, worker, style sheets and routes are weighed', () => {
  const weighed = gated.map(({ what }) => what);
  expect(weighed).toEqual(expect.arrayContaining(['shell', 'shell and worker', 'all style sheets', 'route TodayRoom', 'route ItemPage']));
  expect(gated.filter(({ bytes }) => bytes < 500)).toEqual([]);
});

test.each(gated)('[gates] $what weighs at most $gate bytes after gzip', ({ bytes, gate }) => {
  expect(bytes).toBeLessThanOrEqual(gate);
});

test('[gates] what counts as loaded later is not there when a member sees Today', async () => {
  const [relay, browser] = await Promise.all([startRelayProcess(), launch()]);
  try {
    const { context, page } = await phone(browser, { lang: 'ar' });
    await foundGroup(page, relay.url, 'ar');
    const asked: string[] = [];
    context.on('request', (request) => {
      const [, name] = /\/assets\/([^/]+\.js)$/.exec(new URL(request.url()).pathname) ?? [];
      // What the service worker keeps for days without a network is in nobody's way.
      if (name !== undefined && request.serviceWorker() === null) asked.push(name);
    });
    await page.reload();
    await page.getByRole('heading', { name: words.ar.hello }).waitFor();
    const ahead = (): number => asked.findIndex((name) => name.startsWith('ahead-'));
    await expect.poll(ahead, { timeout: 60_000 }).toBeGreaterThan(0);
    const atOnce = asked.slice(0, ahead());
    // What comes after shows that a worker's loads are seen at all.
    await expect.poll(() => asked.some((name) => onDemand.test(name) && !name.startsWith('ahead-')), { timeout: 60_000 }).toBe(true);
    expect(atOnce.some((name) => name.startsWith('device-worker-'))).toBe(true);
    expect(atOnce.some((name) => name.startsWith('TodayRoom-'))).toBe(true);
    expect(atOnce.filter((name) => onDemand.test(name))).toEqual([]);
    await context.close();
  } finally {
    await browser.close();
    await relay.end();
  }
});
