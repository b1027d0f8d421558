import { domain, idBytes, idOf, sha256, u64, type Id, type ValueMap } from '@awna/base';
import type { Stamp } from './fact.ts';

/** A fact that another one brings about. */
export interface Enacted {
  readonly by: Id;
  readonly type: string;
  readonly data: ValueMap;
}

/** How far facts may bring about facts that bring about facts: beyond it nothing more follows, on every device alike. */
export const deepest = 16;

const enactedDomain = domain('enacted');

/** The name of the `index`-th fact that a fact brings about: no device can give it to one of its own. */
export const enactedIdOf = (fact: Id, index: number): Id => idOf(sha256(enactedDomain, idBytes(fact), u64(index)));

/** Such a fact stands where the one stands that brought it about; its author is what decided it. */
export const enactedStamp = (stamp: Stamp, by: Id): Stamp => ({ ...stamp, member: by, authority: 'decision' });
