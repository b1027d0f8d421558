import { err, factIdOf, ok, type Id, type Result, type ValueMap } from '@awna/base';
import { claimsOf, readFact, type Draft } from '@awna/core';
import type { Refused } from '../api.ts';
import { saltOf, saltText } from '../log/body.ts';
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
  const proven = new Map<Id, boolean>();
  const { engine } = space.platform;
  for (const { id, salt, draft } of facts) {
    const { fact } = readFact(id, saltText(salt), draft.type, asValue(draft.data) as ValueMap);
    let good = fact !== null;
    for (const claim of fact ? claimsOf(fact, space.names) : []) {
      good &&= engine.checkPublicKey(claim.key);
      good &&= claim.kind !== 'signature' || (await engine.verify(claim.key, claim.signature, claim.message));
    }
    proven.set(id, good);
  }
  return proven;
}
