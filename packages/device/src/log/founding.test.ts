import { base64url, deviceIdOf, factIdOf, idBytes, idOf, sha256, type Bytes } from '@awna/base';
import { found, rulesVersion } from '@awna/core';
import { epochKeys } from '@awna/crypto';
import { bestEngine, evilRelay, seededDice } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { compose, type Author } from '../group/compose.ts';
import { noPrev, saltOf } from './body.ts';
import { Keyring } from './keyring.ts';
import { openFrames, signatureHolds, type Opener } from './open.ts';
import { Replica, type Judged } from './replica.ts';

interface Founding {
  readonly rv?: number;
  /** The group the link speaks of, where it is another. */
  readonly space?: Bytes;
  readonly genesis?: Bytes;
  /** Signs with a key that the founding fact does not name. */
  readonly seed?: Bytes;
  readonly head?: boolean;
}

/** What a device says of a founding frame, and of the next message of its founder. */
async function judgedOf(how: Founding): Promise<{ first: Judged; second: Judged; tooOld: boolean }> {
  const dice = seededDice('founding');
  const engine = await bestEngine();
  const relay = evilRelay(dice(32));
  const [identity, sealing, device] = [dice(32), dice(32), dice(32)];
  const key = await engine.publicKeyOf(device);
  const salt = saltOf(0, dice(10));
  const id = factIdOf(deviceIdOf(key), salt);
  const space = idBytes(id);
  const K = dice(32);
  const keys = await epochKeys(engine, K, space);
  const named = {
    identity: base64url(await engine.publicKeyOf(identity)),
    sealing: base64url(await engine.sealingKeyOf(sealing)),
    device: base64url(key),
  };
  const draft = found({ rv: how.rv ?? rulesVersion, relay: base64url(relay.key), keys: named, name: 'ليلى', group: 'جيران' });
  const author: Author = {
    ...{ engine, dice, keys, space, genesis: new Uint8Array(32), deviceSeed: how.seed ?? device, device: deviceIdOf(key), me: id },
  };
  const tip = { n: 0, prev: noPrev, headSize: 0, at: 0 };
  const head = how.head ? relay.sign(space, 0, dice(32), 1) : null;
  const made = await compose(author, [{ seq: 0, id, salt, draft, hold: 0 }], { state: null, tip, head, minute: 1 });
  const genesis = how.genesis ?? sha256(made.body);
  const ring = await Keyring.of(engine, space, [K]);
  const opener: Opener = {
    ...{ engine, ring, space, names: { space: idOf(how.space ?? space), genesis }, bad: new Set<number>(), checked: 0 },
    keyOf: (asked) => replica.keyOf(asked),
  };
  const replica = new Replica(how.space ?? space, () => Promise.resolve(true));
  const take = async (place: number, sealed: Bytes): Promise<Judged> => {
    const [opened] = await openFrames(opener, [{ place, minute: 1, sealed, partHash: null, part: null, day: 0 }], 'every');
    return replica.take(opened!, (content, by) => signatureHolds(opener, place, content, by));
  };
  const first = await take(0, made.sealed);
  const next = { ...author, genesis };
  const root = replica.tree.root();
  const more = await compose(next, [], {
    state: null,
    tip: { ...replica.tipOf(idOf(author.device)) },
    head: relay.sign(space, 1, root, 1),
    minute: 1,
  });
  return { first, second: await take(1, more.sealed), tooOld: replica.tooOld };
}

describe('[M1, §7] the frame a group begins with', () => {
  test('stands, and its founder goes on', async () => {
    const { first, second, tooOld } = await judgedOf({});
    expect([first.void, first.facts[0]?.reason, second.void, tooOld]).toEqual([null, null, null, false]);
  });

  test('of rules this app does not know: nothing of it is folded, and the app knows that it is too old', async () => {
    const { first, second, tooOld } = await judgedOf({ rv: rulesVersion + 1 });
    expect(first.void).toBe('rules-unknown');
    expect(second.void).not.toBeNull();
    expect(tooOld).toBe(true);
  });

  test.each<readonly [string, Founding, string]>([
    ['of another group than the link speaks of', { space: new Uint8Array(16).fill(1) }, 'unknown-device'],
    ['with another body than the link speaks of', { genesis: new Uint8Array(32).fill(1) }, 'bad-signature'],
    ['signed by another key than it names', { seed: new Uint8Array(32).fill(1) }, 'bad-signature'],
    ['of other rules, that the link does not speak of', { rv: rulesVersion + 1, genesis: new Uint8Array(32).fill(1) }, 'bad-signature'],
    ['that names a head before there was one', { head: true }, 'head-ahead'],
  ])('%s is void, and so is everything after it', async (_, how, reason) => {
    const { first, second, tooOld } = await judgedOf(how);
    expect(first.void).toBe(reason);
    expect(second.void).not.toBeNull();
    expect(tooOld).toBe(false);
  });
});
