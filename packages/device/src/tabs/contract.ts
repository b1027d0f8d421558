import { askFor, type Board } from '@awna/core';
import { chance } from '@awna/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import type { Group, Home } from '../api.ts';
import { PretendBrowser, type PretendTab } from './browser-contract.ts';
import { NoStorage } from './tab.ts';

const until = 1_440 * 30 + Math.floor(Date.now() / 60_000);
const group = (home: Home, space: string): Group => home.group(space);

/** Every text on the board, in order of their letters. */
const texts = ({ needs }: Board): string[] => needs.map(({ text }) => text ?? '').sort((a, b) => (a < b ? -1 : 1));

/** What must hold however the tabs find out who leads. */
export function tabsContract(seats: 'locks' | 'lease'): void {
  let browser = new PretendBrowser(seats);
  afterEach(() => {
    browser.end();
    browser = new PretendBrowser(seats);
  });

  const founded = async (home: Home): Promise<{ space: string; me: string }> => {
    const done = await home.found({ relay: 'http://unused.example', group: 'جيران', name: 'ليلى', sandbox: true });
    if (!done.ok) throw new Error(done.error);
    return { space: done.value.space, me: done.value.member };
  };
  const ask = async (home: Home, { space, me }: { space: string; me: string }, text: string): Promise<string> => {
    const done = await group(home, space).act([askFor(me, { kind: 'goods', text, until })]);
    if (!done.ok) throw new Error(done.error.reason);
    return done.value.ids[0] ?? '';
  };
  const board = async (home: Home, space: string): Promise<string[]> => texts(await group(home, space).view('board', {}));
  const shows = (home: Home, space: string, wanted: readonly string[]): Promise<Board> =>
    new Promise((resolve) => {
      const stop = group(home, space).watch('board', {}, (view) => {
        if (texts(view).join() !== wanted.join()) return;
        queueMicrotask(() => stop());
        resolve(view);
      });
    });

  describe(`tabs (${seats})`, () => {
    test('two tabs are one device: what one does the other shows', async () => {
      const [one, two] = [browser.tab(), browser.tab()];
      const here = await founded(two.home);
      await ask(one.home, here, 'a');
      await ask(two.home, here, 'b');
      expect(await board(one.home, here.space)).toEqual(['a', 'b']);
      const [first, second] = await Promise.all([shows(one.home, here.space, ['a', 'b']), shows(two.home, here.space, ['a', 'b'])]);
      expect(first).toEqual(second);
      const shown = shows(one.home, here.space, ['a', 'b', 'c']);
      await ask(two.home, here, 'c');
      await shown;
    });

    test('a view that goes on comes in patches: what did not change is the very same object', async () => {
      const [one, two] = [browser.tab(), browser.tab()];
      const here = await founded(one.home);
      await ask(one.home, here, 'a');
      const views: Board[] = [];
      const heard = new Map<number, () => void>();
      const has = (n: number): Promise<void> => new Promise((resolve) => heard.set(n, resolve));
      const [begun, grown] = [has(1), has(2)];
      group(two.home, here.space).watch('board', {}, (view) => {
        views.push(view);
        heard.get(view.needs.length)?.();
      });
      // Its first view is whole; only what comes after it is a patch.
      await begun;
      await ask(one.home, here, 'b');
      await grown;
      const last = views.at(-1);
      const before = views.findLast((view) => view.needs.length === 1);
      expect(before).toBeDefined();
      expect(last?.areas).toBe(before?.areas);
    });

    test('a refusal is an answer, and an unknown group is an error, from whichever tab', async () => {
      const [one, two] = [browser.tab(), browser.tab()];
      const here = await founded(one.home);
      for (const { home } of [one, two]) {
        const refused = await group(home, here.space).act([askFor(here.me, { kind: 'goods', text: 'x', until: 5 })]);
        expect(refused).toEqual({ ok: false, error: { reason: 'too-late', index: 0 } });
        await expect(group(home, 'AAAAAAAAAAAAAAAAAAAAAA').status()).rejects.toThrow();
      }
    });

    test('when the leading tab is closed another goes on, and its pages notice nothing', async () => {
      const one = browser.tab();
      const here = await founded(one.home);
      const two = browser.tab();
      await ask(two.home, here, 'a');
      const shown = shows(two.home, here.space, ['a', 'b']);
      await one.home.close();
      await ask(two.home, here, 'b');
      await shown;
      const three = browser.tab();
      expect(await board(three.home, here.space)).toEqual(['a', 'b']);
    });

    test('a leader that goes in the middle of an act, at whatever write: the act is done once', async () => {
      for (const when of ['before', 'after'] as const) {
        for (let nth = 1; nth <= 4; nth++) {
          const one = browser.tab();
          const here = await founded(one.home);
          const two = browser.tab();
          await board(two.home, here.space);
          let writes = 0;
          one.onWrite = (moment) => void (moment === when && ++writes === nth && one.kill());
          await ask(two.home, here, 'once');
          // What the first leader had begun to send is given its place by the second, or was.
          one.kill();
          await group(two.home, here.space).sync();
          expect(await board(two.home, here.space)).toEqual(['once']);
          expect((await group(two.home, here.space).verify({ full: true })).ok).toBe(true);
          browser.end();
          browser = new PretendBrowser(seats);
        }
      }
    });

    test('a leader that goes while a group is founded: there is one group', async () => {
      for (let nth = 1; nth <= 6; nth++) {
        const [one, two] = [browser.tab(), browser.tab()];
        await one.home.spaces();
        await two.home.spaces();
        let writes = 0;
        one.onWrite = (moment) => void (moment === 'after' && ++writes === nth && one.kill());
        const here = await founded(two.home);
        expect((await two.home.spaces()).map(({ space }) => space)).toEqual([here.space]);
        browser.end();
        browser = new PretendBrowser(seats);
      }
    });

    test('what was taken back stays taken back, though the leader went before it could say so', async () => {
      const one = browser.tab();
      const here = await founded(one.home);
      const two = browser.tab();
      const held = await group(two.home, here.space).act([askFor(here.me, { kind: 'goods', text: 'held', until })], { holdMs: 60_000 });
      if (!held.ok) throw new Error(held.error.reason);
      let writes = 0;
      // The first write says that it begins, the second takes back.
      one.onWrite = (moment) => void (moment === 'after' && ++writes === 2 && one.kill());
      expect(await group(two.home, here.space).takeBack(held.value.ids)).toEqual(held.value.ids);
      expect(await board(two.home, here.space)).toEqual([]);
    });

    test('a leader that falls asleep is taken over from, and when it wakes it can spoil nothing', async () => {
      const one = browser.tab();
      const here = await founded(one.home);
      const two = browser.tab();
      await ask(two.home, here, 'a');
      let asleep = false;
      one.onWrite = (moment) => {
        if (moment === 'before' && !asleep) one.sleep();
        asleep = true;
      };
      // Asked of the sleeping leader by its own page; it had begun.
      const mine = ask(one.home, here, 'b');
      await ask(two.home, here, 'c');
      one.wake();
      await mine;
      expect(await board(one.home, here.space)).toEqual(['a', 'b', 'c']);
      await ask(one.home, here, 'd');
      expect(await board(two.home, here.space)).toEqual(['a', 'b', 'c', 'd']);
    });

    test('a tab that is gone is not spoken to for ever, and one that slept long gets its views again', async () => {
      const one = browser.tab();
      const here = await founded(one.home);
      const two = browser.tab();
      await shows(two.home, here.space, []);
      const shown = shows(two.home, here.space, ['a', 'b']);
      two.sleep();
      await ask(one.home, here, 'a');
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      two.wake();
      await ask(one.home, here, 'b');
      await shown;
    });

    test('an answer that was heard is kept no longer', async () => {
      const one = browser.tab();
      const here = await founded(one.home);
      const two = browser.tab();
      for (const { home } of [one, two])
        expect(await group(home, here.space).invite({ mode: 'instant', uses: 1, hours: 1 })).toMatchObject({ ok: true });
      await expect.poll(async () => (await browser.store.list('asked/')).length).toBe(0);
    });

    test('a home that does not open is said so, and that it does when it does', async () => {
      browser.trouble = new NoStorage();
      const one = browser.tab();
      const spaces = one.home.spaces();
      await expect.poll(() => one.broken).toContain('no-storage');
      browser.trouble = new Error('broken');
      await expect.poll(() => one.broken).toContain('not-openable');
      browser.trouble = null;
      expect(await spaces).toEqual([]);
      expect(one.broken.at(-1)).toBeNull();
    });

    test('a tab of another version is not talked to: the page hears why', async () => {
      const one = browser.tab();
      await one.home.spaces();
      const two = browser.tab();
      await two.home.spaces();
      browser.otherVersion();
      await expect.poll(() => two.broken).toContain('another-version');
      expect(one.broken).toEqual([]);
      expect(await two.home.spaces()).toEqual([]);
    });

    test('forty acts over tabs that come, go and sleep: none lost, none doubled', async () => {
      const dice = chance(`tabs ${seats}`);
      let tabs = [browser.tab(), browser.tab(), browser.tab()];
      const here = await founded(dice.pick(tabs).home);
      const asked: { readonly tab: PretendTab; readonly text: string; readonly done: Promise<unknown> }[] = [];
      for (let i = 0; i < 40; i++) {
        const text = String(i).padStart(2, '0');
        const tab = dice.pick(tabs);
        asked.push({ tab, text, done: ask(tab.home, here, text) });
        if (dice.happens(0.15)) {
          const [gone, ...rest] = dice.shuffle(tabs);
          gone?.kill();
          tabs = [...rest, browser.tab()];
        } else if (dice.happens(0.1)) {
          const sleeper = dice.pick(tabs);
          sleeper.sleep();
          setTimeout(() => sleeper.wake(), 400);
        }
        if (dice.happens(0.5)) await new Promise((resolve) => setTimeout(resolve, dice.whole(1, 60)));
      }
      // Whether a word came through whose tab went with it is nobody's to know: it is there at most once.
      const living = asked.filter(({ tab }) => tabs.includes(tab));
      await Promise.all(living.map(({ done }) => done));
      const [last] = tabs;
      const there = last ? await board(last.home, here.space) : [];
      expect(there).toEqual([...new Set(there)]);
      for (const { text } of living) expect(there).toContain(text);
      expect(last && (await group(last.home, here.space).verify({ full: true })).ok).toBe(true);
    });
  });
}
