import { base64url, type Bytes, type Id } from '@awna/base';
import type { Dice, Engine } from '@awna/crypto';
import { memoryStore, openHome, type Group, type Home, type SpaceCard, type Store, type Write } from '@awna/device';
import { chance } from '../chance.ts';
import type { EvilRelay } from '../evil.ts';
import { flakyLink, type FlakyLink } from '../flaky.ts';
import { sealedWith } from '../person.ts';
import type { Flow } from './flow.ts';

/** What every device of a life stands on. */
export interface Ground {
  readonly relay: EvilRelay;
  readonly flow: Flow;
  readonly dice: Dice;
  readonly space: () => Id;
  /** The longest a message is on its way (milliseconds). */
  readonly slow: number;
  readonly engine: Engine;
}

/** One device of somebody, whose disk lies open and which can lose its power at any moment. */
export interface Body {
  readonly name: string;
  readonly seal: Bytes;
  readonly store: Store;
  readonly link: FlakyLink;
  /** Every record of the group that was ever at rest here, sealed as it was. */
  readonly records: readonly Bytes[];
  readonly home: Home;
  card(): Promise<SpaceCard | undefined>;
  /** The group, where this device has its log. */
  group(): Promise<Group | undefined>;
  /** Loses its power in the middle of whatever it does, and is switched on again. */
  crash(): Promise<void>;
  /** Is switched off as it should be, and on again. */
  again(): Promise<void>;
  /** Is switched off for good. */
  end(): void;
}

/** What a device was, to be it again. */
export interface KeptBody {
  readonly name: string;
  readonly seal: Bytes;
  readonly entries: readonly (readonly [string, Bytes])[];
}

/** One run of a device, from power to power: afterwards nothing of it answers, rings or is heard. */
interface Run {
  alive: boolean;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** A disk as one run sees it. */
function diskOf(run: Run, inner: Store, written: (batch: readonly Write[]) => void): Store {
  const alive = <T>(work: () => Promise<T>): Promise<T> => (run.alive ? work().then((value) => (run.alive ? value : never<T>())) : never());
  return {
    get: (key) => alive(() => inner.get(key)),
    list: (prefix, how) => alive(() => inner.list(prefix, how)),
    write: (batch) =>
      alive(() => {
        written(batch);
        return inner.write(batch);
      }),
    clear: (prefix) => alive(() => inner.clear(prefix)),
    close: () => Promise.resolve(),
  };
}

export async function bodyOf(ground: Ground, name: string, kept?: KeptBody): Promise<Body> {
  const { relay, flow, dice, slow, engine } = ground;
  const seal = kept?.seal ?? dice(32);
  const inner = memoryStore();
  if (kept) await inner.write(kept.entries);
  const records: Bytes[] = [];
  const keep = (key: string, value: Bytes | null): void => {
    if (key.startsWith('space/') && value) records.push(value.slice());
  };
  for (const [key, value] of kept?.entries ?? []) keep(key, value);
  const link = flakyLink(relay.socket('all'), chance(base64url(dice(16))), { after: flow.after, most: slow });
  let run: Run = { alive: false };
  let home: Home | null = null;

  const begin = async (): Promise<void> => {
    const now: Run = { alive: true };
    run = now;
    const platform = {
      store: diskOf(now, inner, (batch) => batch.forEach(([key, value]) => keep(key, value))),
      local: sealedWith(engine, dice, seal),
      ...{ engine, dice, socket: link.socket, now: flow.now },
      after: (ms: number, then: () => void) => flow.after(ms, () => void (now.alive && then())),
    };
    home = await openHome(platform, { live: true });
  };

  const end = (): void => {
    run.alive = false;
    link.hangUp();
  };

  const body: Body = {
    ...{ name, seal, store: inner, link, records },
    get home(): Home {
      if (!home) throw new Error('switched off');
      return home;
    },
    async card() {
      return (await body.home.spaces()).find(({ space }) => space === ground.space());
    },
    async group() {
      const card = await body.card();
      return card && card.state !== 'joining' && card.state !== 'refused' ? body.home.group(card.space) : undefined;
    },
    async crash() {
      end();
      await begin();
    },
    async again() {
      await home?.close();
      end();
      await begin();
    },
    end,
  };
  await begin();
  return body;
}

export async function keptOf({ name, seal, store }: Body): Promise<KeptBody> {
  return { name, seal, entries: (await store.list('')).map(([key, value]) => [key, value.slice()] as const) };
}
