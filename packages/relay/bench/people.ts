import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doorBytes, type Door } from '@awna/crypto/verify';
import { connectRelay, type Answer, type Refusal, type RelayLink, type Timers } from '@awna/wire';
import type { Result } from '@awna/base';

/** A signing key in a test's hand. */
export interface TestKey {
  readonly public: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function testKey(seed: Uint8Array = randomBytes(32)): TestKey {
  const secret: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return { public: new Uint8Array(spki.subarray(-32)), sign: (bytes) => new Uint8Array(sign(null, bytes, secret)) };
}

/** A space's name, the seeds of its two doors and its first key keeper's. */
export interface TestSpace {
  readonly space: Uint8Array;
  readonly read: TestKey;
  readonly write: TestKey;
  readonly keeper: TestKey;
}

export const testSpace = (): TestSpace => ({ space: bytes(16), read: testKey(), write: testKey(), keeper: testKey() });

/** Fresh bytes. */
export const bytes = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(n));

export const realTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** A connection to a relay; throws where there is none. */
export async function connect(url: string): Promise<RelayLink> {
  const link = await connectRelay({ url, socket: (at) => new WebSocket(at), timers: realTimers });
  if (!link.ok) throw new Error(`no link: ${link.error.error}`);
  return link.value;
}

const knock = (link: RelayLink, door: Door, key: TestKey, space: Uint8Array): Uint8Array => key.sign(doorBytes(door, link.hello, space));

export const openSpace = (
  link: RelayLink,
  { space, read, write, keeper }: TestSpace,
  sealed: Uint8Array = bytes(400),
): Promise<Result<Answer<'open'>, Refusal>> =>
  link.call('open', {
    ...{ space, sealed, rpk: read.public, wpk: write.public },
    ...{ control: [keeper.public], k: 1, sign: knock(link, 'open', write, space) },
  });

/** Passes the doors asked for; `old` reads by the space's reading key though it may not be the newest. */
export const enterSpace = (
  link: RelayLink,
  { space, read, write }: TestSpace,
  doors: 'read' | 'write' | 'both' | 'old' = 'both',
): Promise<Result<Answer<'enter'>, Refusal>> =>
  link.call('enter', {
    space,
    ...(doors === 'write' ? {} : { read: knock(link, 'read', read, space) }),
    ...(doors === 'old' ? { rpk: read.public } : {}),
    ...(doors === 'read' || doors === 'old' ? {} : { write: knock(link, 'write', write, space) }),
  });

/** A connection that stands in a new space with both doors passed. */
export async function founded(url: string, given = testSpace()): Promise<{ readonly link: RelayLink; readonly at: TestSpace }> {
  const link = await connect(url);
  must(await openSpace(link, given));
  must(await enterSpace(link, given));
  return { link, at: given };
}

/** What a call must answer; throws the refusal's name otherwise. */
export function must<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.error}`);
  return result.value;
}

/** A folder of its own, gone when the work is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'awna-relay-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
