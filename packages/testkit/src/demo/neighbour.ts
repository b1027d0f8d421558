import type { Id } from '@awna/base';
import { setProfile, type Draft, type ItemView, type Photo } from '@awna/core';
import type { Group, Home } from '@awna/device';
import { must } from '../cast.ts';
import { chance, seededDice, type Chance } from '../chance.ts';
import type { HandClock } from '../clock.ts';
import { flakyLink, type FlakyLink } from '../flaky.ts';
import { sharedEngine } from '../memo.ts';
import { bestEngine, deviceOn, plainSocket } from '../person.ts';
import { abouts, areas, languages, skills, times, vehicles } from './names.ts';
import { picture } from './picture.ts';
import { phoneOf, streets } from './talk.ts';

/** Somebody of the neighbourhood: a device that is switched on for a visit and off again. */
export interface Neighbour {
  readonly name: string;
  readonly area: string;
  readonly phone: string;
  readonly street: string;
  /** A word about themselves that is nobody else's, where they tell one. */
  readonly about: string | null;
  /** One of those who are there every day. */
  readonly often: boolean;
  readonly home: Home;
  /** Null until they are in. */
  me: Id | null;
  space: Id | null;
  gone: boolean;
  readonly luck: Chance;
  readonly way: FlakyLink;
  /** One thing at a time: a phone is in one hand. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
}

function oneAtATime(): Neighbour['turn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

const engine = bestEngine().then(sharedEngine);

export async function neighbour(name: string, index: number, seed: string, clock: Pick<HandClock, 'now'>): Promise<Neighbour> {
  const luck = chance(`${seed}/${String(index)}`);
  const way = flakyLink(plainSocket, luck);
  const home = await deviceOn({ socket: way.socket, dice: seededDice(`${seed}/${String(index)}`), clock, engine: await engine });
  const about = index % 2 === 0 ? (abouts[index / 2] ?? null) : null;
  const own = { area: luck.pick(areas), phone: phoneOf(index * 61 + 7), street: luck.pick(streets), about, often: index % 3 === 0 };
  return { name, ...own, home, me: null, space: null, gone: false, luck, way, turn: oneAtATime() };
}

/** What a neighbour can do while their phone is in their hand. */
export interface Visit {
  readonly me: Id;
  readonly group: Group;
  item(id: Id): Promise<ItemView | null>;
  /** Says these in one message; false where a rule is against it. Gives the ids. */
  says(...drafts: readonly (Draft | undefined)[]): Promise<readonly Id[]>;
  photo(luck: Chance): Promise<Photo | null>;
}

/** Reads on and sends; an attempt that began while the phone was still off is no reason to give up. */
async function reach(group: Group): Promise<void> {
  for (let tries = 0; tries < 20; tries++) if ((await group.sync()).ok) return;
  must(await group.sync());
}

/** Switches a neighbour's phone on, reads on, does the work, sends, switches off. */
export const visit = <T>(who: Neighbour, work: (visit: Visit) => Promise<T>): Promise<T> => who.turn(() => visited(who, work));

async function visited<T>(who: Neighbour, work: (visit: Visit) => Promise<T>): Promise<T> {
  if (who.space === null || who.me === null) throw new Error(`${who.name} is not in yet`);
  const group = who.home.group(who.space);
  who.way.mend();
  await reach(group);
  const done = await work({
    me: who.me,
    group,
    item: (id) => group.view('item', { id }),
    async says(...drafts) {
      const said = await group.act(drafts.filter((draft) => draft !== undefined));
      return said.ok ? said.value.ids : [];
    },
    async photo(luck) {
      const { bytes, type, w, h } = picture(luck);
      const put = await group.putPhoto(bytes);
      return put.ok ? { ...put.value, type, w, h } : null;
    },
  });
  await reach(group);
  who.way.cutOff();
  return done;
}

/** M4. What they tell of themselves. */
export function profileOf({ name, area, phone, about, luck }: Neighbour, me: Id): Draft {
  return setProfile(me, {
    name,
    area,
    contact: phone,
    ...(luck.happens(0.7) ? { skills: luck.shuffle(skills).slice(0, luck.whole(1, 3)) } : {}),
    languages: ['العربية', ...(luck.happens(0.35) ? [luck.pick(languages.slice(1))] : [])],
    ...(luck.happens(0.5) ? { times: luck.pick(times) } : {}),
    ...(luck.happens(0.15) ? { vehicle: luck.pick(vehicles) } : {}),
    ...(about === null ? {} : { about }),
  });
}
