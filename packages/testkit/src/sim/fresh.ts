import { handFor } from './hands.ts';
import type { Lives } from './lives.ts';

/** Seeds that ever went wrong: they are lived in every run, for ever. */
export const pinnedSeeds: readonly (string | number)[] = ['2/2499'];

/** Seeds nobody has lived: other ones every time, by the moment at which they are asked for. */
export const freshSeeds = (many: number, name: string): readonly string[] => {
  const moment = Date.now();
  return Array.from({ length: many }, (_, i) => `fresh/${String(moment)}/${name}/${String(i)}`);
};

/** What came of fresh lives. */
export interface Fresh {
  readonly wrong: readonly string[];
  readonly told: string;
  readonly counts: Lives['counts'];
}

/** Lives so many fresh seeds; what went wrong, in words that say how to see it again. */
export async function freshLives(many: number, name: string): Promise<Fresh> {
  const seeds = freshSeeds(many, name);
  const hand = handFor();
  const { failures, counts } = await hand.failuresAmong(seeds);
  await hand.end();
  const told = Object.entries(counts).map(([what, times]) => `${String(times)} ${what}`);
  return {
    wrong: failures.map(({ seed, failed }) => `${failed.join('; ')} — pin '${String(seed)}' in packages/testkit/src/sim/fresh.ts`),
    counts,
    told: `${seeds[0] ?? ''} …: ${told.join(', ')}`,
  };
}
