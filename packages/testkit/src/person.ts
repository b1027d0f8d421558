import { openLocal, sealLocal, webDice, type Dice, type Engine } from '@awna/crypto';
import { memoryStore, openHome, type Home, type LocalSeal, type Platform, type Store } from '@awna/device';
import { engineHere } from '@awna/device/node';
import type { SocketFactory } from '@awna/wire';
import type { HandClock } from './clock.ts';

/** What a device of the cast stands on; everything may be another one. */
export interface Ground {
  readonly store?: Store;
  readonly dice?: Dice;
  readonly socket?: SocketFactory;
  /** Its clock. Timers are the machine's: they only wait for answers. */
  readonly clock?: Pick<HandClock, 'now'>;
  /** The key its notes at rest are sealed with. */
  readonly seal?: Uint8Array;
  readonly live?: boolean;
  /** Another engine than this machine's best. */
  readonly engine?: Engine;
}

let engine: Promise<Engine> | undefined;

/** The engine this machine would choose, chosen once. */
export const bestEngine = (): Promise<Engine> => (engine ??= engineHere());

/** Seals at rest under a key that is given. */
export const sealedWith = (chosen: Engine, dice: Dice, key: Uint8Array): LocalSeal => ({
  seal: (bytes) => sealLocal(chosen, dice, key, bytes),
  open: (bytes) => openLocal(chosen, key, bytes),
});

/** A WebSocket of this machine. */
export const plainSocket: SocketFactory = (url) => new WebSocket(url);

/** The platform of a device in this process. */
export async function platformOf(ground: Ground = {}): Promise<Platform> {
  const chosen = ground.engine ?? (await bestEngine());
  const dice = ground.dice ?? webDice;
  return {
    store: ground.store ?? memoryStore(),
    local: sealedWith(chosen, dice, ground.seal ?? dice(32)),
    engine: chosen,
    dice,
    socket: ground.socket ?? plainSocket,
    now: ground.clock?.now ?? Date.now,
    after(ms, then) {
      const timer = setTimeout(then, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** A device of the cast, with nothing on it yet. It connects only when told to, unless `live`. */
export const deviceOn = async (ground: Ground = {}): Promise<Home> => openHome(await platformOf(ground), { live: ground.live ?? false });
