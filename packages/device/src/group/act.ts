import { err, factIdOf, ok, type Id, type Result, type ValueMap } from '@awna/base';
import { readFact, type Draft } from '@awna/core';
import type { Refused } from '../api.ts';
import { saltOf, saltText } from '../log/body.ts';
import { proven } from '../log/claims.ts';
import { maxPart, sizeOfData, sizeOfPart } from './compose.ts';
import { asValue } from './record.ts';
import type { Space } from './space.ts';
import type { Waiting } from './outbox.ts';

/** The most one fact's data may take in a message. */
const maxData = 16_000;

/** Facts made of drafts, each with the salt and so the id it keeps for ever. */
export function factsOf(
  space: Space,
  drafts: readonly Draft[],
  counter: number,
  hold: number,
): Result<readonly Omit<Waiting, 'seq'>[], Refused> {
  const facts: Omit<Waiting, 'seq'>[] = [];
  for (const [index, draft] of drafts.entries()) {
    try {
      if (sizeOfData(draft) > maxData || sizeOfPart(draft) > maxPart) return err({ reason: 'too-long', index });
    } catch {
      return err({ reason: 'malformed', index });
    }
    const salt = saltOf(counter + index, space.platform.dice(10));
    facts.push({ id: factIdOf(space.device, salt), salt, draft: asValue(draft) as unknown as Draft, hold });
  }
  return ok(facts);
}

/** Verdicts on the proofs that waiting facts carry. */
export async function provenOf(space: Space, facts: readonly Omit<Waiting, 'seq'>[]): Promise<Map<Id, boolean>> {
  const verdicts = new Map<Id, boolean>();
  for (const { id, salt, draft } of facts) {
    const { fact } = readFact(id, saltText(salt), draft.type, asValue(draft.data) as ValueMap);
    verdicts.set(id, await proven(space.platform.engine, fact, space.names));
  }
  return verdicts;
}
