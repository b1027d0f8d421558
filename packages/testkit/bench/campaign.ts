/**
 * More schedules than CI has time for: `node packages/testkit/bench/campaign.ts 1000` lives a thousand seeds more, from
 * where the last campaign stopped, and writes what came of it into campaign.json. A seed that fails belongs into the
 * pinned ones of packages/device/src/group/schedules.test.ts.
 */
import { company, handClock, happen, momentOf, scheduleChance, scheduleOf, type HandClock, type Moment, type Outcome } from '@awna/testkit';
import { readFile, writeFile } from 'node:fs/promises';

interface Campaign {
  /** Seeds 0 … next − 1 have been lived. */
  readonly next: number;
  readonly failed: readonly { readonly seed: number; readonly outcome: Outcome }[];
}

const file = new URL('campaign.json', import.meta.url);
const names = ['ليلى', 'عمر', 'سلمى', 'نور', 'هدى'];
const lanes = 4;
const batch = 50;

const hasty = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms / 50);
  return () => clearTimeout(timer);
};

/** A group of so many people to live in, as often as wanted, one life at a time. */
async function laneOf(lane: number, people: number): Promise<{ readonly clock: HandClock; readonly moment: Moment }> {
  const clock = handClock();
  const ways = { now: clock.now, after: hasty };
  const moment = await momentOf(
    await company(`campaign/${String(lane)}/${String(people)}`, { names: names.slice(0, people), ...ways }),
    ways,
  );
  return { clock, moment };
}

const known = new Map<string, ReturnType<typeof laneOf>>();

/** Three to five people, twenty to a hundred things that happen to them. */
async function live(lane: number, seed: number): Promise<Outcome> {
  const dice = scheduleChance(seed).fork('campaign');
  const people = dice.whole(3, 5);
  const name = `${String(lane)}/${String(people)}`;
  const kept = known.get(name) ?? laneOf(lane, people);
  known.set(name, kept);
  const { clock, moment } = await kept;
  const life = await moment.live(seed);
  const outcome = await happen(life, clock, scheduleOf(dice, people, dice.whole(20, 100)));
  await life.end();
  return outcome;
}

let campaign = await readFile(file, 'utf8').then(
  (text) => JSON.parse(text) as Campaign,
  (): Campaign => ({ next: 0, failed: [] }),
);
const until = campaign.next + Number(process.argv[2] ?? 100);

while (campaign.next < until) {
  const seeds = Array.from({ length: Math.min(batch, until - campaign.next) }, (_, i) => campaign.next + i);
  const next = campaign.next + seeds.length;
  const failed = [...campaign.failed];
  const work = Array.from({ length: lanes }, async (_, lane) => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const outcome = await live(lane, seed);
      const { roots, lost, alarms, waiting } = outcome;
      if (roots.length !== 1 || lost.length > 0 || alarms.length > 0 || waiting > 0) failed.push({ seed, outcome });
    }
  });
  await Promise.all(work);
  campaign = { next, failed };
  await writeFile(file, `${JSON.stringify(campaign, null, 2)}\n`);
  console.log(`${String(next)} lived, ${String(failed.length)} failed`);
}
process.exit(0);
