import {
  askFor,
  choose,
  handed,
  offer,
  received,
  take,
  thank,
  wish,
  type Board,
  type Hand,
  type ItemView,
  type MemberView,
} from '@awna/core';
import { platformOf } from '@awna/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Group, Home, Neighbourhood } from '../api.ts';
import type { Platform } from '../platform.ts';
import { memoryStore } from '../store/memory.ts';
import { openHomeWithSandbox } from './home.ts';

const neighbour = (name: string, ...posts: Neighbourhood[number]['posts']): Neighbourhood[number] => ({
  ...{ name, posts, promise: `${name}: سآتي`, contact: `0900 ${name}`, place: 'عند الباب', thanks: `شكراً من ${name}` },
});

const neighbours: Neighbourhood = [
  neighbour('أم سامر', { side: 'offer', kind: 'food', text: 'خبز طازج', days: 3 }),
  neighbour('أبو نور', { side: 'need', kind: 'skills', text: 'من يصلح الباب؟', days: 3 }),
  neighbour('هدى'),
];

/** What a neighbour takes ten seconds for is done in a tenth of one; waits for answers are as they are. */
const hurried = (platform: Platform): Platform => ({
  ...platform,
  after: (ms, then) => platform.after(ms >= 3_000 && ms < 28_000 ? ms / 100 : ms, then),
});

const store = memoryStore();
let platform: Platform;
let home: Home;
let group: Group;
let me: string;

const seen = <T>(watch: (hear: (view: T) => void) => () => void, wanted: (view: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    const stop = watch((view) => {
      if (!wanted(view)) return;
      queueMicrotask(() => stop());
      resolve(view);
    });
  });
const board = (wanted: (board: Board) => boolean): Promise<Board> => seen((hear) => group.watch('board', {}, hear), wanted);
const item = async (id: string, wanted: (item: ItemView) => boolean): Promise<ItemView> => {
  const view = await seen<ItemView | null>(
    (hear) => group.watch('item', { id }, hear),
    (one) => one !== null && wanted(one),
  );
  if (!view) throw new Error('no such item');
  return view;
};
const hand = (view: ItemView): Hand => {
  const [first] = view.hands;
  if (!first) throw new Error('nobody came');
  return first;
};
const does = async (...drafts: Parameters<Group['act']>[0]): Promise<string> => {
  const done = await group.act(drafts);
  if (!done.ok) throw new Error(done.error.reason);
  return done.value.ids[0] ?? '';
};
const soon = (): number => Math.floor(platform.now() / 60_000) + 1_440;

describe('a sandbox', () => {
  beforeAll(async () => {
    const ground = await platformOf({
      store,
      socket: () => {
        throw new Error('no network');
      },
    });
    platform = hurried(ground);
    home = await openHomeWithSandbox(platform);
    const founded = await home.found({ relay: 'https://unused.example', group: 'حي للتجربة', name: 'أنا', sandbox: true, neighbours });
    if (!founded.ok) throw new Error(founded.error);
    me = founded.value.member;
    group = home.group(founded.value.space);
  });
  afterAll(() => home.close());

  test('is a group with no network, in which invented neighbours have come in and posted', async () => {
    const view = await board(({ needs, offers }) => needs.length > 0 && offers.length > 0);
    expect(view.offers.map(({ text, author }) => [text, author?.name])).toEqual([['خبز طازج', 'أم سامر']]);
    await seen<readonly MemberView[]>(
      (hear) => group.watch('members', {}, hear),
      (people) => people.length === 4,
    );
    expect((await home.spaces()).map(({ sandbox, state }) => [sandbox, state])).toEqual([[true, 'member']]);
  });

  test('[X4] a need of mine is taken on, handed over, and thanked for', async () => {
    const id = await does(askFor(me, { kind: 'goods', text: 'سلّم', until: soon() }));
    const promised = hand(await item(id, ({ hands }) => hands[0]?.iConfirmed === false && hands[0].theyConfirmed));
    expect(promised.theirContact).toMatch(/^0900 /);
    expect(promised.meetPlace).toBe('عند الباب');
    expect(promised.thread.length).toBe(1);
    await does(received(id, promised.claim));
    await does(thank(me, promised.who.id, id, promised.claim, 'شكراً'));
    expect((await item(id, ({ step }) => step === 'ended')).ending).toBe('done');
  });

  test('[X5] two come forward for a confidential need; the one I choose helps', async () => {
    const id = await does(askFor(me, { kind: 'health', text: 'دواء', until: soon() }));
    const waiting = await item(id, ({ hands }) => hands.length === 2);
    const [first] = waiting.hands;
    const draft = choose(me, waiting, first?.claim ?? '');
    if (!draft) throw new Error('nobody to choose');
    await does(draft);
    const chosen = await item(id, ({ hands }) => hands.some(({ theyConfirmed }) => theyConfirmed));
    await does(received(id, chosen.hands.find(({ theyConfirmed }) => theyConfirmed)?.claim ?? ''));
  });

  test('[X10] an offer of mine is wished for, received and thanked for', async () => {
    const id = await does(offer(me, { kind: 'goods', text: 'كرسي', until: soon() }));
    const held = hand(await item(id, ({ hands }) => typeof hands[0]?.theirContact === 'string'));
    await does(handed(id, held.claim));
    const thanked = hand(await item(id, ({ hands }) => (hands[0]?.thanks.length ?? 0) > 0));
    expect(thanked.thanks[0]?.text).toMatch(/^شكراً من/);
  });

  test('[X4] a neighbour’s need that I take on is received and thanked for, and their offer is given to me', async () => {
    const view = await board(({ needs, offers }) => needs.some(({ mine }) => !mine) && offers.some(({ mine }) => !mine));
    const need = view.needs.find(({ mine }) => !mine)?.id ?? '';
    const bread = view.offers.find(({ mine }) => !mine)?.id ?? '';
    await does(take(need));
    const held = hand(await item(need, ({ hands }) => typeof hands[0]?.meet === 'number'));
    await does(handed(need, held.claim));
    await item(need, ({ hands }) => (hands[0]?.thanks.length ?? 0) > 0);
    await does(wish(bread));
    const given = hand(await item(bread, ({ hands }) => hands[0]?.theyConfirmed === true));
    await does(received(bread, given.claim));
  });

  test('it is all there again after the device was closed, and neighbours go on', async () => {
    const before = await group.roots();
    await home.close();
    home = await openHomeWithSandbox(platform);
    group = home.group(group.space);
    await group.sync();
    expect((await group.roots()).size).toBeGreaterThanOrEqual(before.size);
    const id = await does(askFor(me, { kind: 'ride', text: 'إلى السوق', until: soon() }));
    await item(id, ({ hands }) => hands.length === 1);
    expect((await group.verify({ full: true })).ok).toBe(true);
  });

  test('its link opens nothing from elsewhere, and forgetting it leaves nothing behind', async () => {
    const invited = await group.invite({ mode: 'instant', uses: 1, hours: 1 });
    if (!invited.ok) throw new Error(invited.error.reason);
    const other = await openHomeWithSandbox(await platformOf());
    expect(await other.join({ link: invited.value.link, name: 'غريب' })).toEqual({ ok: false, error: 'invite-unknown' });
    await other.close();
    await home.forget(group.space);
    expect((await store.list('')).map(([key]) => key)).toEqual(['sandbox/key']);
  });
});
