import type { Chance } from '../chance.ts';
import { chance } from '../chance.ts';
import type { Faults } from '../flaky.ts';

/** One thing that happens to somebody, after so many milliseconds. `pick` chooses among what can be done there and then. */
export type Step = { readonly ms: number } & (
  | { readonly do: 'act' | 'invite' | 'knock' | 'answer' | 'accuse' | 'side' | 'haunt'; readonly who: number; readonly pick: number }
  | { readonly do: 'leave' | 'close' | 'cut' | 'mend' | 'again' | 'crash'; readonly who: number }
  | { readonly do: 'faults'; readonly who: number; readonly kind: keyof Faults; readonly likely: number }
  | { readonly do: 'sleep'; readonly minutes: number }
);

type Kind = Step['do'];

/** How often each thing happens. What makes people come and go is far more frequent here than among neighbours. */
const usual: Readonly<Record<Kind, number>> = {
  ...{ act: 28, invite: 5, knock: 8, answer: 3, accuse: 6, side: 15, haunt: 4, leave: 2, close: 1 },
  ...{ cut: 8, mend: 8, again: 2, crash: 4, faults: 6, sleep: 8 },
};

/** A quiet while, or hardly any: several things happen at once, or one after the other. */
const pauses = [0, 0, 5, 60, 300, 1_000, 4_000, 15_000] as const;
/** Also past what falls due after days, past the end of links, and past the thirty days after which keys are turned. */
const nights = [1, 30, 600, 1_440, 5_000, 20_000, 44_000] as const;

function stepOf(dice: Chance, kind: Kind): Step {
  const ms = dice.pick(pauses);
  // More than there ever are: who it is, is a matter of how many there are then.
  const who = dice.whole(0, 59);
  switch (kind) {
    case 'sleep':
      return { ms, do: kind, minutes: dice.pick(nights) };
    case 'faults':
      return { ms, do: kind, who, kind: dice.pick(['cut', 'cutAfter', 'double', 'swap', 'drop']), likely: dice.pick([0.05, 0.2, 0.5]) };
    case 'leave':
    case 'close':
    case 'cut':
    case 'mend':
    case 'again':
    case 'crash':
      return { ms, do: kind, who };
    default:
      return { ms, do: kind, who, pick: dice.whole(0, 2 ** 30) };
  }
}

/** What a seed lets happen: to how many people, and what. */
export interface Schedule {
  readonly people: number;
  readonly steps: readonly Step[];
}

/** As many things as wanted, as often as usual. */
export const stepsOf = (dice: Chance, many: number): readonly Step[] => Array.from({ length: many }, () => stepOf(dice, dice.weigh(usual)));

/** Three to five people, twenty to sixty things that happen to them and to those who come. */
export function scheduleOf(seed: string | number): Schedule {
  const dice = chance(`schedule/${String(seed)}`);
  const people = dice.whole(3, 5);
  return { people, steps: stepsOf(dice, dice.whole(20, 60)) };
}
