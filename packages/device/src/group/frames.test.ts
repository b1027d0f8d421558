import { base64url, concat, type Bytes } from '@awna/base';
import { askFor, stateRootOf } from '@awna/core';
import {
  bestEngine,
  chance,
  company,
  platformOf,
  recordAt,
  rogueFrom,
  sharedEngine,
  type Bent,
  type Chance,
  type Rogue,
} from '@awna/testkit';
import type { Frame, Head } from '@awna/wire';
import { beforeAll, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import type { Platform } from '../platform.ts';
import type { SpaceRecord } from './record.ts';
import { Space } from './space.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
let frames: readonly Frame[];
let record: SpaceRecord;
let engine: Platform['engine'];

const some = (dice: Chance, n: number): Bytes => Uint8Array.from({ length: n }, () => dice.whole(0, 255));

/** Anything a member with real keys might send. */
function anyBent(dice: Chance, rogue: Rogue, head: Head): Bent {
  const wild: readonly (() => Bent)[] = [
    () => ({}),
    () => ({ n: dice.whole(0, 9) }),
    () => ({ prev: some(dice, 32) }),
    () => ({ head: null }),
    () => ({ head: { ...head, size: dice.whole(0, 2 * head.size) } }),
    () => ({ head: { ...head, root: some(dice, 32) } }),
    () => ({ at: dice.pick([0, 2 ** 40, Number.MAX_SAFE_INTEGER]) }),
    () => ({ signature: some(dice, 64) }),
    () => ({ tag: some(dice, 8) }),
    () => ({ body: some(dice, dice.whole(0, 200)) }),
    () => ({ inside: some(dice, dice.pick([16, 256, 512])) }),
    () => ({ part: [some(dice, 32), dice.whole(0, 40_000)] }),
    () => ({ facts: Array.from({ length: dice.whole(0, 5) }, () => rogue.fact('members/profile-set@1', {})) }),
    () => ({ facts: [rogue.fact('members/admitted@1', {}), rogue.fact('__proto__', {}), rogue.fact('members/founded@1', { rv: 9 })] }),
    () => ({ device: some(dice, 16) }),
  ];
  return dice.pick(wild)();
}

beforeAll(async () => {
  engine = sharedEngine(await bestEngine());
  const life = await company('frames', { names: ['ليلى', 'غريب'] });
  const { relay, spaceBytes, space, people } = life;
  const [layla, last] = people;
  await last!.home.close();
  const rogue = await rogueFrom(last!.store, last!.seal, space);
  await rogue.catchUp(relay.told(spaceBytes));
  const dice = chance('frames');
  let sound = { n: rogue.n, prev: rogue.prev };
  for (let i = 0; i < 150; i++) {
    const head = relay.head(spaceBytes);
    const bent = dice.happens(0.3) ? {} : anyBent(dice, rogue, head);
    const message = await rogue.craft(head, bent);
    relay.put(spaceBytes, 'all', message.sealed, dice.happens(0.2) ? { bytes: some(dice, 80), day: dice.whole(0, 40_000) } : undefined);
    // Sometimes it goes on from what was not sound, and comes back to its chain afterwards.
    const stands = Object.keys(bent).every((key) => key === 'facts' || key === 'at') && rogue.n === sound.n;
    if (!stands) Object.assign(rogue, sound);
    if (stands || dice.happens(0.3)) rogue.follow(message);
    if (stands) sound = { n: rogue.n, prev: rogue.prev };
    if (i % 10 === 0) relay.put(spaceBytes, 'all', some(dice, dice.whole(1, 300)));
    if (i % 15 === 0) await layla!.does(askFor(layla!.me, { kind: 'food', text: String(i), until: soon() }));
  }
  frames = relay.told(spaceBytes);
  record = (await recordAt(layla!.store, layla!.seal, space)) as unknown as SpaceRecord;
  await layla!.home.close();
}, 60_000);

/** A device of ليلى's that has nothing yet. */
async function empty(): Promise<Space> {
  const platform = await platformOf({ store: memoryStore(), engine });
  return Space.open(platform, { ...record, bad: [], checked: 0, alarm: null });
}

/** A run of frames as a broken relay might hand it over: with gaps, twice, out of order, with other parts, with junk. */
function anyRun(dice: Chance, size: number): Frame[] {
  const from = Math.max(0, size + dice.whole(-3, 2));
  const run = frames.slice(from, from + dice.whole(0, 30)).flatMap((frame): Frame[] => {
    const fate = dice.whole(0, 30);
    if (fate === 0) return [];
    if (fate === 1) return [frame, frame];
    if (fate === 2) return [{ ...frame, place: frame.place + dice.whole(1, 2 ** 40) }, frame];
    if (fate === 3 && frame.part) return [{ ...frame, part: some(dice, 60) }];
    if (fate === 4) return [{ ...frame, day: dice.whole(0, 2 ** 40) }];
    return [frame];
  });
  return dice.happens(0.1) ? dice.shuffle(run) : run;
}

const rootsOf = (space: Space): string =>
  `${String(space.replica.size)} ${base64url(space.replica.tree.root())} ${base64url(stateRootOf(space.replica.state))}`;

test('[§7] no frames, however hostile, and no way of handing them over, throw or leave another state', async () => {
  const reference = await empty();
  for (const frame of frames) await reference.take([frame]);
  expect(reference.replica.size).toBe(frames.length);
  const voids = new Set(reference.judged.map((one) => one.void));
  for (const reason of [
    'wrong-tag',
    'not-open',
    'not-canonical',
    'bad-signature',
    'chain-broken',
    'head-behind',
    'forged-head',
    'unknown-device',
  ])
    expect([...voids]).toContain(reason);
  for (let seed = 0; seed < 40; seed++) {
    const dice = chance(`frames/${String(seed)}`);
    const space = await empty();
    for (let turns = 0; space.replica.size < frames.length; turns++) {
      expect(turns).toBeLessThan(2_000);
      await space.take(anyRun(dice, space.replica.size));
      if (dice.happens(0.1)) await space.checkSome(dice.whole(1, 64));
      if (dice.happens(0.05)) await space.load();
    }
    while (space.unchecked.length > 0) await space.checkSome(256);
    expect(rootsOf(space), `seed ${String(seed)}`).toBe(rootsOf(reference));
    await space.load();
    expect(rootsOf(space), `seed ${String(seed)}, opened again`).toBe(rootsOf(reference));
  }
}, 60_000);

test('[§7] frames that are nothing at all are passed over', async () => {
  const space = await empty();
  for (const place of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER, 5]) {
    const junk: Frame = { place, minute: 0, sealed: new Uint8Array(0), partHash: null, part: null, day: 0 };
    expect((await space.take([junk])).judged).toEqual([]);
  }
  const [first] = frames;
  const { judged } = await space.take([{ ...first!, sealed: concat(first!.sealed, new Uint8Array(70_000)) }]);
  expect(judged[0]?.void).toBe('too-large');
});
