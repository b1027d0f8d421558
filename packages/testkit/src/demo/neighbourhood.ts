import type { Id } from '@awna/base';
import { leave } from '@awna/core';
import { chance } from '../chance.ts';
import { handClock, type HandClock } from '../clock.ts';
import { relayAt, type TestRelay } from '../relay.ts';
import { atTheDoor, begin, welcome } from './coming.ts';
import { threads } from './life.ts';
import { neighbours } from './names.ts';
import { neighbour, visit, type Neighbour } from './neighbour.ts';
import { Script, type Stage } from './script.ts';

export interface Wanted {
  readonly people: number;
  readonly days: number;
  readonly seed: string;
  /** The minute at which the story has come to the present. */
  readonly until: number;
  /** Folder and port of the relay that the story is told to. */
  readonly data?: string;
  readonly port?: number;
  readonly progress?: (day: number, days: number) => void;
}

export interface Neighbourhood {
  readonly space: Id;
  readonly people: readonly Neighbour[];
  readonly clock: HandClock;
  readonly relay: TestRelay;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly then: () => Promise<void>;
}

/** A month of a neighbourhood, lived through real devices on a real relay: only the clock is wound by hand. */
export async function neighbourhood(wanted: Wanted): Promise<Neighbourhood> {
  const { people: count, days, seed, until } = wanted;
  if (count > neighbours.length) throw new RangeError('not that many names');
  const luck = chance(seed);
  const clock = handClock(until - days * 1440);
  const start = clock.minute();
  const relay = await relayAt({
    clock,
    ...(wanted.data === undefined ? {} : { data: wanted.data }),
    ...(wanted.port === undefined ? {} : { port: wanted.port }),
  });
  const people = await Promise.all(neighbours.slice(0, count).map((name, i) => neighbour(name, i, seed, clock)));
  const [first] = people;
  if (!first) throw new RangeError('a neighbourhood begins with somebody');

  const queue: Event[] = [];
  let order = 0;
  const schedule = (at: number, then: () => Promise<void>): void => {
    if (at < until) queue.push({ at, order: order++, then });
  };
  const inNow = (): readonly Neighbour[] => people.filter(({ me, gone }) => me !== null && !gone);
  const stage: Stage = {
    minute: clock.minute,
    later: (minutes, then) => schedule(clock.minute() + Math.max(1, minutes), then),
    someone(own, but) {
      // As everywhere: some are there every day, most now and then.
      const regulars = own.happens(0.8) ? inNow().filter((who) => who.often && !but.includes(who)) : [];
      const free = regulars.length > 0 ? regulars : inNow().filter((who) => !but.includes(who));
      return free.length > 0 ? own.pick(free) : null;
    },
  };

  const space = await begin(first, relay.url);
  const coming = luck.fork('arrivals');
  for (const [i, guests] of arrivals(people.slice(1), coming).entries()) {
    const at = start + (i < 4 ? 20 + i * 45 : Math.floor(((i - 3) / 20) * days * 0.5 * 1440) + 600);
    schedule(Math.min(at, until - 2880), async () => {
      const host = stage.someone(coming, []);
      if (host) await welcome(host, guests);
    });
  }
  const life = luck.fork('life');
  for (const [i, thread] of threads(life, count, days).entries()) {
    schedule(start + 300 + thread.at, async () => {
      const own = life.fork(String(i));
      const author = stage.someone(own, []);
      if (author) await new Script(stage, thread, own, author).begin();
    });
  }
  const leaving = people.slice(-Math.floor(count / 30));
  if (count >= 30) for (const who of leaving) schedule(until - 1440 * 2, () => departs(who));
  schedule(until - 90, async () => atTheDoor(first, await neighbour('جارة جديدة', 900, seed, clock)));

  await live(queue, clock, start, wanted);
  clock.windTo(until);
  return { space, people, clock, relay };
}

/** Who comes with whom: one to four by each link. */
function arrivals(people: readonly Neighbour[], luck: ReturnType<typeof chance>): readonly (readonly Neighbour[])[] {
  const out: Neighbour[][] = [];
  for (let i = 0; i < people.length;) {
    const n = luck.whole(1, 4);
    out.push(people.slice(i, i + n));
    i += n;
  }
  return out;
}

async function departs(who: Neighbour): Promise<void> {
  if (who.me === null) return;
  who.gone = true;
  await visit(who, (at) => at.says(leave()));
}

/** How many phones are in use at once, and how far apart in minutes. */
const atOnce = 6;
const within = 45;

/** Lets things happen in order of their minute; what lies close together happens side by side, as in life. */
async function live(queue: Event[], clock: HandClock, start: number, { days, progress }: Wanted): Promise<void> {
  const underWay = new Map<Promise<void>, number>();
  let day = -1;
  while (queue.length > 0 || underWay.size > 0) {
    const next = earliest(queue);
    const oldest = Math.min(...underWay.values());
    if (!next || underWay.size >= atOnce || next.at > oldest + within) {
      await Promise.race(underWay.keys());
      continue;
    }
    queue.splice(queue.indexOf(next), 1);
    clock.windTo(next.at);
    const happening: Promise<void> = next.then().finally(() => underWay.delete(happening));
    underWay.set(happening, next.at);
    const now = Math.floor((clock.minute() - start) / 1440);
    if (now > day) progress?.((day = now), days);
  }
}

const earliest = (queue: readonly Event[]): Event | null =>
  queue.reduce<Event | null>(
    (first, event) => (!first || event.at < first.at || (event.at === first.at && event.order < first.order) ? event : first),
    null,
  );
