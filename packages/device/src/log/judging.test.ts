import { base64url, concat, encode, sha256, utf8, type Bytes } from '@awna/base';
import { messageDigestInput, nobleEngine } from '@awna/crypto';
import { askFor, leave } from '@awna/core';
import { company, identitySignature, momentOf, raw, rogueFrom, type Bent, type Company, type Moment, type Rogue } from '@awna/testkit';
import type { Head } from '@awna/wire';
import { beforeAll, describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const zeros = (n: number): Bytes => new Uint8Array(n);

interface Stage extends Company {
  readonly rogue: Rogue;
  readonly head: () => Head;
  /** Gives a frame the next place; every honest device reads on. Its place. */
  readonly put: (sealed: Uint8Array, part?: { bytes: Uint8Array; day: number }) => Promise<number>;
  readonly honest: Company['people'];
}

let moment: Moment;
let lives = 0;

/** Three neighbours and a rogue, who has come in like everybody else. */
async function on(work: (stage: Stage) => Promise<void>): Promise<void> {
  const life = await moment.live(lives++);
  const honest = life.people.slice(0, 3);
  const last = life.people[3]!;
  await last.home.close();
  const rogue = await rogueFrom(last.store, last.seal, life.space);
  await rogue.catchUp(life.relay.told(life.spaceBytes));
  const put: Stage['put'] = async (sealed, part) => {
    const place = life.relay.put(life.spaceBytes, 'all', sealed, part);
    for (const { group } of honest) await group.sync();
    return place;
  };
  try {
    await work({ ...life, rogue, honest, put, head: () => life.relay.head(life.spaceBytes) });
  } finally {
    for (const { home } of honest) await home.close();
  }
}

/** Everybody holds the same, also after being switched off and on, and everything verifies to the beginning. */
async function untouched({ honest }: Stage): Promise<void> {
  const [layla] = honest;
  await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
  for (const { group } of honest) await group.sync();
  const rootsOf = async (): Promise<string[]> => Promise.all(honest.map(async ({ group }) => JSON.stringify(await group.roots())));
  const before = await rootsOf();
  expect(new Set(before).size).toBe(1);
  for (const person of honest) await person.again();
  expect(await rootsOf()).toEqual(before);
  for (const { group } of honest) {
    expect((await group.verify({ full: true })).ok).toBe(true);
    expect((await group.status()).alarm).toBeNull();
  }
  const board = await honest[1]!.group.view('board', {});
  expect(board.needs.map(({ text }) => text)).toEqual(['خبز']);
}

async function verdicts({ honest }: Stage, place: number): Promise<(string | null)[]> {
  const lines = await Promise.all(honest.map(({ group }) => group.log({ from: place, limit: 1 })));
  return lines.map(([line]) => line!.void);
}

beforeAll(async () => {
  moment = await momentOf(await company('judging', { names: ['ليلى', 'عمر', 'سلمى', 'غريب'] }));
});

/** A body by hand: everything in order but one item. */
function bodyWith(rogue: Rogue, head: Head, at: number, item: Bytes): Bytes {
  const items = [
    raw.bytes(rogue.device),
    raw.uint(rogue.n),
    raw.bytes(rogue.prev),
    encode([head.size, head.root, head.minute, head.signature]),
    encode(head.minute),
    raw.nothing,
    raw.array(),
  ];
  return raw.array(...items.map((given, i) => (i === at ? item : given)));
}

const salt = raw.bytes(new Uint8Array(16).fill(9));
const left = raw.text('members/left@1');
const factsOf = (data: Bytes): Bytes => raw.array(raw.array(left, salt, data));
const ab = (first: string, second: string): Bytes => raw.map([raw.text(first), raw.uint(1)], [raw.text(second), raw.uint(2)]);

type Case = readonly [what: string, reason: string, bend: (stage: Stage) => Bent | Promise<Bent>];

const bodies: readonly (readonly [what: string, reason: string, at: number, item: () => Bytes])[] = [
  ['a map that is not sorted', 'not-canonical', 6, () => factsOf(ab('b', 'a'))],
  ['a key twice', 'not-canonical', 6, () => factsOf(ab('a', 'a'))],
  ['a key __proto__', 'not-canonical', 6, () => factsOf(raw.map([raw.text('__proto__'), raw.array()]))],
  ['a number that is not whole', 'not-canonical', 6, () => factsOf(raw.map([raw.text('a'), raw.half]))],
  ['a number longer than it needs', 'not-canonical', 1, () => raw.longUint(0)],
  ['undefined', 'not-canonical', 5, () => raw.undefined],
  ['a tag', 'not-canonical', 4, () => raw.tagged(1, raw.uint(0))],
  ['an array without an end', 'not-canonical', 6, () => raw.endless()],
  ['text that is no UTF-8', 'not-canonical', 6, () => factsOf(raw.map([raw.text('a'), raw.text(Uint8Array.of(0xc3, 0x28))]))],
  ['ten thousand levels', 'not-canonical', 6, () => raw.deep(10_000)],
  ['seventeen levels', 'not-canonical', 6, () => factsOf(raw.map([raw.text('a'), raw.deep(13)]))],
  ['a salt of fifteen bytes', 'not-canonical', 6, () => raw.array(raw.array(left, raw.bytes(zeros(15)), raw.map()))],
  ['a fact that is no array', 'not-canonical', 6, () => raw.array(raw.uint(1))],
  ['data that is no map', 'not-canonical', 6, () => factsOf(raw.array())],
  ['a part named by half', 'not-canonical', 5, () => raw.array(raw.bytes(zeros(32)))],
  ['a head of three', 'not-canonical', 3, () => raw.array(raw.uint(1), raw.bytes(zeros(32)), raw.uint(1))],
  ['a clock before its time', 'not-canonical', 4, () => Uint8Array.of(0x20)],
  ['257 facts', 'too-large', 6, () => raw.array(...Array.from({ length: 257 }, () => raw.array(left, salt, raw.map())))],
];

const cases: readonly Case[] = [
  ['① the tag of another epoch', 'wrong-tag', () => ({ tag: new Uint8Array(8).fill(3) })],
  ['① an inside without its padding', 'not-open', () => ({ inside: zeros(256) })],
  ['① an inside shorter than a signature', 'not-open', () => ({ inside: concat(zeros(10), Uint8Array.of(0x80), zeros(245)) })],
  ...bodies.map(([what, reason, at, item]): Case => [
    `② ${what}`,
    reason,
    ({ rogue, head }) => ({ body: bodyWith(rogue, head(), at, item()) }),
  ]),
  ['② a body that goes on', 'not-canonical', ({ rogue, head }) => ({ body: concat(bodyWith(rogue, head(), 6, raw.array()), zeros(1)) })],
  ['② a body of six', 'not-canonical', () => ({ body: encode([zeros(16), 0, zeros(32), null, 0, null]) })],
  ['② an empty body', 'not-canonical', () => ({ body: zeros(0) })],
  ['② a body of 65,537 bytes', 'too-large', () => ({ body: zeros(65_537) })],
  [
    '③ a device nobody let in',
    'unknown-device',
    async () => {
      const seed = new Uint8Array(32).fill(5);
      return { seed, device: sha256(await nobleEngine.publicKeyOf(seed)).slice(0, 16), n: 0, prev: zeros(32) };
    },
  ],
  [
    '③ a forged author',
    'bad-signature',
    async ({ honest, relay, space, spaceBytes }) => {
      const layla = await rogueFrom(honest[0]!.store, honest[0]!.seal, space);
      await layla.catchUp(relay.told(spaceBytes));
      return { device: layla.device, n: layla.n, prev: layla.prev };
    },
  ],
  ['③ no signature', 'bad-signature', () => ({ signature: zeros(64) })],
  ['③ a signature for another group', 'bad-signature', () => ({ genesis: zeros(32) })],
  ['④ a number passed over', 'chain-broken', ({ rogue }) => ({ n: rogue.n + 1 })],
  ['④ a number used before', 'chain-broken', ({ rogue }) => ({ n: Math.max(0, rogue.n - 1), prev: zeros(31 + 1).fill(1) })],
  ['④ another prev', 'chain-broken', () => ({ prev: new Uint8Array(32).fill(1) })],
  ['⑤ no head', 'head-behind', () => ({ head: null })],
  ['⑤ a head beyond its place, of nobody', 'head-ahead', ({ head }) => ({ head: { ...head(), size: head().size + 1 } })],
  ['⑤ a root the relay never signed', 'forged-head', ({ head }) => ({ head: { ...head(), root: new Uint8Array(32).fill(7) } })],
];

describe('a rogue member with real keys', () => {
  test.each(['①', '②', '③', '④', '⑤'])('[§7 %s] every frame that fails there is void, and nothing else has changed', (step) =>
    on(async (stage) => {
      const { rogue, put, head } = stage;
      const facts = [rogue.fact('members/left@1', {})];
      for (const [what, reason, bend] of cases.filter(([name]) => name.startsWith(step))) {
        const { sealed } = await rogue.craft(head(), { facts, ...(await bend(stage)) });
        expect(await verdicts(stage, await put(sealed)), what).toEqual([reason, reason, reason]);
      }
      await untouched(stage);
      // The chain goes on as if nothing had been.
      expect(await verdicts(stage, await put((await rogue.craft(head(), { facts })).sealed))).toEqual([null, null, null]);
    }),
  );

  test('[§7 ①] a frame cut off anywhere, and one with a bit turned anywhere, are void', () =>
    on(async (stage) => {
      const { sealed } = await stage.rogue.craft(stage.head());
      for (const at of [0, 1, 2, 10, 22, 37, 200, sealed.length - 1]) {
        const bent = [sealed.map((byte, i) => (i === at ? byte ^ 4 : byte)), ...(at > 0 ? [sealed.slice(0, at)] : [])];
        for (const frame of bent)
          for (const reason of await verdicts(stage, await stage.put(frame))) expect(reason).toMatch(/^(not-open|wrong-tag)$/);
      }
      await untouched(stage);
    }));

  test('[§7 ③, §9] a signature with R = identity, which some libraries take, is void', () =>
    on(async (stage) => {
      const { rogue, head, put } = stage;
      const honest = await rogue.craft(head());
      const message = messageDigestInput(rogue.space, rogue.genesis, rogue.keys.tag, honest.body);
      const signature = identitySignature(rogue.seed, await nobleEngine.publicKeyOf(rogue.seed), message);
      const place = await put((await rogue.craft(head(), { body: honest.body, signature })).sealed);
      expect(await verdicts(stage, place)).toEqual(['bad-signature', 'bad-signature', 'bad-signature']);
      await untouched(stage);
    }));

  test('[§7 ④] a frame replayed, as it was or sealed anew, breaks the chain', () =>
    on(async (stage) => {
      const { rogue, head, put } = stage;
      const message = await rogue.craft(head(), { facts: [rogue.fact('members/profile-set@1', {})] });
      const anew = await rogue.craft(head(), { body: message.body, signature: message.signature });
      expect(base64url(anew.sealed)).not.toBe(base64url(message.sealed));
      expect(await verdicts(stage, await put(message.sealed))).toEqual([null, null, null]);
      for (const again of [message, anew]) {
        const place = await put(again.sealed);
        expect(await verdicts(stage, place)).toEqual(['chain-broken', 'chain-broken', 'chain-broken']);
      }
      await untouched(stage);
    }));

  test('[§7 ⑤] a head older than in its message before', () =>
    on(async (stage) => {
      const { rogue, head, put } = stage;
      const early = head();
      const first = await rogue.craft(head());
      await put(first.sealed);
      rogue.follow(first);
      const second = await rogue.craft(head());
      await put(second.sealed);
      rogue.follow(second);
      const place = await put((await rogue.craft(early)).sealed);
      expect(await verdicts(stage, place)).toEqual(['head-behind', 'head-behind', 'head-behind']);
      await untouched(stage);
    }));

  test('[§7 ⑥, M6] who has left: void, and group time does not move', () =>
    on(async (stage) => {
      const { rogue, head, put, honest } = stage;
      const goodbye = await rogue.craft(head(), { facts: [rogue.fact(leave().type, {})] });
      expect(await verdicts(stage, await put(goodbye.sealed))).toEqual([null, null, null]);
      rogue.follow(goodbye);
      const before = (await honest[0]!.group.roots()).stateRoot;
      const place = await put((await rogue.craft(head(), { facts: [rogue.fact('members/profile-set@1', {})] })).sealed);
      expect(await verdicts(stage, place)).toEqual(['author-gone', 'author-gone', 'author-gone']);
      expect((await honest[0]!.group.roots()).stateRoot).toBe(before);
      await untouched(stage);
    }));

  test('[§7 ⑦] facts the rules refuse: their message stands, they do not, and a salt that does not rise is refused', () =>
    on(async (stage) => {
      const { rogue, head, put, honest } = stage;
      const first = new Uint8Array(16).fill(200);
      const facts = [
        rogue.fact('members/profile-set@1', {}, first),
        rogue.fact('members/profile-set@1', {}, first),
        rogue.fact('exchange/cancelled@1', { item: base64url(zeros(16)), outcome: 'mistake' }, new Uint8Array(16).fill(201)),
        rogue.fact('money/printed@1', { n: 1_000_000 }, new Uint8Array(16).fill(202)),
        rogue.fact('members/left@1', { also: 1 }, new Uint8Array(16).fill(203)),
        rogue.fact('members/profile-set@1', {}, new Uint8Array(16).fill(100)),
      ];
      const place = await put((await rogue.craft(head(), { facts })).sealed);
      const lines = await honest[0]!.group.log({ from: place, limit: 1 });
      expect(lines[0]).toMatchObject({
        void: null,
        judged: ['ok', 'repeated', 'item-unknown', 'malformed', 'malformed', 'repeated'],
      });
      await untouched(stage);
    }));

  test('[§7, X6] the part of a frame that is void, or whose facts are refused, stays on no disk', () =>
    on(async (stage) => {
      const { rogue, head, put, honest, space } = stage;
      const part = await rogue.part([[0, { text: 'لا يبقى' }]]);
      const bad = await rogue.craft(head(), { part: [part.hash, 0], facts: [rogue.fact('exchange/nothing@1', {})] });
      const refused = await put(bad.sealed, { bytes: part.bytes, day: 0 });
      rogue.follow(bad);
      const voided = await rogue.craft(head(), { n: 77, part: [part.hash, 0], facts: [rogue.fact('members/profile-set@1', {})] });
      const at = await put(voided.sealed, { bytes: part.bytes, day: 0 });
      for (const { store } of honest) {
        const parts = (await store.list(`part/${space}/`)).map(([key]) => Number(key.slice(-12)));
        expect(parts).not.toContain(refused);
        expect(parts).not.toContain(at);
      }
      await untouched(stage);
    }));

  test('[§5] bytes given as another part than the frame names are not kept', () =>
    on(async (stage) => {
      const { rogue, head, relay, spaceBytes, honest, space } = stage;
      const part = await rogue.part([[0, { name: 'غريب' }]]);
      const message = await rogue.craft(head(), { part: [part.hash, 0], facts: [rogue.fact('members/profile-set@1', {})] });
      relay.bends.frames = (frames) => frames.map((frame) => (frame.part ? { ...frame, part: utf8('شيء آخر') } : frame));
      const place = relay.put(spaceBytes, 'all', message.sealed, { bytes: part.bytes, day: 0 });
      for (const { group } of honest) await group.sync();
      delete relay.bends.frames;
      for (const { store } of honest)
        expect((await store.list(`part/${space}/`)).map(([key]) => Number(key.slice(-12)))).not.toContain(place);
    }));
});
