import { inflateSync } from 'node:zlib';
import { kindSheets, kinds } from '@awna/core';
import { describe, expect, test } from 'vitest';
import { chance } from '../chance.ts';
import { must } from '../cast.ts';
import { threads, type Fate } from './life.ts';
import { abouts, groupName, neighbours } from './names.ts';
import { needWords } from './needs.ts';
import { neighbourhood } from './neighbourhood.ts';
import { visit } from './neighbour.ts';
import { offerWords } from './offers.ts';
import { picture } from './picture.ts';

describe('the plan of a month', () => {
  const plan = threads(chance('ياسمين'), 60, 30);
  test('is the same from the same seed, another from another', () => {
    expect(threads(chance('ياسمين'), 60, 30)).toEqual(plan);
    expect(threads(chance('نرجس'), 60, 30)).not.toEqual(plan);
  });
  test('holds every kind on both sides, and every fate', () => {
    for (const side of ['need', 'offer'] as const)
      expect(new Set(plan.filter((thread) => thread.side === side).map(({ kind }) => kind))).toEqual(new Set(kinds));
    const fates: readonly Fate[] = [
      'open',
      'taken',
      'meeting',
      'confirming',
      'done',
      'thanked',
      'released',
      'line',
      'cancelled',
      'expired',
      'reposted',
    ];
    expect(new Set(plan.map(({ fate }) => fate))).toEqual(new Set(fates));
    expect(plan.filter(({ photo }) => photo).length).toBeGreaterThan(10);
  });
  test('nothing is said twice while both can be seen: by the plan, on any day, from any seed', () => {
    for (let seed = 0; seed < 40; seed++) {
      const month = threads(chance(`words/${String(seed)}`), 60, 30);
      for (const [i, one] of month.entries()) {
        const others = month.slice(i + 1).filter(({ wording }) => wording === one.wording);
        // The shortest an item can be seen is until it is taken back or given, some days after it was written.
        for (const other of others) expect([seed, one.wording.text, other.at - one.at >= 3 * 1440]).toEqual([seed, one.wording.text, true]);
        if (['open', 'taken', 'meeting', 'line', 'confirming'].includes(one.fate))
          for (const other of others) expect(other.at - one.at).toBeGreaterThan(one.stands * 1440);
      }
    }
  });
  test('no two wordings are the same, and each answers the questions of its kind', () => {
    const books = [needWords, offerWords].flatMap((book) => kinds.flatMap((kind) => book[kind].map((wording) => ({ kind, wording }))));
    expect(new Set(books.map(({ wording }) => wording.text)).size).toBe(books.length);
    for (const { kind, wording } of books)
      for (const [name, answer] of Object.entries(wording.details ?? {})) {
        const question = kindSheets[kind].questions.find((one) => one.name === name);
        expect([wording.text, question?.name]).toEqual([wording.text, name]);
        for (const one of question?.choices ? [answer].flat() : []) expect(question?.choices).toContain(one);
      }
    expect(new Set(abouts).size).toBe(abouts.length);
  });
  test('nobody has the name of another', () => expect(new Set(neighbours).size).toBe(neighbours.length));
});

test('a picture is a PNG that says nothing but what is seen', () => {
  const { bytes, w, h } = picture(chance('picture'));
  const view = new DataView(bytes.buffer);
  const chunks: string[] = [];
  let pixels = 0;
  for (let at = 8; at < bytes.length;) {
    const length = view.getUint32(at);
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    chunks.push(type);
    if (type === 'IDAT') pixels = inflateSync(bytes.subarray(at + 8, at + 8 + length)).length;
    at += 12 + length;
  }
  expect(chunks).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect(pixels).toBe(h * (1 + w * 3));
  expect(bytes.length).toBeLessThan(64 * 1024);
});

test('a small neighbourhood lives its days through real devices: no page is void, no rule broken, and all hold one state', async () => {
  const until = Math.floor(Date.now() / 60_000);
  const { people, space, relay } = await neighbourhood({ people: 7, days: 16, seed: 'صغير', until });
  const here = people.filter(({ me }) => me !== null);
  expect(here.length).toBe(7);
  const roots = new Set<string>();
  for (const who of here) roots.add(await visit(who, async ({ group }) => (await group.roots()).stateRoot));
  expect(roots.size).toBe(1);
  const [first] = here;
  if (!first) throw new Error('nobody lives here');
  const seen = await visit(first, async ({ group }) => ({
    report: await group.verify({ full: true }),
    about: await group.view('group', {}),
    board: await group.view('board', { ended: true }),
    letters: (must(await group.sync()), await group.letters()),
    last: (await group.log({ from: 0, limit: 1000 })).at(-1)?.minute ?? 0,
  }));
  expect(seen.report).toMatchObject({ ok: true, void: 0 });
  expect(seen.about).toMatchObject({ id: space, name: groupName, members: 7 });
  const items = [...seen.board.needs, ...seen.board.offers];
  expect(items.length).toBeGreaterThan(5);
  const texts = items.flatMap(({ step, text }) => (step === 'ended' || text === null ? [] : [text]));
  expect(new Set(texts).size).toBe(texts.length);
  expect(items.filter(({ step }) => step !== 'open').length).toBeGreaterThan(2);
  expect(seen.last).toBeLessThanOrEqual(until);
  for (const { home } of people) await home.close();
  await relay.end();
}, 120_000);
