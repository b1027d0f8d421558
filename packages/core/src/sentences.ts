import type { Id } from '@awna/base';
import { codeOf } from './features/exchange/codes.ts';
import { seesAuthor, seesClaim, type Eye } from './features/exchange/reading.ts';
import { claimIn } from './features/exchange/state.ts';
import { features } from './group.ts';
import { nameOf } from './features/members/index.ts';
import type { Fact } from './kernel/fact.ts';
import type { Sentence } from './kernel/sentence.ts';

/** Every `key` a sentence may have. */
export const sentenceKeys: readonly string[] = features
  .flatMap(({ facts }) => Object.keys(facts))
  .map((type) => type.slice(0, type.lastIndexOf('@')));

/** A fact as it stands in the log, as far as the open log needs it. */
export interface LoggedFact extends Fact {
  readonly author: Id;
}

/** Who did it, where I may know: confidential needs and other people's lines hide their people (X5). */
function mayName({ state, me }: Eye, fact: LoggedFact): boolean {
  if (!fact.type.startsWith('exchange/') || fact.author === me) return true;
  const about = fact.data['item'];
  const item = state.exchange.items.get(typeof about === 'string' ? about : fact.id);
  if (!item) return false;
  if (typeof about !== 'string' || fact.author === item.by) return seesAuthor(item, me);
  const named = fact.data['claim'];
  const claim = claimIn(item, typeof named === 'string' ? named : fact.id);
  return claim !== undefined && seesClaim(item, claim, me);
}

/**
 * A fact in words: `who` is the author's name (`named` is `no` where I may not know it or it is forgotten), `whom` who
 * came in, `code`, `kind` and `side` the item, `n` a number the fact carries, `minute` a minute.
 */
export function sentenceOf(eye: Eye, fact: LoggedFact): Sentence {
  const { state, parts } = eye;
  const name = mayName(eye, fact) ? nameOf(state, parts, fact.author) : null;
  const args: Record<string, string | number> = { who: name ?? '', named: name === null ? 'no' : 'yes' };
  if (fact.type === 'members/admitted@1') args['whom'] = nameOf(state, parts, fact.id) ?? '';
  const about = fact.data['item'];
  const id = typeof about === 'string' ? about : fact.id;
  const item = state.exchange.items.get(id);
  const kind = item?.kind ?? fact.data['kind'];
  if (fact.type.startsWith('exchange/')) {
    Object.assign(args, {
      code: codeOf(id, 'latin'),
      codeArabic: codeOf(id, 'arabic'),
      kind: typeof kind === 'string' ? kind : 'none',
      side: item?.side ?? 'none',
    });
  }
  for (const [arg, field] of [
    ['n', 'n'],
    ['n', 'uses'],
    ['minute', 'until'],
    ['minute', 'minute'],
    ['mode', 'mode'],
    ['outcome', 'outcome'],
  ] as const) {
    const value = fact.data[field];
    if (typeof value === 'number' || typeof value === 'string') args[arg] = value;
  }
  return { key: fact.type.slice(0, fact.type.lastIndexOf('@')), args };
}
