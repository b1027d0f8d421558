import type { Id, ValueMap } from '@awna/base';
import type { Claim, Fact, FactSchemas, FactsOf, SpaceNames, Stamp } from './fact.ts';

/** What a rule may ask without reading to its right. */
export interface World {
  readonly stamp: Stamp;
  /** Whether every claim of the fact was found true outside the fold. */
  readonly proven: boolean;
  /** Whether the group's charter lets the author do this now. */
  may(act: string): boolean;
  /** Asks for `lapse` to be called once group time reaches `minute`. */
  remind(minute: number, id: Id): void;
  /**
   * Lets a fact happen by itself, by the authority of `by` (a case, a decision), once this one is applied: the same rule
   * judges it, and nobody has proven anything about it. For `apply` only.
   */
  enact(by: Id, type: string, data: ValueMap): void;
}

/**
 * One feature of the group: facts + the rule that judges them + the state they leave. `State` is what it may read:
 * its own slice and those to its left. `refuse` and `apply` are total, never throw, and use no clock, dice or Intl.
 */
export interface Feature<Name extends string, Own, State, S extends FactSchemas, Reason extends string> {
  readonly name: Name;
  /** `feature/verb-ed@1` → schema. Only these exist in this rules version. */
  readonly facts: S;
  readonly empty: () => Own;
  /** Why not; null where nothing speaks against it. */
  readonly refuse: (state: State, fact: FactsOf<S>, world: World) => Reason | null;
  /** What it changes, in place. Called only after `refuse` returned null. */
  readonly apply: (state: State, fact: FactsOf<S>, world: World) => void;
  /** What happens by itself at a minute that `remind` named. */
  readonly lapse?: (state: State, id: Id, minute: number, remind: World['remind']) => void;
  /** What has to be checked outside the fold before this fact is judged. */
  readonly claims?: (fact: FactsOf<S>, names: SpaceNames) => readonly Claim[];
  /** What it changes of its own once a fact of a feature to its left stood, by that fact's type. */
  readonly heeds?: Readonly<Record<string, (state: State, fact: Fact, world: World) => void>>;
  /** Every reason `refuse` may give, so that each has words in every language. */
  readonly reasons: readonly Reason[];
}
