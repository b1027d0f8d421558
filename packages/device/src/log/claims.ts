import { claimsOf, type Claim, type Fact, type SpaceNames } from '@awna/core';
import { checkSealingKey, type Engine } from '@awna/crypto';

async function holds(engine: Engine, claim: Claim): Promise<boolean> {
  if (claim.kind === 'sealing-key') return checkSealingKey(claim.key);
  if (!engine.checkPublicKey(claim.key)) return false;
  return claim.kind === 'signing-key' || engine.verify(claim.key, claim.signature, claim.message);
}

/** Whether everything a fact claims is true on bytes alone: the verdict the fold is given. */
export async function proven(engine: Engine, fact: Fact | null, names: SpaceNames): Promise<boolean> {
  if (!fact) return false;
  for (const claim of claimsOf(fact, names)) if (!(await holds(engine, claim))) return false;
  return true;
}
