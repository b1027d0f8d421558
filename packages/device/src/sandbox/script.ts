import { isId, type Id, type Value, type ValueMap } from '@awna/base';
import { kinds, type Kind } from '@awna/core';

/** Something an invented neighbour posts when they come in. */
export interface Posting {
  readonly side: 'need' | 'offer';
  readonly kind: Kind;
  readonly text: string;
  readonly area?: string;
  /** How many days it stands. */
  readonly days: number;
}

/** An invented neighbour: everything they will ever say, in the language of the one who tries. */
export interface NeighbourScript {
  readonly name: string;
  readonly posts: readonly Posting[];
  /** Said when they take something on, or something of theirs is taken on. */
  readonly promise: string;
  /** An invented telephone number. */
  readonly contact: string;
  /** Where they meet. */
  readonly place: string;
  readonly thanks: string;
}

/** Who lives in a sandbox besides the one who tries it. */
export type Neighbourhood = readonly NeighbourScript[];

const textOf = (map: ValueMap, key: string): string => {
  const value = map[key];
  return typeof value === 'string' ? value : '';
};

const mapsIn = (value: Value | undefined): readonly ValueMap[] =>
  Array.isArray(value)
    ? (value as readonly Value[]).filter((one): one is ValueMap => typeof one === 'object' && one !== null && !Array.isArray(one))
    : [];

function parsePosting(map: ValueMap): Posting[] {
  const kind = kinds.find((one) => one === map['kind']);
  const days = map['days'];
  if (!kind || typeof days !== 'number') return [];
  const area = textOf(map, 'area');
  return [{ side: map['side'] === 'offer' ? 'offer' : 'need', kind, text: textOf(map, 'text'), days, ...(area === '' ? {} : { area }) }];
}

/** What a sandbox remembers of its neighbours: their scripts, the one whom they answer, and the link they come in by. */
export interface Kept {
  readonly host: Id;
  readonly link: string;
  readonly neighbours: Neighbourhood;
}

/** Reads what was kept. */
export function parseKept(map: ValueMap): Kept | undefined {
  const host = textOf(map, 'host');
  if (!isId(host)) return undefined;
  const neighbours = mapsIn(map['neighbours']).map((one): NeighbourScript => {
    const [name, promise, contact] = [textOf(one, 'name'), textOf(one, 'promise'), textOf(one, 'contact')];
    return {
      name,
      promise,
      contact,
      place: textOf(one, 'place'),
      thanks: textOf(one, 'thanks'),
      posts: mapsIn(one['posts']).flatMap(parsePosting),
    };
  });
  return { host, link: textOf(map, 'link'), neighbours };
}
