import { base64url } from '@awna/base';
import { chooseEngine, webDice, type Engine } from '@awna/crypto';

import type { Home } from './api.ts';
import type { LocalSeal, Platform } from './platform.ts';
import { openHomeWithSandbox } from './sandbox/home.ts';
import { sealWithBytes, sealWithHandle } from './seal.ts';
import { idbStore, leaderKey } from './store/idb.ts';
import { asked, openShelf, type Shelf } from './store/shelf.ts';
import { Ledger } from './tabs/ledger.ts';
import type { Port } from './tabs/messages.ts';
import { lockSeat, type Seat } from './tabs/seat.ts';
import { NoStorage, Tab } from './tabs/tab.ts';

declare const self: DedicatedWorkerGlobalScope;

/** How long the first screen has the network to itself (milliseconds). */
const aheadMs = 4_000;

/** One name for all that the tabs of an origin share: database, lock, channel. */
const name = 'awna';
const none = (): void => undefined;

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

const freshName = (): string => base64url(webDice(12));

async function shelfOr(gone: () => void): Promise<Shelf> {
  try {
    return await openShelf(name, gone);
  } catch (error) {
    throw new NoStorage('IndexedDB does not open', { cause: error });
  }
}

/** The one key of this origin. Two tabs may make one at once: the first that is kept is everybody's. */
async function keyOn<K>(shelf: Shelf, key: string, make: () => Promise<K>, is: (kept: unknown) => kept is K): Promise<K> {
  const known: unknown = await shelf.get('own', key);
  if (is(known)) return known;
  const fresh = await make();
  return shelf.change(async (table) => {
    const first = await asked<unknown>(table('own').get(key));
    if (is(first)) return first;
    table('own').put(fresh, key);
    return fresh;
  });
}

const isHandle = (kept: unknown): kept is CryptoKey => typeof CryptoKey !== 'undefined' && kept instanceof CryptoKey;
const isBytes = (kept: unknown): kept is Uint8Array => kept instanceof Uint8Array && kept.length === 32;

async function sealOn(shelf: Shelf, engine: Engine): Promise<LocalSeal> {
  // There is none on plain http off localhost, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return sealWithBytes(engine, webDice, await keyOn(shelf, 'key', () => Promise.resolve(webDice(32)), isBytes));
  const make = (): Promise<CryptoKey> => subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return sealWithHandle(subtle, webDice, await keyOn(shelf, 'handle', make, isHandle));
}

async function open(leader: string, lost: () => void): Promise<{ home: Home; ledger: Ledger }> {
  const shelf = await shelfOr(lost);
  const engine = await chooseEngine();
  const platform: Platform = {
    store: idbStore(shelf, { leader, lost }),
    local: await sealOn(shelf, engine),
    engine,
    dice: webDice,
    socket: (url) => new WebSocket(url),
    now: () => Date.now(),
    after,
  };
  const ledger = new Ledger(platform);
  await ledger.tidy();
  return { home: await openHomeWithSandbox(platform), ledger };
}

function seatHere(): Seat {
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  // Plain http off localhost has none.
  if (!locks) {
    const open = (): Promise<Shelf> => shelfOr(none);
    const seat = async (): Promise<Seat> =>
      (await import('./tabs/shelf-lease.ts')).leaseOnShelf(open, freshName, { now: () => Date.now(), after });
    return { take: async (how, lead) => (await seat()).take(how, lead) };
  }
  return lockSeat({ request: (lock, options, granted) => locks.request(lock, options, granted) }, name, async () => {
    const leader = freshName();
    const shelf = await shelfOr(none);
    await shelf.change((table) => table('own').put(leader, leaderKey));
    shelf.close();
    return leader;
  });
}

function airPort(): Port {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    hear: (listener) => channel.addEventListener('message', ({ data }) => listener(data)),
    close: () => channel.close(),
  };
}

/** Serves the home to this worker's page. Call it once, when the worker begins: what the page said before waits. */
export function serveHome(): void {
  const page: Port = {
    post: (message) => self.postMessage(message),
    hear: (listener) => self.addEventListener('message', ({ data }) => listener(data)),
    close: () => self.close(),
  };
  void new Tab({ tab: freshName(), page, air: airPort(), seat: seatHere(), open, after }).run();
  // Without a network even the list stays away; then each comes when it is asked for.
  after(aheadMs, () => void import('./ahead.ts').then(({ fetchAhead }) => fetchAhead(), none));
}
