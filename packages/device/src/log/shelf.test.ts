import { equal, idOf, sha256, type Bytes } from '@awna/base';
import { askFor, stateRootOf, take } from '@awna/core';
import { messageDigestInput, type Engine } from '@awna/crypto';
import { bestEngine, company, identitySignature, platformOf, recordAt, rogueFrom, type Someone } from '@awna/testkit';
import type { Frame } from '@awna/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SpaceRecord } from '../group/record.ts';
import { Sending } from '../group/sending.ts';
import { Space } from '../group/space.ts';
import { openFrames, signatureHolds, type OpenFrame } from './open.ts';
import { Replica, type Judged } from './replica.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

/** How a broken device differs: what it does to a frame before it is judged, and how it verifies. */
interface Broken {
  readonly bend?: (replica: Replica, frame: OpenFrame) => void;
  readonly engine?: (engine: Engine) => Engine;
}

const body = (
  frame: OpenFrame,
): { -readonly [K in keyof NonNullable<OpenFrame['content']>['body']]: NonNullable<OpenFrame['content']>['body'][K] } | undefined =>
  frame.content?.body;

const shelf: Readonly<Record<string, Broken>> = {
  'skips the chain': {
    bend(replica, frame) {
      const told = body(frame);
      const tip = frame.content && replica.tipOf(frame.content.device);
      if (told && tip) Object.assign(told, { n: tip.n, prev: tip.prev });
    },
  },
  'ignores heads': {
    bend(replica, frame) {
      const told = body(frame);
      if (told?.head) told.head = { ...told.head, size: replica.size, root: replica.tree.root() };
    },
  },
  'believes every signature': {
    bend(_, frame) {
      if (frame.content) frame.content.signature = 'good';
    },
  },
  'takes R = identity': {
    engine: (engine) => ({
      ...engine,
      verify: (key, signature, message) =>
        signature[0] === 1 && signature.subarray(1, 32).every((byte) => byte === 0)
          ? Promise.resolve(true)
          : engine.verify(key, signature, message),
    }),
  },
  'lets a fact stand twice': {
    bend: (replica) => replica.state.salts.clear(),
  },
  'takes what is not canonical': {
    bend(_, frame) {
      if (frame.unread === 'not-canonical') Object.assign(frame, { unread: 'too-large' });
    },
  },
};

let frames: readonly Frame[];
let record: SpaceRecord;
let expected: readonly string[];
let layla: Someone;

/** A log in which each place has something wrong, and what an honest device says of it. */
beforeAll(async () => {
  const life = await company('shelf', { names: ['ليلى', 'غريب'] });
  const { relay, spaceBytes, space, people } = life;
  layla = people[0]!;
  const [need] = await layla.does(askFor(layla.me, { kind: 'goods', text: 'سلّم', until: soon() }));
  const rogue = await rogueFrom(people[1]!.store, people[1]!.seal, space);
  await rogue.catchUp(relay.told(spaceBytes));
  const put = (sealed: Bytes): number => relay.put(spaceBytes, 'all', sealed);
  const head = () => relay.head(spaceBytes);
  const begin = relay.told(spaceBytes).length;
  const engine = await bestEngine();
  const fact = rogue.fact(take(need!).type, take(need!).data);
  const wanted: string[] = [];
  const say = async (verdict: string, bent: Parameters<typeof rogue.craft>[1], follow = false): Promise<void> => {
    const message = await rogue.craft(head(), bent);
    put(message.sealed);
    if (follow) rogue.follow(message);
    wanted.push(verdict);
  };
  await say('ok', { facts: [fact] }, true);
  await say('repeated', { facts: [fact] }, true);
  await say('chain-broken', { n: 0, prev: new Uint8Array(32) });
  await say('forged-head', { head: { ...head(), root: new Uint8Array(32) } });
  await say('head-ahead', { head: { ...head(), size: 999 } });
  await say('bad-signature', { signature: new Uint8Array(64) });
  await say('not-canonical', { body: Uint8Array.of(0x9f, 0xff) });
  const honest = await rogue.craft(head(), {});
  const message = messageDigestInput(rogue.space, rogue.genesis, rogue.keys.tag, honest.body);
  const signature = identitySignature(rogue.seed, await engine.publicKeyOf(rogue.seed), message);
  await say('bad-signature', { body: honest.body, signature });
  await say('ok', { facts: [rogue.fact('members/profile-set@1', {})] }, true);
  frames = relay.told(spaceBytes);
  record = (await recordAt(layla.store, layla.seal, space)) as unknown as SpaceRecord;
  expected = [...Array.from({ length: begin }, () => ''), ...wanted];
  await people[1]!.home.close();
});

