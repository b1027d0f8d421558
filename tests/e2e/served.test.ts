import { decode, encode, hex } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { phone } from './browser.ts';
import { stage } from './stage.ts';

describe('the app, as a relay serves it', () => {
  const on = stage();

  test.each([
    ['ar', 'rtl'],
    ['en', 'ltr'],
  ] as const)('opens in %s, written %s, without a complaint', async (lang, dir) => {
    const { context, page, troubles } = await phone(on.browser, { lang });
    const answer = await page.goto(on.relay.url);
    expect(answer?.status()).toBe(200);
    await page.getByRole('heading').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(dir);
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('nothing is fetched from anywhere but the relay', async () => {
    const { context, page } = await phone(on.browser, { lang: 'ar' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(on.relay.url);
    await page.waitForLoadState('networkidle');
    expect([...new Set(asked)].filter((origin) => origin !== 'null')).toEqual([new URL(on.relay.url).origin]);
    await context.close();
  });

  test('every answer carries the wall: no foreign code, no frames, no referrer, no cookies', async () => {
    for (const path of ['/', '/index.html', '/no-such-file.js', '/v1/call']) {
      const { headers } = await fetch(new URL(path, on.relay.url));
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("script-src 'self'");
      expect(policy, path).toContain("require-trusted-types-for 'script'");
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('set-cookie'), path).toBeNull();
    }
  });

  test('a relay that was killed comes back at the same address with the same key', async () => {
    const before = await keyOf(on.relay.url);
    expect(before).toHaveLength(64);
    const { url } = on.relay;
    await on.relay.kill();
    await expect(keyOf(url)).rejects.toThrow(TypeError);
    await on.relayAgain();
    expect(on.relay.url).toBe(url);
    expect(await keyOf(on.relay.url)).toBe(before);
  });
});

/** What `hello` (PROTOCOL.md §10) says the relay's key is, as hex. */
async function keyOf(url: string): Promise<string> {
  const answer = await fetch(new URL('/v1/call', url), { method: 'POST', body: encode(['hello', { versions: [1] }]) });
  const said = decode(new Uint8Array(await answer.arrayBuffer()));
  const [, result] = said.ok && Array.isArray(said.value) ? said.value : [];
  const key = typeof result === 'object' && result !== null && 'key' in result ? result.key : undefined;
  return key instanceof Uint8Array ? hex(key) : '';
}
