import { base64url, encode } from '@awna/base';
import { closeInvite } from '@awna/core';
import type { Home } from '@awna/device';
import { deviceOn, handClock, must, settled } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { join, keptByTheBrowser, neighbour, type Neighbour } from './neighbour.ts';
import { startRelayProcess } from './relay.ts';
import { stage } from './stage.ts';
import { startTerminal } from './terminal.ts';

const group = 'جيران حي الياسمين';
const by = 'ليلى';

const warned = (who: Neighbour, words: string): Promise<void> =>
  who.page.getByRole('alert').filter({ visible: true, hasText: words }).first().waitFor();

describe.concurrent('links', () => {
  const on = stage();

  test('one that is no invitation is told kindly, and nothing is asked of the relay', async () => {
    const who = await neighbour(on.browser, 'عمر', { lang: 'en' });
    const { page, t } = who;
    const whole = `${on.relay.url}/#j${base64url(encode([2, new Uint8Array(16)]))}`;
    await page.goto(new URL('/join', on.relay.url).href);
    const field = page.getByRole('textbox', { name: t.first.link() });
    const sayings = [
      ['hello', t.problems['not-a-link']()],
      [`${on.relay.url}/#j`, t.problems['not-a-link']()],
      [`${on.relay.url}/#jAAAA`, t.problems['not-a-link']()],
      [`${on.relay.url}/#j${'A'.repeat(4000)}`, t.problems['not-a-link']()],
      ['javascript:alert(1)#jAAAA', t.problems['not-a-link']()],
      ['\u202E\u0000🕯️ #j', t.problems['not-a-link']()],
      [whole, t.problems['link-of-another-version']()],
    ] as const;
    for (const [text, words] of sayings) {
      await field.fill(text);
      await warned(who, words);
      expect(await field.inputValue()).toBe(text);
    }
    await field.fill('');
    await field.focus();
    await page.keyboard.insertText('https://x '.repeat(10_000));
    await warned(who, t.problems['not-a-link']());
    await who.shot('broken-link');
    // Opened instead of pasted: the address is clean at once, and the page says the same.
    await page.goto(`${on.relay.url}/#jAAAA`);
    await warned(who, t.problems['not-a-link']());
    expect(new URL(page.url()).hash).toBe('');
    expect(who.troubles()).toEqual([]);
    await who.end();
  });

  test.each(['ar', 'en'] as const)(
    'an invitation that is over, used up or closed says which, and a good one still works (%s)',
    async (lang) => {
      const clock = handClock(Math.floor(Date.now() / 60_000));
      const layla = await deviceOn({ clock, live: true });
      const links = await invitations(layla, on.relay.url);
      clock.wind(2 * 3_600_000);
      const who = await neighbour(on.browser, 'عمر', { lang });
      const { page, t } = who;
      for (const why of ['invite-expired', 'invite-used-up', 'invite-closed'] as const) {
        await page.goto(links[why]);
        await who.sees(t.first.invitedBy({ name: by, group }));
        await page.getByRole('textbox', { name: t.first.myName() }).fill(who.name);
        await who.tap('button', t.first.joinDo());
        await warned(who, t.problems[why]());
        expect(await page.getByRole('textbox', { name: t.first.myName() }).inputValue()).toBe(who.name);
        await who.shot(why);
      }
      await join(who, links.good, by, group);
      expect(who.troubles()).toEqual([]);
      await who.end();
      await layla.close();
    },
  );

  test('one that is only opened, by a preview or a scanner, does nothing at the relay', async () => {
    const quiet = await startRelayProcess();
    const terminal = startTerminal();
    await terminal.does('found', group, '--relay', quiet.url, '--name', by);
    const { link } = await terminal.does('invite', '--instant');
    await quiet.stop();
    const again = await quiet.again();
    const who = await neighbour(on.browser, 'scanner', { lang: 'en' });
    await who.page.goto(String(link));
    await who.sees(who.t.first.invitedBy({ name: by, group }));
    await keptByTheBrowser(who);
    await who.page.reload();
    await who.heading(who.t.first.joinTitle()).waitFor();
    await who.end();
    expect(await again.stop()).toMatchObject({ connections: 0, calls: 0, appends: 0, commits: 0 });
    const last = await again.again();
    await terminal.does('sync');
    expect((await terminal.run('invites')).json).toMatchObject([{ used: 0, state: 'open' }]);
    await last.end();
    terminal.end();
  });
});

/** Four links into a fresh group: one whose hour will be over, one that somebody used, one closed, and one that is good. */
async function invitations(layla: Home, relay: string) {
  const { space } = must(await layla.found({ relay, group, name: by }));
  const here = layla.group(space);
  const open = async (hours: number) => must(await here.invite({ mode: 'instant', uses: 1, hours }));
  const [over, used, closed, good] = [await open(1), await open(72), await open(72), await open(72)];
  // The doors stand at the relay before one of them is closed.
  await settled(here);
  must(await here.act([closeInvite(closed.id)]));
  await settled(here);
  const salma = await deviceOn();
  must(await salma.join({ link: used.link, name: 'سلمى', waitMs: 20_000 }));
  await salma.close();
  return { 'invite-expired': over.link, 'invite-used-up': used.link, 'invite-closed': closed.link, good: good.link } as const;
}
