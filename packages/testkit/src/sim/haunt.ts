import { base64url, deviceIdOf, idBytes, idOf, type Bytes, type Id, type ValueMap } from '@awna/base';
import { tagOf } from '@awna/crypto';
import type { Head } from '@awna/wire';
import { rogueOf, type Crafted, type Rogue } from '../rogue.ts';
import type { Body } from './body.ts';
import { recordsOf } from './known.ts';
import type { Life } from './village.ts';

/** Whether somebody's device is out of the group, as the log of anybody else who is in says. */
async function isGone({ bodies, flow }: Life, body: Body, device: Id): Promise<boolean> {
  for (const other of bodies) {
    if (other === body) continue;
    const asked = (await other.group())?.stateAt?.();
    const state = (asked && (await flow.until(asked, 120_000)))?.state['members'] as
      { readonly people: ValueMap; readonly devices: ValueMap } | undefined;
    const member = (state?.devices[device] as { readonly member: Id } | undefined)?.member;
    const left = (state?.people[member ?? ''] as { readonly left: number | null } | undefined)?.left ?? null;
    if (left !== null) return true;
  }
  return false;
}

const made = base64url(new Uint8Array(32).fill(9));

/** What a device that has gone may say next: as if nothing had happened, and with keys of its own making. */
const words: readonly (readonly [type: string, data: ValueMap])[] = [
  ['members/profile-set@1', {}],
  ['members/keys-turned@1', { tag: base64url(new Uint8Array(8).fill(9)), commit: made, roster: made, seals: [made] }],
  ['members/left@1', {}],
  ['members/group-described@1', {}],
];

/** One message of somebody who has gone, in one of so many ways; the relay gives it its place. */
export async function intrude(life: Life, rogue: Rogue, way: number, head: Head): Promise<void> {
  const { relay } = life;
  const frames = relay.told(rogue.space);
  const newest = tagOf(new Uint8Array(frames.at(-1)?.sealed ?? new Uint8Array(0)));
  const [type, data] = words[way % words.length] ?? ['members/left@1', {}];
  const crafted = await rogue.craft(head, { facts: [rogue.fact(type, data)], ...((way >> 2) % 2 === 1 && newest ? { tag: newest } : {}) });
  const old = frames[way % Math.max(1, frames.length)];
  // Also what was said before, byte for byte.
  const sealed = way % 7 === 0 && old ? new Uint8Array(old.sealed) : crafted.sealed;
  life.haunted.add(relay.put(rogue.space, 'all', sealed));
  if (way % 3 === 0) rogue.follow(crafted satisfies Crafted);
}

/** Somebody who has gone says something in the middle of it all: with everything at rest on their device, and the relay for a friend. */
export async function haunt(life: Life, body: Body, pick: number): Promise<void> {
  const { ground, relay, space } = life;
  const engine = ground.engine;
  const record = (await recordsOf(engine, body)).findLast(({ epochs }) => (epochs as readonly Bytes[]).length > 0);
  if (!record) return;
  const device = idOf(deviceIdOf(await engine.publicKeyOf(record['device'] as Bytes)));
  if (!(await isGone(life, body, device))) return;
  const rogue = await rogueOf(record, space, engine);
  await rogue.catchUp(relay.told(idBytes(space)));
  for (let i = 0; i < 3; i++) await intrude(life, rogue, (pick >> i) % 1_000, relay.head(idBytes(space)));
}
