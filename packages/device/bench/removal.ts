import { base64url, fromBase64url, hex, idBytes, type Bytes, type Id } from '@awna/base';
import { doorOf, judge, readFact, rosterOf } from '@awna/core';
import {
  chooseEngine,
  epochKeys,
  keysNamed,
  openMessage,
  openSeal,
  sealAt,
  sealBytes,
  signDoorRecord,
  verifyMessage,
  webEngine,
} from '@awna/crypto';
import { must, platformOf } from '@awna/testkit';
import { compose } from '../src/group/compose.ts';
import type { Waiting } from '../src/group/outbox.ts';
import { Space } from '../src/group/space.ts';
import { makeTurn } from '../src/group/turning.ts';
import { freshSeeds } from '../src/home/found.ts';
import { noPrev } from '../src/log/body.ts';

/** A space as the remover's device has it, with everybody who stays; `seeds` open their seals. */
export interface Remaining {
  readonly space: Space;
  readonly me: Id;
  readonly seeds: ReadonlyMap<Id, Bytes>;
}

/** What one removal came to: milliseconds for who does it and for another member, and bytes. */
export interface Removal {
  /** The turn made, sealed and judged, and the record of the new door signed. */
  readonly made: number;
  /** The frame opened, its signature checked, the turn judged, one's own seal opened and the keys compared with what was named. */
  readonly taken: number;
  readonly frame: number;
  /** Bytes of all seals, and of the most that one device fetches of them. */
  readonly seals: number;
  readonly fetched: number;
  /** Of that, opening seals and comparing the keys, one after the other. */
  readonly opened: readonly number[];
}

const minute = 29_900_000;

/** As many people, one of whom has just gone, over the engine that a browser's worker would choose. */
export async function remaining(size: number): Promise<Remaining> {
  const platform = await platformOf({ engine: await chooseEngine(webEngine), clock: { now: () => minute * 60_000 } });
  const { engine, dice } = platform;
  const space = await Space.open(platform, {
    ...{
      space: dice(16),
      genesis: dice(32),
      relay: 'ws://relay.invalid',
      relayKey: dice(32),
      sandbox: false,
      group: 'جيران',
      name: 'ليلى',
    },
    ...{ ...freshSeeds(platform), epochs: [dice(32)], state: 'member', problem: null, joining: null, greeted: null },
    ...{ bad: [], checked: 0, written: 1, alarm: null },
  });
  const { members } = space.replica.state;
  const seeds = new Map<Id, Bytes>();
  for (let nth = 0; nth < size; nth++) {
    const seed = dice(32);
    const keys = { identity: base64url(dice(32)), sealing: base64url(await engine.sealingKeyOf(seed)) };
    const left = nth === 1 ? minute : null;
    const member = base64url(dice(16));
    members.people.set(member, { left, how: left && 'removed', since: 0, nth, ...keys, devices: [], by: null, told: [], case: null });
    if (left === null) seeds.set(member, seed);
  }
  const [me = ''] = seeds.keys();
  members.devices.set(space.deviceId, { member: me, key: base64url(await engine.publicKeyOf(space.record.device)) });
  return { space, me, seeds };
}

/** Judges a turn by the group's rules, as every device does where it stands in the log. */
function stands({ space, me }: Remaining, { id, salt, draft }: Waiting): void {
  const stamp = { place: 1, time: minute, member: me, device: space.deviceId, authority: 'member', index: 0, of: 1 } as const;
  const refused = judge(space.replica.state, readFact(id, hex(salt), draft.type, draft.data), stamp, true);
  if (refused) throw new Error(`the turn does not stand: ${refused}`);
}

/** Makes the turn that is owed as a device does, signs the door as a keeper does, and takes the turn on as another device does. */
export async function remove(group: Remaining, opens: number): Promise<Removal> {
  const { space, me, seeds } = group;
  const { engine, dice } = space.platform;
  const { record, replica, device, deviceId } = space;
  const { members, salts } = replica.state;
  const [before = dice(32)] = record.epochs;
  const keys = await epochKeys(engine, before, record.space);
  const author = { engine, dice, keys, space: record.space, genesis: record.genesis, deviceSeed: record.device, device, me };
  const from = {
    ...{ state: replica.state, tip: { n: 1, prev: noPrev, headSize: 0, at: 0 }, minute },
    head: { size: 1, root: dice(32), minute, signature: dice(64) },
  };
  const owed = { ...members.epoch, owed: true };
  members.epoch = owed;

  const start = performance.now();
  const { fact, turning, writes } = await makeTurn(space, me, before);
  const { sealed } = await compose(author, [fact], from);
  stands(group, fact);
  const { count, place, control, k } = doorOf(members);
  const { tag, rpk, wpk } = await epochKeys(engine, turning.K, record.space);
  await signDoorRecord(engine, record.identity, record.space, { count, rpk, wpk, place, control, k });
  const made = performance.now() - start;

  const blobs = turning.blobs.map((name) => writes.find(([key]) => key === `blob/${space.id}/${name}`)?.[1] ?? new Uint8Array());
  const commit = fromBase64url(members.epoch.commit ?? '') ?? new Uint8Array();
  const turned = { space: record.space, commit, from: idBytes(me) };
  const roster = rosterOf(members);
  const open = async (index: number): Promise<number> => {
    const member = roster[index]?.member ?? '';
    const { blob, from: first } = sealAt(index);
    const seal = blobs[blob]?.subarray(first, first + sealBytes) ?? new Uint8Array();
    const began = performance.now();
    const K = await openSeal(engine, seeds.get(member) ?? new Uint8Array(32), turned, idBytes(member), seal);
    if (!K || !(await keysNamed(engine, K, record.space, { tag, commit }))) throw new Error('a seal does not open');
    return performance.now() - began;
  };
  const opened: number[] = [];
  for (let i = 0; i < opens; i++) opened.push(await open(Math.floor((i * roster.length) / opens)));

  // Once more, as on a device that has read everything before it.
  members.epoch = owed;
  salts.delete(deviceId);
  const key = await engine.publicKeyOf(record.device);
  const heard = performance.now();
  const { signature, body } = must(await openMessage(engine, keys, record.space, sealed));
  if (!(await verifyMessage(engine, key, signature, record.space, record.genesis, keys.tag, body))) throw new Error('not signed');
  stands(group, fact);
  await open(roster.length - 1);
  const taken = performance.now() - heard;

  const sizes = blobs.map(({ length }) => length);
  const seals = sizes.reduce((sum, size) => sum + size, 0);
  return { made, taken, opened, frame: sealed.length, seals, fetched: Math.max(...sizes) };
}
