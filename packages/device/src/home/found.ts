import { base64url, deviceIdOf, err, factIdOf, idBytes, idOf, ok, sha256, type Bytes, type Id, type Result } from '@awna/base';
import { found as foundDraft, rulesVersion } from '@awna/core';
import { epochKeys, signDoor } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { DeviceProblem } from '../api.ts';
import { noPrev, saltOf } from '../log/body.ts';
import { compose } from '../group/compose.ts';
import { frameWrites } from '../group/frames.ts';
import type { SpaceRecord } from '../group/record.ts';
import type { Platform } from '../platform.ts';
import type { Write } from '../store/port.ts';

const noGenesis: Bytes = new Uint8Array(32);

/** Fresh keys of a person in a space. */
export const freshSeeds = ({ dice }: Platform): Pick<SpaceRecord, 'identity' | 'sealing' | 'device'> => ({
  identity: dice(32),
  sealing: dice(32),
  device: dice(32),
});

/** M1: the first message of a new group, given to the relay; where it took it, what is to be kept: the record of the space and the log so far. */
export async function found(
  platform: Platform,
  link: RelayLink,
  how: { readonly relay: string; readonly group: string; readonly name: string; readonly sandbox: boolean },
): Promise<Result<{ record: SpaceRecord; frames: readonly Write[]; member: Id }, DeviceProblem>> {
  const { engine, dice } = platform;
  const seeds = freshSeeds(platform);
  const deviceKey = await engine.publicKeyOf(seeds.device);
  const device = deviceIdOf(deviceKey);
  const salt = saltOf(0, dice(10));
  const id = factIdOf(device, salt);
  const space = idBytes(id);
  const K = dice(32);
  const keys = await epochKeys(engine, K, space);
  const identityKey = await engine.publicKeyOf(seeds.identity);
  const publicKeys = {
    identity: base64url(identityKey),
    sealing: base64url(await engine.sealingKeyOf(seeds.sealing)),
    device: base64url(deviceKey),
  };
  const draft = foundDraft({ rv: rulesVersion, relay: base64url(link.hello.key), keys: publicKeys, name: how.name, group: how.group });
  const author = { engine, dice, keys, space, genesis: noGenesis, deviceSeed: seeds.device, device, me: id };
  const first = { state: null, tip: { n: 0, prev: noPrev, headSize: 0, at: 0 }, head: null, minute: Math.floor(platform.now() / 60_000) };
  const made = await compose(author, [{ seq: 0, id, salt, draft, hold: 0 }], first);
  const sign = await signDoor(engine, 'open', keys.wsk, link.hello, space);
  const part = made.part ? { part: made.part } : {};
  const door = { rpk: keys.rpk, wpk: keys.wpk, control: [identityKey], k: 1 };
  const opened = await link.call('open', { space, sealed: made.sealed, ...part, ...door, sign });
  if (!opened.ok)
    return err(opened.error.status === 0 ? 'relay-unreachable' : opened.error.status === 507 ? 'relay-full' : 'relay-refused');
  const record: SpaceRecord = {
    ...{ space, genesis: sha256(made.body), relay: how.relay, relayKey: new Uint8Array(link.hello.key), sandbox: how.sandbox },
    ...{ group: how.group, name: how.name, ...seeds, epochs: [K], state: 'member', problem: null, joining: null, greeted: null },
    ...{ bad: [], checked: 0, written: 1, alarm: null },
  };
  const { place, minute } = opened.value;
  const given = { partHash: made.part && sha256(made.part.bytes), part: made.part?.bytes ?? null, day: made.part?.day ?? 0 };
  const frames = frameWrites(idOf(space), { place, minute, sealed: made.sealed, ...given });
  return ok({ record, frames, member: idOf(space) });
}
