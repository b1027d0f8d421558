import type { DoorRecord } from '@awna/crypto/verify';
import type { Args, RelayLink } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { firstDoor, nextDoor, say, signedBy, type TestDoor } from '../bench/keepers.ts';
import { bytes, connect, enterSpace, founded, inFolder, must, testKey, type TestKey } from '../bench/people.ts';
import { startRelay } from './start.ts';
import { memoryStore } from './store/memory.ts';

/** How often a hostile member tries here; a script may ask for more. */
const attempts = Number(process.env['AWNA_FUZZ'] ?? 10_000);
const rounds = 20;

/** Seeded chance (mulberry32): the same seed, the same choices. */
function chance(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** What a hostile member has in hand: one true keeper's key, keys of former ones, and every word that was ever said to the relay. */
interface Hand {
  readonly own: TestKey;
  readonly former: readonly TestKey[];
  readonly heard: readonly Args<'door'>[];
}

/** One try: a record that suits the hostile member, or an honest one a little off, under some signature that is no second keeper's. */
function attempt(dice: (n: number) => number, door: TestDoor, next: TestDoor, { own, former, heard }: Hand): Args<'door'> {
  const { space } = door.at;
  const pick = <T>(from: readonly T[], other: T): T => from[dice(from.length || 1)] ?? other;
  const mine = testKeys[dice(testKeys.length)] ?? own;
  const taken: DoorRecord = { ...next.record, rpk: mine.public, wpk: mine.public, control: [mine.public], k: 1 };
  const bends: readonly Partial<DoorRecord>[] = [
    {},
    { count: dice(next.record.count + 1) },
    { count: Number.MAX_SAFE_INTEGER },
    { place: 10_000 + dice(1000) },
    { place: Number.MAX_SAFE_INTEGER },
    { k: 0 },
    { k: 3 },
    { control: [] },
    { control: [own.public, own.public] },
    { control: testKeys.slice(0, 13).map((key) => key.public), k: 2 },
    { control: [own.public, ...door.record.control] },
    { wpk: mine.public },
    { rpk: new Uint8Array(32) },
  ];
  const record = { ...(dice(3) === 0 ? next.record : taken), ...bends[dice(bends.length)] };
  // The honest record itself, signed by the one true key in hand, may be helped along: it is what the keepers want.
  const signed = signedBy(space, record, dice(3) === 0 ? own : pick([...former, ...testKeys], own));
  switch (dice(5)) {
    case 0:
      return { ...signed, key: pick(door.record.control, own.public) };
    case 1:
      return { ...signed, sign: bytes(64) };
    case 2: {
      const old = pick(heard, signed);
      return dice(2) === 0 ? old : { ...old, record };
    }
    case 3:
      return { ...signed, sign: pick(heard, signed).sign, key: pick(heard, signed).key };
    default:
      return signed;
  }
}

const testKeys = Array.from({ length: 16 }, () => testKey());

describe('[relay] a hostile member at the door', () => {
  it(
    `[§12] ${attempts} attempts with one true keeper's key, former ones' and all that was ever signed: the door changes when k true keepers sign, and only so`,
    () =>
      inFolder(async (folder) => {
        const dice = chance(0xd00f);
        const store = memoryStore();
        const start = () =>
          startRelay({ data: folder, store, callRate: { burst: 1e9, perSecond: 1e9 }, addressRate: { burst: 1e9, perSecond: 1e9 } });
        let relay = await start();
        const { link, at } = await founded(relay.url);
        for (let i = 0; i < 9; i++) must(await link.call('append', { space: at.space, sealed: bytes(300) }));
        const own = testKey();
        const honest = (): TestKey[] => [testKey(), testKey(), testKey()];
        let door = nextDoor(firstDoor(at), [own, ...honest()], 2, { keep: true });
        must(await say(link, door, at.keeper));
        const former: TestKey[] = [at.keeper];
        const heard: Args<'door'>[] = [signedBy(at.space, door.record, at.keeper)];
        let hostile = await connect(relay.url);

        const holds = async (by: TestDoor): Promise<void> => {
          const member = await connect(relay.url);
          const { count, control, k } = by.record;
          expect(must(await enterSpace(member, by.at))).toMatchObject({ door: { count, control, k }, until: null });
          member.close();
        };
        const assault = (by: RelayLink, next: TestDoor, n: number): Promise<unknown> =>
          Promise.all(Array.from({ length: n }, () => by.call('door', attempt(dice, door, next, { own, former, heard }))));

        let refused = 0;
        for (let round = 0; round < rounds; round++) {
          // What honest keepers will want next; until they say so, nobody has signed it but the one in hostile hands.
          const next = nextDoor(door, [own, ...honest()], 2, { place: dice(10), keep: dice(3) === 0 });
          const before = relay.counts()['refusals'] ?? 0;
          await assault(hostile, next, Math.ceil(attempts / rounds / 2));
          await holds(door);
          refused += (relay.counts()['refusals'] ?? 0) - before;
          if (round % 5 === 4) {
            await relay.close();
            relay = await start();
            hostile = await connect(relay.url);
          }
          // Two true keepers sign, in the midst of it.
          const [a, b] = door.keepers.slice(1) as [TestKey, TestKey];
          const desk = await connect(relay.url);
          const race = assault(hostile, next, Math.ceil(attempts / rounds / 2));
          const words = [await say(desk, next, a), await say(desk, next, b)];
          await race;
          expect(words.some((word) => word.ok && word.value.count === next.record.count)).toBe(true);
          for (const keeper of [a, b]) heard.push(signedBy(at.space, next.record, keeper));
          former.push(...door.keepers.filter((keeper) => keeper !== own));
          door = next;
          await holds(door);
          desk.close();
        }
        expect(refused).toBeGreaterThan(attempts / 4);
        await relay.close();
      }),
    240_000,
  );
});
