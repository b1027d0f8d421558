import { equal } from '@awna/base';
import { askFor, joinCase, openCase } from '@awna/core';
import { signDoorRecord, type DoorRecord } from '@awna/crypto';
import {
  bestEngine,
  chance,
  companyOn,
  deviceBeside,
  handClock,
  must,
  plainSocket,
  recordAt,
  relayAt,
  seededDice,
  type Company,
  type Reach,
  type Someone,
} from '@awna/testkit';
import type { RelayLink } from '@awna/wire';
import { expect, test } from 'vitest';
import { outsiderFrom, type Outsider } from '../../bench/outsider.ts';
import { Keyring } from '../log/keyring.ts';
import { memoryStore } from '../store/memory.ts';

/** How often the hostile keeper tries; a script may ask for more. */
const attempts = Number(process.env['AWNA_FUZZ'] ?? 10_000);
const rounds = 10;

interface DoorState {
  readonly count: number;
  readonly epoch: number;
  readonly place: number;
  readonly k: number;
  readonly keepers: readonly string[];
}

/** The record that honest keepers sign next, worked out here from what a member's state says. */
async function honestRecord(person: Someone, life: Company<Reach>): Promise<DoorRecord> {
  const engine = await bestEngine();
  const { state } = (await person.group.stateAt!())!;
  const { door, people } = state['members'] as unknown as { door: DoorState; people: Readonly<Record<string, { identity: string }>> };
  const record = await recordAt(person.store, person.seal, life.space);
  const epochs = (record['epochs'] as readonly Uint8Array[]).map((K) => new Uint8Array(K));
  const ring = await Keyring.of(engine, life.spaceBytes, epochs);
  const keys = ring.newestFirst.toReversed()[door.epoch]!.keys;
  const control = door.keepers.map((id) => new Uint8Array(Buffer.from(people[id]!.identity, 'base64url')));
  return { count: door.count, rpk: keys.rpk, wpk: keys.wpk, place: door.place, control, k: door.k };
}

/** Somebody comes by a link of this member, and switches off. */
async function guestOf(host: Someone, life: Company<Reach>, now: () => number, name: string): Promise<string> {
  const { link } = must(await host.group.invite({ mode: 'instant', uses: 1, hours: 2 }));
  must(await host.group.sync());
  const standing = { relay: life.relay, now, dice: seededDice(name) };
  const home = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32) });
  let isOver = false;
  const joining = home.join({ link, name, waitMs: 60_000 }).finally(() => (isOver = true));
  while (!isOver) {
    await host.group.sync();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const { member } = must(await joining);
  await home.close();
  return member!;
}

test(`[§12] ${attempts} words of one hostile keeper – stale, bent, his own keys, in the midst of removals: no honest member is ever shut out`, async () => {
  const engine = await bestEngine();
  const clock = handClock();
  const relay = await relayAt({ clock });
  const reach: Reach = { url: relay.url, socket: () => plainSocket };
  const names = ['ليلى', 'غريب', 'عمر', 'سلمى', 'زيد'];
  const life = await companyOn(reach, 'hostile-keeper', { names, now: clock.now });
  const [layla, hostile, omar, salma, zaid] = life.people as [Someone, Someone, Someone, Someone, Someone];
  const honest = [layla, omar, salma, zaid];
  const dice = chance('hostile-keeper');
  const noise = seededDice('hostile-keeper/noise');
  const below = (n: number): number => dice.whole(0, n - 1);
  const heard: { record: DoorRecord; sign: Uint8Array; key: Uint8Array }[] = [];
  const fake = await Promise.all(Array.from({ length: 13 }, (_, i) => engine.publicKeyOf(seededDice(`fake/${String(i)}`)(32))));
  const at = (from: readonly Uint8Array[]): Uint8Array => dice.pick(from);

  /** One try with the one true key in hand. */
  const attempt = async (by: RelayLink, outsider: Outsider, next: DoorRecord): Promise<void> => {
    const own = await engine.publicKeyOf(outsider.identity);
    const taken: DoorRecord = { ...next, rpk: at(fake), wpk: at(fake), control: [own], k: 1 };
    const bends: readonly Partial<DoorRecord>[] = [
      {},
      { count: next.count + below(1000) },
      { count: Math.max(0, next.count - below(5)) },
      { place: below(200) },
      { place: 1e9 },
      { control: [own, ...fake.slice(0, 5)] },
      { control: fake, k: 3 },
      { control: [own, own] },
      { wpk: at(fake) },
      { rpk: new Uint8Array(32) },
      { k: 3 },
    ];
    const record = { ...(below(3) === 0 ? next : taken), ...bends[below(bends.length)] };
    const old = heard[below(heard.length)];
    const word =
      old && below(4) === 0
        ? { ...old, ...(below(2) === 0 ? { record } : {}) }
        : {
            record,
            key: below(5) === 0 ? at(next.control) : own,
            sign: below(8) === 0 ? noise(64) : await signDoorRecord(engine, outsider.identity, life.spaceBytes, record),
          };
    if (heard.length < 500) heard.push(word);
    await by.call('door', { space: life.spaceBytes, ...word });
  };

  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    clock.wind(5 * 3_600_000);
    must(await hostile.group.sync());
    const outsider = await outsiderFrom(hostile, life);
    const desk = await outsider.connect();
    const before = relay.counts()['refusals'] ?? 0;
    const assault = async (n: number): Promise<void> => {
      const next = await honestRecord(layla, life);
      for (let i = 0; i < n; i += 20) await Promise.all(Array.from({ length: 20 }, () => attempt(desk, outsider, next)));
    };
    await assault(attempts / rounds / 2);
    // Somebody comes, and is shown out again; one honest keeper hears of it later than the others.
    const asleep = honest[1 + (round % 3)]!;
    const during = assault(attempts / rounds / 2);
    const guest = await guestOf(layla, life, clock.now, `ضيف ${String(round)}`);
    asleep.link.cutOff();
    const awake = honest.filter((one) => one !== asleep);
    const [id] = await layla.does(openCase(guest, 'هكذا'));
    for (const one of [...awake, hostile]) {
      must(await one.group.sync());
      const isIn = (await one.group.view('members', {})).some(({ id: member, left }) => member === guest && left === null);
      if (isIn && one !== layla) await one.does(joinCase(id!));
    }
    await during;
    for (const one of awake) must(await one.group.sync());
    asleep.link.mend();
    for (const one of [...honest, ...honest]) must(await one.group.sync());
    refused += (relay.counts()['refusals'] ?? 0) - before;
    desk.close();
    // The relay has the honest record, whatever was said to it, and everybody writes.
    const record = await honestRecord(layla, life);
    for (const one of honest) {
      const mine = await outsiderFrom(one, life);
      const knock = await mine.connect();
      const keys = mine.keys.find(({ rpk }) => equal(rpk, record.rpk))!;
      expect(await mine.received(knock, keys)).toBe('inside');
      knock.close();
      await one.does(askFor(one.me, { kind: 'food', text: 'خبز', until: clock.minute() + 1440 }));
    }
    for (const one of honest) must(await one.group.sync());
    expect(new Set((await Promise.all(honest.map(({ group }) => group.roots()))).map(({ stateRoot }) => stateRoot)).size).toBe(1);
  }
  expect(refused).toBeGreaterThan(attempts / 4);
  await life.end();
  await relay.end();
}, 240_000);