/** What a device says of each frame, and the state it is left with. */
async function told(broken: Broken): Promise<{ verdicts: string[]; state: Bytes }> {
  const best = await bestEngine();
  const platform = await platformOf({ engine: broken.engine?.(best) ?? best });
  const space = await Space.open(platform, record);
  const replica = new Replica(record.space, (head) => space.signedByRelay(head));
  const verdicts: string[] = [];
  for (const frame of frames) {
    const opener = { ...space.opener(), keyOf: (device: string) => replica.keyOf(device), checked: 0 };
    const [opened] = await openFrames(opener, [frame], 'every');
    broken.bend?.(replica, opened!);
    const judged: Judged = await replica.take(opened!, (content, key) => signatureHolds(opener, frame.place, content, key));
    verdicts.push(judged.void ?? judged.facts[0]?.reason ?? 'ok');
  }
  return { verdicts, state: stateRootOf(replica.state) };
}

/** Where a device says something else than it should. */
async function complaints(broken: Broken): Promise<string[]> {
  const { verdicts } = await told(broken);
  return expected.flatMap((wanted, i) => (wanted === '' || wanted === verdicts[i] ? [] : [`${wanted}: ${verdicts[i] ?? ''}`]));
}

describe('the judging suite', () => {
  test('has nothing against an honest device', async () => {
    expect(await complaints({})).toEqual([]);
  });

  test.each(Object.keys(shelf))('catches one that %s', async (name) => {
    expect((await complaints(shelf[name]!)).length).toBeGreaterThan(0);
  });
});

class ForgetsWhatTurnedVoid extends Sending {
  override settle(judged: readonly Judged[]) {
    return super.settle(judged.map((one) => ({ ...one, void: null })));
  }
}

class SaysItAgain extends Sending {
  override settle(judged: readonly Judged[]) {
    return super.settle(judged.map((one) => ({ ...one, void: 'chain-broken' as const })));
  }
}

/** What is wrong with how a device sends: one message in flight, the same bytes until its fate is known, no fact lost or said again. */
async function grievances(Kind: typeof Sending): Promise<string[]> {
  const platform = await platformOf({ store: layla.store, seal: layla.seal });
  const space = await Space.open(platform, record);
  const sending = new Kind(space);
  await sending.load();
  const found: string[] = [];
  const salt = (n: number): Bytes => new Uint8Array(16).fill(n);
  const draft = askFor(layla.me, { kind: 'food', text: 'خبز', until: soon() });
  const waiting = ['a', 'b'].map((_, i) => ({ id: idOf(salt(250 + i)), salt: salt(250 + i), draft, hold: 0 }));
  await sending.outbox.add(waiting);
  await sending.prepare();
  const first = sending.flight!;
  await sending.prepare();
  if (sending.flight !== first) found.push('two in flight');
  const again = new Kind(space);
  await again.load();
  if (!again.flight || !equal(again.flight.sealed, first.sealed)) found.push('other bytes after a restart');
  const fate = (verdict: Judged['void'], sealed: Bytes): Judged => ({
    ...{ place: space.replica.size, minute: 0, device: space.deviceId, author: null, facts: [], contradicts: null },
    ...{ void: verdict, sealedHash: sha256(sealed) },
  });
  const settle = async (verdict: Judged['void']): Promise<void> => {
    const along = sending.settle([fate(verdict, sending.flight!.sealed)]);
    await platform.store.write(along.writes);
    along.written();
  };
  await settle('chain-broken');
  if (sending.flight !== null) found.push('still in flight after it turned void');
  if (sending.waiting !== 2) found.push('facts of a void message are gone');
  if (sending.waiting > 0) {
    await sending.prepare();
    if (sending.flight && equal(sending.flight.sealed, first.sealed)) found.push('a void message again, byte for byte');
    const { ids } = sending.flight!;
    await settle(null);
    if (sending.outbox.waiting.some(({ id }) => ids.includes(id))) found.push('facts that have their place wait again');
  }
  const last = new Kind(space);
  await last.load();
  if (last.waiting !== sending.waiting || last.flight) found.push('the disk says something else');
  await platform.store.write([...sending.outbox.removal(new Set(waiting.map(({ id }) => id))), [`flight/${space.id}`, null]]);
  return found;
}

describe('[X4] the sending suite', () => {
  test('has nothing against an honest device: one in flight, byte for byte, and a void message gives its facts back', async () => {
    expect(await grievances(Sending)).toEqual([]);
  });

  test.each([
    ['forgets what turned void', ForgetsWhatTurnedVoid],
    ['says again what has its place', SaysItAgain],
  ])('catches one that %s', async (_, Kind) => {
    expect((await grievances(Kind)).length).toBeGreaterThan(0);
  });
});
