import { err, ok, type Bytes, type Result } from '@awna/base';
import { boxIdOf, openWelcome, sealLetter, slotOf } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { DeviceProblem } from '../api.ts';
import { writeLetter } from '../group/letter.ts';
import type { InviteLink } from '../group/link.ts';
import type { SpaceRecord } from '../group/record.ts';
import { readWelcome } from '../group/welcome.ts';
import type { Platform } from '../platform.ts';
import { freshSeeds } from './found.ts';

/** M2: a newcomer's record, with the letter that will be posted. Keys are fresh for this group. */
export async function beginJoin(platform: Platform, link: InviteLink, name: string): Promise<SpaceRecord> {
  const { engine, dice } = platform;
  const seeds = freshSeeds(platform);
  const replyKey = dice(32);
  const { space, genesis, invite, secret } = link;
  const cbor = await writeLetter(engine, {
    ...{ space, genesis, invite, secret, replyKey, name },
    ...{ identitySeed: seeds.identity, sealingSeed: seeds.sealing, deviceSeed: seeds.device },
  });
  const letter = await sealLetter(engine, dice, link.boxKey, space, invite, cbor);
  return {
    ...{ space, genesis, relay: link.relay, relayKey: null, sandbox: false, group: link.group, name, ...seeds, epochs: [] },
    ...{ state: 'joining', problem: null, greeted: null, bad: [], checked: 0, written: 0, alarm: null },
    joining: { invite, box: boxIdOf(link.boxKey), replyKey, letter, posted: false },
  };
}

/** Posts the letter. `invite-unknown`: the relay has no such letter box any more. */
export async function postLetter(link: RelayLink, record: SpaceRecord): Promise<Result<null, DeviceProblem>> {
  const { joining } = record;
  if (!joining) return err('unknown-space');
  const put = await link.call('letter-put', { box: joining.box, slot: slotOf(joining.replyKey), bytes: joining.letter });
  if (put.ok || put.error.error === 'taken') return ok(null);
  if (put.error.status === 0) return err('relay-unreachable');
  if (put.error.status === 404) return err('invite-unknown');
  return err(put.error.status === 507 ? 'relay-full' : 'relay-refused');
}

/** Looks for the welcome: the record as it is now, or nothing while nobody has answered. */
export async function fetchWelcome(platform: Platform, link: RelayLink, record: SpaceRecord): Promise<SpaceRecord | null> {
  const { joining } = record;
  if (!joining) return null;
  const got = await link.call('reply-get', { box: joining.box, key: joining.replyKey });
  if (!got.ok || !got.value.bytes) return null;
  const slot: Bytes = slotOf(joining.replyKey);
  const cbor = await openWelcome(platform.engine, record.sealing, record.space, slot, got.value.bytes);
  const welcome = cbor && readWelcome(cbor);
  if (!welcome) return null;
  if (welcome.kind === 'refused') return { ...record, state: 'refused', problem: welcome.problem, joining: null };
  return {
    ...record,
    state: 'member',
    problem: null,
    epochs: welcome.epochs,
    older: welcome.older,
    greeted: welcome.greeted,
    joining: null,
  };
}
