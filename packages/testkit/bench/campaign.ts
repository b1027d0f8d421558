/**
 * More schedules than CI has time for: `node packages/testkit/bench/campaign.ts 1000` lives a thousand seeds more, from
 * where the last campaign stopped, and writes what came of it into campaign.json. A seed that fails belongs into the
 * pinned ones of packages/device/src/group/schedules.test.ts.
 */
import { company, handClock, happen, momentOf, scheduleChance, scheduleOf, type Outcome } from '@awna/testkit';
import { readFile, writeFile } from 'node:fs/promises';

interface Campaign {
  /** Seeds 0 … next − 1 have been lived. */
  next: number;
  readonly failed: { readonly seed: number; readonly outcome: Outcome }[];
}

const file = new URL('campaign.json', import.meta.url);
const names = ['ليلى', 'عمر', 'سلمى', 'نور', 'هدى'];

const hasty = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms / 50);
  return () => clearTimeout(timer);
};

const campaign = await readFile(file, 'utf8').then(
  (text) => JSON.parse(text) as Campaign,
  (): Campaign => ({ next: 0, failed: [] }),
);
const until = campaign.next + Number(process.argv[2] ?? 100);

/** Three to five people, twenty to a hundred things that happen to them. */
async function live(seed: number): Promise<Outcome> {
  const clock = handClock();
  const ways = { now: clock.now, after: hasty };
  const dice = scheduleChance(seed).fork('campaign');
  const people = dice.whole(3, 5);
  const moment = await momentOf(await company(`campaign/${String(people)}`, { names: names.slice(0, people), ...ways }), ways);
  const life = await moment.live(seed);
  const outcome = await happen(life, clock, scheduleOf(dice, people, dice.whole(20, 100)));
  await life.end();
  return outcome;
}

for (; campaign.next < until; campaign.next++) {
  const outcome = await live(campaign.next);
  const { roots, lost, alarms, waiting } = outcome;
  if (roots.length !== 1 || lost.length > 0 || alarms.length > 0 || waiting > 0) {
    campaign.failed.push({ seed: campaign.next, outcome });
    console.log(`seed ${String(campaign.next)} failed`, outcome);
  }
  if (campaign.next % 50 === 49) {
    await writeFile(file, `${JSON.stringify({ ...campaign, next: campaign.next + 1 }, null, 2)}\n`);
    console.log(`${String(campaign.next + 1)} lived, ${String(campaign.failed.length)} failed`);
  }
}
await writeFile(file, `${JSON.stringify(campaign, null, 2)}\n`);
process.exit(0);
