import { randomBytes } from 'node:crypto';
import { doorBytes } from '@awna/crypto/verify';
import { ops, type Args, type Op, type Refusal, type RelayLink } from '@awna/wire';
import type { Result } from '@awna/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytes, connect, enterSpace, founded, inFolder, must, testSpace, type TestSpace } from '../bench/people.ts';
import { startRelay, type Relay } from './start.ts';

/** What each operation is called with, about one space. */
function argsOf(at: TestSpace, box: Uint8Array): { readonly [O in Op]: Args<O> } {
  const { space } = at;
  const head = { size: 1, root: bytes(32), minute: 1, signature: bytes(64) };
  const { read, write, keeper } = testSpace();
  const record = { count: 1, rpk: read.public, wpk: write.public, place: 0, control: [keeper.public], k: 1 };
  const frame = { place: 0, minute: 1, sealed: bytes(300), partHash: null, part: null, day: 0 };
  return {
    hello: { versions: [1] },
    open: { space, sealed: bytes(300), rpk: at.read.public, wpk: at.write.public, control: [at.keeper.public], k: 1, sign: bytes(64) },
    enter: { space, read: bytes(64), write: bytes(64) },
    door: { space, record, key: at.keeper.public, sign: bytes(64) },
    append: { space, sealed: bytes(300) },
    read: { space, from: 0 },
    follow: { space, from: 0 },
    show: { space, head },
    heal: { space, frames: [frame] },
    prove: { space, first: 0, size: 1 },
    'blob-put': { space, bytes: bytes(300), day: 0 },
    'blob-get': { space, blob: bytes(32) },
    'box-open': { space, box, until: 2 ** 40 },
    letters: { space, box },
    'reply-put': { space, box, slot: bytes(16), bytes: bytes(300) },
    'letter-put': { box, slot: bytes(16), bytes: bytes(300) },
    'reply-get': { box, key: bytes(32) },
  };
}

const reading: readonly Op[] = ['read', 'follow', 'show', 'prove', 'blob-get', 'letters'];
const writing: readonly Op[] = ['append', 'blob-put', 'box-open', 'reply-put', 'heal'];

/** What is let in by the signature it carries; here always a wrong one. */
const bySignature: readonly Op[] = ['open', 'enter', 'door'];

const roles = ['stranger', 'reader', 'writer', 'member', 'member of another space'] as const;
type Role = (typeof roles)[number];

const mayPass = (role: Role, op: Op): boolean =>
  !bySignature.includes(op) &&
  (!reading.includes(op) || role === 'reader' || role === 'member') &&
  (!writing.includes(op) || role === 'writer' || role === 'member');

describe('[relay] who may do what', () => {
  let relay: Relay;
  let done: () => void = () => undefined;
  let folderGone: Promise<void>;
  beforeAll(async () => {
    await new Promise<void>((ready) => {
      folderGone = inFolder(async (folder) => {
        relay = await startRelay({ data: folder });
        ready();
        await new Promise<void>((resolve) => (done = resolve));
        await relay.close();
      });
    });
  });
  afterAll(async () => {
    done();
    await folderGone;
  });

  const linkOf = async (role: Role, at: TestSpace): Promise<RelayLink> => {
    if (role === 'member of another space') return (await founded(relay.url)).link;
    const link = await connect(relay.url);
    if (role === 'reader') must(await enterSpace(link, at, 'read'));
    if (role === 'writer') must(await enterSpace(link, at, 'write'));
    if (role === 'member') must(await enterSpace(link, at));
    return link;
  };

  for (const role of roles) {
    it(`${role}: each operation, on a space that is there and on one that is not`, async () => {
      const { link: founder, at } = await founded(relay.url);
      const box = bytes(16);
      must(await founder.call('box-open', { space: at.space, box, until: 2 ** 40 }));
      const link = await linkOf(role, at);
      for (const op of ops) {
        for (const there of [true, false]) {
          const given = there ? at : testSpace();
          const result: Result<unknown, Refusal> = await link.call(op, argsOf(given, there ? box : bytes(16))[op]);
          const status = result.ok ? 0 : result.error.status;
          const needsDoor = reading.includes(op) || writing.includes(op);
          const shut = op === 'open' || (bySignature.includes(op) ? there : needsDoor && !(there && mayPass(role, op)));
          expect([role, op, there, status === 403], JSON.stringify(result)).toEqual([role, op, there, shut]);
          expect(status, `${op} ${JSON.stringify(result)}`).toBeLessThan(500);
        }
      }
      founder.close();
      link.close();
    });
  }

  it('a door opens for its own signature only: other door, space, relay, nonce and key stay outside', async () => {
    const { at } = await founded(relay.url);
    const other = testSpace();
    const link = await connect(relay.url);
    const second = await connect(relay.url);
    expect(await enterSpace(link, { ...at, read: at.write }, 'read')).toMatchObject({ error: { error: 'door-shut' } });
    expect(await enterSpace(link, { ...at, write: at.read }, 'write')).toMatchObject({ error: { error: 'door-shut' } });
    expect(await enterSpace(link, { ...at, read: other.read, write: other.write })).toMatchObject({ error: { error: 'door-shut' } });
    expect(await enterSpace(link, other)).toMatchObject({ error: { error: 'unknown-space' } });
    const stolen = { ...link, hello: second.hello };
    expect(await enterSpace(stolen, at)).toMatchObject({ error: { error: 'door-shut' } });
    // The same nonce, passed on by a relay that speaks for itself.
    const between = { ...link, hello: { ...link.hello, key: bytes(32) } };
    expect(await enterSpace(between, at)).toMatchObject({ error: { error: 'door-shut' } });
    expect(await link.call('read', { space: at.space, from: 0 })).toMatchObject({ error: { status: 403 } });
    expect(await link.call('enter', { space: at.space })).toMatchObject({ error: { status: 400 } });
  });

  it('one good and one bad signature pass neither door', async () => {
    const { at } = await founded(relay.url);
    const link = await connect(relay.url);
    expect(await enterSpace(link, { ...at, write: testSpace().write })).toMatchObject({ error: { error: 'door-shut' } });
    expect(await link.call('read', { space: at.space, from: 0 })).toMatchObject({ error: { error: 'door-shut' } });
  });

  it('keys of small order open no space', async () => {
    const link = await connect(relay.url);
    const at = testSpace();
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const args = {
      ...{ control: [at.keeper.public], k: 1 },
      space: at.space,
      sealed: bytes(300),
      rpk: at.read.public,
      wpk: identity,
      sign: new Uint8Array([...identity, ...new Uint8Array(32)]),
    };
    expect(await link.call('open', args)).toMatchObject({ error: { status: 400 } });
    const signed = { ...args, wpk: at.write.public, sign: at.write.sign(doorBytes('open', link.hello, at.space)) };
    expect(await link.call('open', { ...signed, control: [at.keeper.public, identity] })).toMatchObject({ error: { status: 400 } });
    expect(await link.call('open', { ...args, rpk: identity, wpk: at.write.public, sign: new Uint8Array(randomBytes(64)) })).toMatchObject({
      error: { status: 400 },
    });
  });
});
