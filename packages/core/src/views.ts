import type { Id } from '@awna/base';
import { boardOf, findItems, itemOf } from './features/exchange/index.ts';
import { firstViews, type AllViews, type View, type ViewArgs, type ViewName, type ViewResult } from './first-views.ts';
import type { GroupState } from './group.ts';
import type { Parts } from './kernel/parts.ts';
import { sentenceOf } from './sentences.ts';

/** Everything a screen may ask for. */
export const allViews: AllViews = {
  ...firstViews,
  board: boardOf,
  item: (eye, { id }) => itemOf(eye, id) ?? null,
  find: ({ state }, { text }) => findItems(state, text),
  sentences: (eye, { facts }) => facts.map((fact) => sentenceOf(eye, fact)),
};

/** Every view by its name. */
export const viewNames = Object.keys(allViews) as readonly ViewName[];

/** What `me` sees at `now` (minutes): a copy, never a part of the state. */
export function viewOf<V extends ViewName>(
  name: V,
  state: GroupState,
  parts: Parts,
  me: Id,
  now: number,
  args: ViewArgs<V>,
): ViewResult<V> {
  const view: View<V> = allViews[name];
  return view({ state, parts, me, now }, args);
}
