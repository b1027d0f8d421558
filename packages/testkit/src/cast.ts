import type { Id, Result } from '@awna/base';
import type { Draft } from '@awna/core';
import type { Group, Home } from '@awna/device';
import { chance } from './chance.ts';
import { flakyLink, type FlakyLink } from './flaky.ts';
import { deviceOn, plainSocket, type Ground } from './person.ts';
import type { TestRelay } from './relay.ts';

/** Someone of the cast: a name, a device, and her way to the relay. */
export interface Person {
  readonly name: string;
  readonly home: Home;
  readonly link: FlakyLink;
  readonly me: Id;
  readonly group: Group;
  /** Does it and waits until it has its place; throws where a rule refuses. Gives the ids of the facts. */
  does(...drafts: readonly (Draft | undefined)[]): Promise<readonly Id[]>;
  /** Does it without waiting; gives the reason where a rule refuses. */
  tries(...drafts: readonly Draft[]): Promise<string | null>;
}

/** The value, or an error that fails the test. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Reads on, sends, and waits until every signature is checked: only then does a device open the door to others. */
export async function settled(group: Group): Promise<void> {
  must(await group.sync());
  while ((await group.status()).unchecked > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  must(await group.sync());
}

function personOf(name: string, home: Home, link: FlakyLink, space: Id, me: Id): Person {
  const group = home.group(space);
  const tries = async (...drafts: readonly Draft[]): Promise<string | null> => {
    const done = await group.act(drafts);
    return done.ok ? null : done.error.reason;
  };
  return {
    ...{ name, home, link, me, group, tries },
    async does(...drafts) {
      const { ids } = must(await group.act(drafts.filter((draft) => draft !== undefined)));
      must(await group.sync());
      return ids;
    },
  };
}

export interface Cast {
  readonly space: Id;
  readonly link: string;
  readonly people: readonly Person[];
  /** Everybody reads on to the end of the log. */
  settle(): Promise<void>;
  /** The state roots of everybody, each once: one where all agree. */
  roots(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** ليلى founds a group and the others come in by her link, each with a device of their own on this relay. */
export async function cast(relay: TestRelay, names: readonly string[] = ['ليلى', 'عمر', 'سلمى'], ground: Ground = {}): Promise<Cast> {
  const homes = await Promise.all(
    names.map(async (name) => {
      const link = flakyLink(ground.socket ?? plainSocket, chance(name));
      return { name, link, home: await deviceOn({ ...ground, socket: link.socket }) };
    }),
  );
  const [first, ...others] = homes;
  if (!first) throw new RangeError('a group begins with somebody');
  const { space, member } = must(await first.home.found({ relay: relay.url, group: 'جيران', name: first.name }));
  const people = [personOf(first.name, first.home, first.link, space, member)];
  const founder = first.home.group(space);
  const { link } = must(await founder.invite({ mode: 'instant', uses: 100, hours: 24 }));
  must(await founder.sync());
  for (const { name, home, link: way } of others) {
    // The founder's device stays connected after its first sync, hears the letter and opens the door.
    const { member: me } = must(await home.join({ link, name, waitMs: 20_000 }));
    if (me === null) throw new Error(`${name} still stands at the door`);
    people.push(personOf(name, home, way, space, me));
  }
  return {
    ...{ space, link, people },
    async settle() {
      for (const { group } of people) must(await group.sync());
    },
    async roots() {
      const roots = await Promise.all(people.map(({ group }) => group.roots()));
      return [...new Set(roots.map(({ size, root, stateRoot }) => `${String(size)} ${root} ${stateRoot}`))];
    },
    async end() {
      for (const { home } of homes) await home.close();
    },
  };
}
