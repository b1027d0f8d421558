import { outcomeOf, type Outcome } from './live.ts';
import { scheduleOf, type Schedule } from './step.ts';
import { villageOf, type Bend, type Village } from './village.ts';

export type { Outcome } from './live.ts';

/** A seed that went wrong, and how. */
export interface Failure {
  readonly seed: string | number;
  readonly failed: readonly string[];
}

const villages = new Map<number, Promise<Village>>();

/** One life at a time: they share their villages, and a village stands at one time only. */
let last: Promise<unknown> = Promise.resolve();

function villageWith(people: number): Promise<Village> {
  const village = villages.get(people) ?? villageOf(people);
  villages.set(people, village);
  return village;
}

async function liveOut(seed: string | number, schedule: Schedule, bend?: Bend): Promise<Outcome> {
  const life = await (await villageWith(schedule.people)).live(seed, bend);
  try {
    return await outcomeOf(life, schedule);
  } catch (error) {
    return { failed: [`broke off: ${error instanceof Error ? error.message : String(error)}`], counts: {} };
  } finally {
    life.end();
  }
}

/** What comes of a life from a seed: the same every time. */
export function lived(seed: string | number, schedule: Schedule = scheduleOf(seed), bend?: Bend): Promise<Outcome> {
  const now = last.then(() => liveOut(seed, schedule, bend));
  last = now.catch(() => undefined);
  return now;
}

/** Many lives: those that went wrong, and how much there was of everything. */
export interface Lives {
  readonly failures: readonly Failure[];
  readonly counts: Readonly<Record<string, number>>;
}

export async function failuresAmong(seeds: Iterable<string | number>): Promise<Lives> {
  const failures: Failure[] = [];
  const counts: Record<string, number> = { seeds: 0 };
  for (const seed of seeds) {
    const outcome = await lived(seed);
    if (outcome.failed.length > 0) failures.push({ seed, failed: outcome.failed });
    counts['seeds'] = (counts['seeds'] ?? 0) + 1;
    for (const [what, times] of Object.entries(outcome.counts)) counts[what] = (counts[what] ?? 0) + times;
  }
  return { failures, counts };
}
