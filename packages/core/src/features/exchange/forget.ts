import type { Id } from '@awna/base';
import { limits } from '../../charter.ts';
import type { ExchangeWithin } from './rules.ts';
import { isLive, type Word } from './state.ts';

const ids = (words: readonly Word[]): Id[] => words.map(({ id }) => id);

/** X5, X6: facts whose parts every device erases now: contact, address and place first, then all words of an item. */
export function* forgettableOfExchange({ exchange }: ExchangeWithin, now: number): Generator<Id> {
  for (const [id, item] of exchange.items) {
    const over = item.ended !== null && item.ended + limits.forgetWords <= now;
    if (over) yield id;
    for (const claim of item.claims) {
      if (over) yield* [claim.id, ...ids(claim.said), ...ids(claim.thanks)];
      if (over || (!isLive(claim) && claim.since + limits.forgetContacts <= now)) yield* ids(claim.shared);
    }
  }
}
