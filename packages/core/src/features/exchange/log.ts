import type { Id } from '@awna/base';
import type { Fact } from '../../kernel/fact.ts';
import { codeOf } from './codes.ts';
import { seesAuthor, seesClaim, type Eye } from './reading.ts';
import { claimIn } from './state.ts';

const idIn = (fact: Fact, field: string): Id | undefined => {
  const value = fact.data[field];
  return typeof value === 'string' ? value : undefined;
};

/** Whether the open log may tell me who did this: confidential needs and other people's lines hide their people (X5). */
export function mayNameAuthor({ state, me }: Eye, fact: Fact, author: Id): boolean {
  if (author === me) return true;
  const about = idIn(fact, 'item');
  const item = state.exchange.items.get(about ?? fact.id);
  if (!item) return false;
  if (about === undefined || author === item.by) return seesAuthor(item, me);
  const claim = claimIn(item, idIn(fact, 'claim') ?? fact.id);
  return claim !== undefined && seesClaim(item, claim, me);
}

/** What the open log says of the item a fact is about. */
export function itemWords({ state }: Eye, fact: Fact): Readonly<Record<string, string>> {
  const id = idIn(fact, 'item') ?? fact.id;
  const item = state.exchange.items.get(id);
  const side = item?.side ?? (fact.type === 'exchange/need-posted@1' ? 'need' : fact.type === 'exchange/offer-posted@1' ? 'offer' : 'none');
  return { code: codeOf(id, 'latin'), codeArabic: codeOf(id, 'arabic'), kind: item?.kind ?? idIn(fact, 'kind') ?? 'none', side };
}
