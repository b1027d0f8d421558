import { firstViews, type AllViews, type View, type ViewName } from '@awna/core';

/** The views that are here: those of the first screens from the start, all once another was asked for. */
let here: Partial<AllViews> = firstViews;

async function fetchViews(): Promise<AllViews> {
  const { allViews } = await import('./later-views.ts');
  here = allViews;
  return allViews;
}

/** How a view is made, fetched where it is not here. */
export const viewFor = async <V extends ViewName>(name: V): Promise<View<V>> => here[name] ?? (await fetchViews())[name];

/** How a view is made. Nothing where that is not here: it is fetched, and `come` called when it is. */
export function viewHere<V extends ViewName>(name: V, come: () => void): View<V> | undefined {
  const view: View<V> | undefined = here[name];
  // Where it does not come, whoever looks next tries again.
  if (!view) void fetchViews().then(come, () => undefined);
  return view;
}
