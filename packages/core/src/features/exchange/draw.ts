import { domain, hex, sha256, utf8, type Id } from '@awna/base';
import type { ExchangeState, Item, ItemClaim } from './state.ts';

/**
 * The line of an offer whose wishes are closed (X10): who got least lately first (never comes before ever), or by lot.
 * The lot is SHA-256(D(lot) ‖ item ‖ the ids of all who wish, in order ‖ the id drawn), smallest first: anyone recomputes
 * it. Whoever wishes last could try ids until one suits; draws that nobody can steer come with `decisions` (D8).
 */
export function drawn(exchange: ExchangeState, id: Id, item: Item): ItemClaim[] {
  const settled = item.claims.filter(({ step }) => step !== 'waiting');
  const waiting = item.claims.filter(({ step }) => step === 'waiting');
  if (item.giving === 'least-lately') {
    const lately = (claim: ItemClaim): number => exchange.tallies.get(claim.by)?.gotAt ?? 0;
    // Sorting is stable: who wished earlier comes first among equals.
    return [...settled, ...waiting.sort((a, b) => lately(a) - lately(b))];
  }
  const seed = sha256(domain('lot'), utf8(id), ...waiting.map((claim) => utf8(claim.id)));
  const lots = new Map(waiting.map((claim) => [claim.id, hex(sha256(seed, utf8(claim.id)))]));
  const lot = (claim: ItemClaim): string => lots.get(claim.id) ?? '';
  return [...settled, ...waiting.sort((a, b) => (lot(a) < lot(b) ? -1 : 1))];
}
