import type { Id } from '@awna/base';
import { askFor, cancel, handed, offer, received, release, say, setProfile, shareContact, take, thank, wish, type Draft } from '@awna/core';
import type { Company, Someone } from './company.ts';
import type { Faults } from './flaky.ts';
import type { HandClock } from './clock.ts';
import type { Chance } from './chance.ts';
import { chance } from './chance.ts';

/** One thing that happens to somebody. `pick` chooses among what can be done there and then. */
export type Step =
  | { readonly do: 'act'; readonly who: number; readonly pick: number }
  | { readonly do: 'sync' | 'cut' | 'mend' | 'again'; readonly who: number }
  | { readonly do: 'faults'; readonly who: number; readonly kind: keyof Faults; readonly likely: number }
  | { readonly do: 'wind'; readonly minutes: number };

/** What came of it all. */
export interface Outcome {
  /** Each different (size, root, state root): one where all agree. */
  readonly roots: readonly string[];
  /** Facts that a device said were on it, and that are not in the log exactly once. */
  readonly lost: readonly Id[];
  readonly alarms: readonly string[];
  readonly waiting: number;
}

/** A schedule that falls out of a seed. */
export function scheduleOf(dice: Chance, people: number, steps: number): Step[] {
  const who = (): number => dice.whole(0, people - 1);
  return Array.from({ length: steps }, (): Step => {
    const kind = dice.weigh({ act: 50, sync: 14, cut: 7, mend: 9, again: 5, faults: 8, wind: 7 });
    if (kind === 'act') return { do: kind, who: who(), pick: dice.whole(0, 2 ** 30) };
    if (kind === 'wind') return { do: kind, minutes: dice.pick([1, 30, 600, 1440, 20_000]) };
    if (kind === 'faults')
      return { do: kind, who: who(), kind: dice.pick(['cut', 'cutAfter', 'double', 'swap', 'drop']), likely: dice.pick([0.05, 0.2, 0.5]) };
    return { do: kind, who: who() };
  });
}

/** What somebody could do now, as far as her device knows. */
async function choices(person: Someone, minute: number): Promise<(Draft | undefined)[]> {
  const { me, group } = person;
  const until = minute + 2_000;
  const board = await group.view('board', { ended: true });
  const out: (Draft | undefined)[] = [
    askFor(me, { kind: 'goods', text: 'سلّم', until }),
    askFor(me, { kind: 'food', text: 'خبز', until: minute + 100, amount: { n: 3, unit: 'meal' } }),
    offer(me, { kind: 'goods', text: 'كرسي', until }),
    setProfile(me, { name: person.name, about: 'هنا' }),
  ];
  for (const { id } of [...board.needs, ...board.offers].slice(0, 6)) {
    const item = await group.view('item', { id });
    for (const { act, claim, refused } of item?.actions ?? []) {
      if (refused !== null || !item) continue;
      const other = item.hands.find((hand) => hand.claim === claim)?.who.id ?? '';
      if (act === 'take') out.push(take(id));
      if (act === 'wish') out.push(wish(id));
      if (act === 'cancel') out.push(cancel(id, 'enough'));
      if (claim === null) continue;
      if (act === 'handed') out.push(handed(id, claim), handed(id, claim));
      if (act === 'received') out.push(received(id, claim), received(id, claim));
      if (act === 'release') out.push(release(id, claim));
      if (act === 'say') out.push(say(me, other, id, claim, 'متى'));
      if (act === 'share-contact') out.push(shareContact(me, other, id, claim, '0944'));
      if (act === 'thank') out.push(thank(me, null, id, claim, 'شكرًا'));
    }
  }
  return out;
}

async function step(company: Company, clock: HandClock, given: Step, promised: Id[]): Promise<void> {
  if (given.do === 'wind') return clock.wind(given.minutes * 60_000);
  const person = company.people[given.who];
  if (!person) return;
  switch (given.do) {
    case 'act': {
      const can = await choices(person, clock.minute());
      const draft = can[given.pick % can.length];
      const done = draft && (await person.group.act([draft]));
      if (done?.ok) promised.push(...done.value.ids);
      // Sometimes it connects and sends by itself meanwhile, sometimes it does not: no one waits.
      if (given.pick % 3 === 0) void person.group.sync();
      return;
    }
    case 'sync':
      void person.group.sync();
      await new Promise((resolve) => setTimeout(resolve, 1));
      return;
    case 'cut':
      return person.link.cutOff();
    case 'mend':
      return person.link.mend();
    case 'again':
      return person.again();
    case 'faults':
      return person.link.be({ [given.kind]: given.likely });
  }
}

/** Lets it all happen, mends everything, and looks whether all agree. */
export async function happen(company: Company, clock: HandClock, steps: readonly Step[]): Promise<Outcome> {
  const promised: Id[] = [];
  for (const one of steps) await step(company, clock, one, promised);
  for (const { link } of company.people) {
    link.be({});
    link.mend();
  }
  for (let tries = 0; tries < 20; tries++) {
    const done = [];
    for (const { group } of company.people) done.push((await group.sync()).ok);
    if (done.every(Boolean) && (await company.roots()).length === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [first] = company.people;
  const lines = (await first?.group.log({ from: 0, limit: 1000 })) ?? [];
  const placed = lines.flatMap(({ facts }) => facts.map(({ id }) => id));
  const lost = promised.filter((id) => placed.filter((other) => other === id).length !== 1);
  const statuses = await Promise.all(company.people.map(({ group }) => group.status()));
  return {
    roots: await company.roots(),
    lost,
    alarms: statuses.flatMap(({ alarm }) => (alarm ? [alarm.kind] : [])),
    waiting: statuses.reduce((sum, { outbox }) => sum + outbox, 0),
  };
}

/** The chance of a schedule's seed. */
export const scheduleChance = (seed: number): Chance => chance(`schedule/${String(seed)}`);
