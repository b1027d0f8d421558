import { idBytes, type Bytes, type Id } from '@awna/base';
import type { Draft } from '@awna/core';
import type { Dice, Engine } from '@awna/crypto';
import { memoryStore, openHome, type Group, type Home, type Store } from '@awna/device';
import type { SocketFactory, Timers } from '@awna/wire';
import { must } from './cast.ts';
import { chance, seededDice } from './chance.ts';
import { evilRelay, type EvilRelay } from './evil.ts';
import { flakyLink, type FlakyLink } from './flaky.ts';
import { sharedEngine } from './memo.ts';
import { bestEngine, platformOf } from './person.ts';

/** Somebody of a company: a device whose disk and keys lie open, and a way to the relay that can be bent. */
export interface Someone {
  readonly name: string;
  readonly store: Store;
  /** The key its notes at rest are sealed with. */
  readonly seal: Bytes;
  readonly me: Id;
  readonly home: Home;
  readonly group: Group;
  readonly link: FlakyLink;
  /** Which telling of the log this device hears, from its next connection on. */
  view: string;
  /** Switches the device off and on again, on what is at rest – or on another disk. */
  again(store?: Store): Promise<void>;
  /** Does it and waits until it has its place; throws where a rule refuses. Gives the ids of the facts. */
  does(...drafts: readonly (Draft | undefined)[]): Promise<readonly Id[]>;
}

/** A relay as devices reach it. */
export interface Reach {
  readonly url: string;
  socket(view?: string): SocketFactory;
}

/** Neighbours on a relay; on one in memory they are quick enough to live a hundred lives a minute. */
export interface Company<R extends Reach = EvilRelay> {
  readonly relay: R;
  readonly space: Id;
  readonly spaceBytes: Bytes;
  readonly link: string;
  readonly people: readonly Someone[];
  settle(): Promise<void>;
  /** Everybody's size, root and state root, each once. */
  roots(): Promise<readonly string[]>;
  end(): Promise<void>;
}

export interface Ways {
  readonly names?: readonly string[];
  readonly now?: () => number;
  /** The devices' timers. */
  readonly after?: Timers['after'];
}

/** What a company was at some moment, to live on from it again and again. */
export interface Moment {
  live(seed: string | number): Promise<Company>;
}

interface Kept {
  readonly name: string;
  readonly seal: Bytes;
  readonly me: Id;
  readonly entries: readonly (readonly [string, Bytes])[];
}

/** Short waits are hurried, so that nobody stands about; patience is not, so that a busy machine is not taken for a dead one. */
export const hurried = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms < 2_000 ? ms / 50 : ms);
  timer.unref();
  return () => clearTimeout(timer);
};

interface Standing {
  readonly relay: Reach;
  readonly now: () => number;
  readonly dice: Dice;
  readonly after?: Timers['after'];
}

let shared: Promise<Engine> | undefined;

/** One engine for all of a company: what one device has verified, byte for byte, is not worked out again for the next. */
const engineOfAll = (): Promise<Engine> => (shared ??= bestEngine().then((best) => sharedEngine(best)));

/** A device of its own on a relay in memory; `live` ones connect by themselves. */
export async function deviceBeside(
  { relay, now, dice, after = hurried }: Standing,
  how: { readonly store: Store; readonly seal: Bytes; readonly link?: FlakyLink; readonly view?: () => string },
): Promise<Home> {
  const plain = (url: string) => relay.socket(how.view?.() ?? 'all')(url);
  const socket = how.link?.socket ?? plain;
  const platform = await platformOf({ engine: await engineOfAll(), store: how.store, seal: how.seal, dice, clock: { now }, socket });
  return openHome({ ...platform, after }, { live: false });
}

type Own = { -readonly [K in keyof Someone]: Someone[K] };

async function someone(standing: Standing, kept: Omit<Kept, 'entries'>, store: Store, space: () => Id): Promise<Own> {
  const { name, seal } = kept;
  let home: Home | null = null;
  let disk = store;
  const link = flakyLink((url) => standing.relay.socket(person.view)(url), chance(name));
  const person: Own = {
    ...{ name, seal, me: kept.me, link, view: 'all' },
    get store() {
      return disk;
    },
    get home(): Home {
      if (!home) throw new Error('switched off');
      return home;
    },
    get group() {
      return person.home.group(space());
    },
    async again(other = disk) {
      await home?.close();
      disk = other;
      home = await deviceBeside(standing, { store: disk, seal, link });
    },
    async does(...drafts) {
      const { ids } = must(await person.group.act(drafts.filter((draft) => draft !== undefined)));
      must(await person.group.sync());
      return ids;
    },
  };
  await person.again();
  return person;
}

function companyOf<R extends Reach>(relay: R, space: Id, link: string, people: readonly Someone[]): Company<R> {
  return {
    ...{ relay, space, spaceBytes: idBytes(space), link, people },
    async settle() {
      for (let round = 0; round < 2; round++) for (const { group } of people) must(await group.sync());
    },
    async roots() {
      const roots = await Promise.all(people.map(({ group }) => group.roots()));
      return [...new Set(roots.map(({ size, root, stateRoot }) => `${String(size)} ${root} ${stateRoot}`))];
    },
    async end() {
      for (const { home } of people) await home.close();
    },
  };
}

/** On a relay in memory: the first founds a group and the others come in by their link. */
export function company(seed: string | number, ways: Ways = {}): Promise<Company> {
  const now = ways.now ?? Date.now;
  return companyOn(evilRelay(seededDice(`${String(seed)}/relay`)(32), now), seed, ways);
}

/** The same on any relay. */
export async function companyOn<R extends Reach>(relay: R, seed: string | number, ways: Ways = {}): Promise<Company<R>> {
  const { names = ['ليلى', 'عمر', 'سلمى'], now = Date.now } = ways;
  const dice = seededDice(seed);
  const standing = { relay, now, dice, ...(ways.after ? { after: ways.after } : {}) };
  let space: Id = '';
  let link = '';
  const people: Someone[] = [];
  for (const name of names) {
    const kept = { name, seal: dice(32), me: '' };
    const person = await someone(standing, kept, memoryStore(), () => space);
    if (link === '') {
      const founded = must(await person.home.found({ relay: relay.url, group: 'جيران', name }));
      space = founded.space;
      person.me = founded.member;
      link = must(await person.group.invite({ mode: 'instant', uses: 100, hours: 48 })).link;
      must(await person.group.sync());
    } else {
      const { member } = must(await person.home.join({ link, name, waitMs: 60_000 }));
      if (member === null) throw new Error(`${name} still stands at the door`);
      person.me = member;
    }
    people.push(person);
  }
  const made = companyOf(relay, space, link, people);
  await made.settle();
  return made;
}

/** Keeps a company as it is now, devices and relay; the one it was ends. */
export async function momentOf(of: Company, ways: Omit<Ways, 'names'> = {}): Promise<Moment> {
  const { now = Date.now } = ways;
  const back = of.relay.remember();
  const kept: Kept[] = [];
  for (const { name, seal, me, store } of of.people) {
    const entries = (await store.list('')).map(([key, value]) => [key, value.slice()] as const);
    kept.push({ name, seal, me, entries });
  }
  await of.end();
  return {
    async live(seed) {
      back();
      const standing = { relay: of.relay, now, dice: seededDice(seed), ...(ways.after ? { after: ways.after } : {}) };
      const people: Someone[] = [];
      for (const one of kept) {
        const store = memoryStore();
        await store.write(one.entries);
        people.push(await someone(standing, one, store, () => of.space));
      }
      return companyOf(of.relay, of.space, of.link, people);
    },
  };
}
