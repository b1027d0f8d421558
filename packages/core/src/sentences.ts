import type { Id } from '@awna/base';
import { itemWords, mayNameAuthor, type Eye } from './features/exchange/index.ts';
import { nameOf } from './features/members/index.ts';
import { features } from './group.ts';
import type { Fact } from './kernel/fact.ts';
import type { Sentence } from './kernel/sentence.ts';

const keyOf = (type: string): string => type.slice(0, type.lastIndexOf('@'));

/** Every `key` a sentence may have. */
export const sentenceKeys: readonly string[] = features.flatMap(({ facts }) => Object.keys(facts)).map(keyOf);

/** A fact as it stands in the log, as far as the open log needs it. */
export interface LoggedFact extends Fact {
  readonly author: Id;
}

/** Fields of a fact's data that its sentence may use, by the name they have there. */
const told = { n: 'n', uses: 'n', until: 'minute', minute: 'minute', mode: 'mode', outcome: 'outcome' } as const;

/** The person a fact is about, where that is not its author: who came in, whom a case is about, who was removed. */
function whomOf({ state }: Eye, { id, type, data }: LoggedFact): Id | undefined {
  if (type === 'members/admitted@1') return id;
  const about = typeof data['case'] === 'string' ? state.members.cases.get(data['case'])?.about : data['member'];
  return typeof about === 'string' ? about : undefined;
}

/**
 * A fact in words: `who` is the author's name (`named` is `no` where I may not know it or it is forgotten), `whom` whom
 * it is about, `code`, `kind` and `side` the item, `n` a number the fact carries, `minute` a minute.
 */
export function sentenceOf(eye: Eye, fact: LoggedFact): Sentence {
  const { state, parts } = eye;
  const ofExchange = fact.type.startsWith('exchange/');
  const name = ofExchange && !mayNameAuthor(eye, fact, fact.author) ? null : nameOf(state, parts, fact.author);
  const args: Record<string, string | number> = {
    who: name ?? '',
    named: name === null ? 'no' : 'yes',
    ...(ofExchange ? itemWords(eye, fact) : {}),
  };
  const whom = whomOf(eye, fact);
  if (whom !== undefined) args['whom'] = nameOf(state, parts, whom) ?? '';
  for (const [field, arg] of Object.entries(told)) {
    const value = fact.data[field];
    if (typeof value === 'number' || typeof value === 'string') args[arg] = value;
  }
  return { key: keyOf(fact.type), args };
}
