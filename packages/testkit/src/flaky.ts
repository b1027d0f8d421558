import type { Socket, SocketEvent, SocketFactory } from '@awna/wire';
import type { Chance } from './chance.ts';

/** How likely each thing is to happen to a message, 0 to 1. A WebSocket only ever cuts; the others are for relays and proxies gone wrong. */
export interface Faults {
  /** The connection ends instead of carrying this message. */
  readonly cut: number;
  /** The message arrives, then the connection ends: the answer never comes. */
  readonly cutAfter: number;
  readonly drop: number;
  readonly double: number;
  /** The message changes places with the next one in its direction. */
  readonly swap: number;
}

export const calm: Faults = { cut: 0, cutAfter: 0, drop: 0, double: 0, swap: 0 };

/** A device's way to the relay that can be made bad, cut off and mended. */
export interface FlakyLink {
  readonly socket: SocketFactory;
  /** From now on; what is not named is calm. */
  be(faults: Partial<Faults>): void;
  /** Ends every connection and lets none begin. */
  cutOff(): void;
  mend(): void;
  /** Ends every connection; the next one may begin. */
  hangUp(): void;
  /** How many messages met a fault so far. */
  readonly mishaps: () => number;
}

/** How long a message takes, and what rings when it has come; without one it comes at once. */
export interface Slowness {
  after(ms: number, then: () => void): () => void;
  /** The longest a message is on its way (milliseconds). */
  readonly most: number;
}

type Listener = (event: SocketEvent) => void;

/** Lets what is given to it come later, in the order in which it was given. */
function slowly({ after, most }: Slowness, dice: Chance): (come: () => void) => void {
  const way: (() => void)[] = [];
  // Whoever comes takes the first that waits: nothing overtakes on one connection.
  return (come) => {
    way.push(come);
    after(dice.float() * most, () => way.shift()?.());
  };
}

/** One direction of one connection: decides what becomes of each message. */
function lane(roll: () => keyof Faults | null, deliver: (data: unknown) => void, end: () => void): (data: unknown) => void {
  let held: { readonly data: unknown } | null = null;
  const flush = (): void => {
    const kept = held;
    held = null;
    if (kept) deliver(kept.data);
  };
  return (data) => {
    const fate = roll();
    if (fate === 'cut') return end();
    if (fate === 'swap' && !held) {
      held = { data };
      return;
    }
    if (fate !== 'drop') deliver(data);
    if (fate === 'double') deliver(data);
    flush();
    if (fate === 'cutAfter') end();
  };
}

export function flakyLink(inner: SocketFactory, dice: Chance, slow?: Slowness): FlakyLink {
  let faults = calm;
  let off = false;
  let mishaps = 0;
  const open = new Set<() => void>();

  const roll = (): keyof Faults | null => {
    let at = dice.float();
    for (const name of ['cut', 'cutAfter', 'drop', 'double', 'swap'] as const) {
      if ((at -= faults[name]) >= 0) continue;
      mishaps++;
      return name;
    }
    return null;
  };

  const hangUp = (): void => {
    for (const end of [...open]) end();
  };

  const socket: SocketFactory = (url) => {
    if (off) throw new Error('cut off');
    const real = inner(url);
    const listeners = new Map<string, Set<Listener>>();
    let over = false;
    const tell = (event: SocketEvent): void => {
      for (const listener of [...(listeners.get(event.type) ?? [])]) listener(event);
    };
    const end = (): void => {
      if (over) return;
      over = true;
      open.delete(end);
      real.close();
      queueMicrotask(() => tell({ type: 'close' }));
    };
    open.add(end);
    const later = (): ((come: () => void) => void) => (slow ? slowly(slow, dice) : (come) => come());
    const [sent, come] = [later(), later()];
    const out = lane(
      roll,
      (data) => sent(() => void (over || real.send(data as Uint8Array<ArrayBuffer>))),
      () => sent(end),
    );
    const into = lane(
      roll,
      (data) => come(() => void (over || tell({ type: 'message', data }))),
      () => come(end),
    );
    real.binaryType = 'arraybuffer';
    real.addEventListener('open', (event) => void (over || tell(event)));
    real.addEventListener('message', (event) => void (over || into(event.data)));
    real.addEventListener('error', end);
    real.addEventListener('close', end);
    const face: Socket = {
      binaryType: 'arraybuffer',
      send(data) {
        if (over) throw new Error('closed');
        out(data);
      },
      close: end,
      addEventListener(type, listener) {
        const set = listeners.get(type) ?? new Set();
        set.add(listener);
        listeners.set(type, set);
      },
    };
    return face;
  };

  return {
    socket,
    be: (next) => (faults = { ...calm, ...next }),
    cutOff() {
      off = true;
      hangUp();
    },
    mend: () => (off = false),
    hangUp,
    mishaps: () => mishaps,
  };
}
