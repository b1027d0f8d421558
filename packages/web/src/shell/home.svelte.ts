import { connectHome, type Broken, type Group, type GroupStatus, type Home, type SpaceCard } from '@awna/device/page';
import type { Id } from '@awna/base';
import type { ViewArgs, ViewName, ViewResult } from '@awna/core';
import workerAddress from '../device-worker.ts?worker&url';
import { scriptAddress } from './trusted.ts';

let stuck = $state<Broken | 'no-worker' | null>(null);

/** This person's device, behind the worker. */
export const home: Home = connectHome(new Worker(scriptAddress(workerAddress), { type: 'module', name: 'awna' }), (why) => (stuck = why));

/** Why there is nothing to show, where there is not. */
export const stuckBy = (): Broken | 'no-worker' | null => stuck;

let cards = $state.raw<readonly SpaceCard[] | null>(null);
let chosen = $state<Id | null>(null);
let status = $state.raw<GroupStatus | null>(null);

/** The groups on this device; null while they are being looked up. */
export const spaces = (): readonly SpaceCard[] | null => cards;

/** The group on screen: the one chosen last, else the first one I am in. */
export function current(): SpaceCard | null {
  const open = cards?.filter(({ state }) => state !== 'refused') ?? [];
  return open.find(({ space }) => space === chosen) ?? open.find(({ state }) => state === 'member') ?? open[0] ?? null;
}

const groups = new Map<Id, Group>();

/** The group on screen as this member's device knows it. Only for screens that stand inside a group. */
export function group(): Group {
  const space = current()?.space ?? '';
  let found = groups.get(space);
  if (!found) groups.set(space, (found = home.group(space)));
  return found;
}

/** The id by which the group knows me. */
export const me = (): Id => current()?.me ?? '';

/** How the group's device is doing. */
export const groupStatus = (): GroupStatus | null => status;

/** Looks at another group from now on. */
export async function look(space: Id): Promise<void> {
  chosen = space;
  await home.keep('looking', { space });
}

/** Starts listening to the device. */
export function wake(): void {
  void home.kept('looking').then((kept) => {
    if (typeof kept?.['space'] === 'string') chosen = kept['space'];
    home.watchSpaces((seen) => (cards = seen));
  });
}

/** Follows the status of the group on screen; call inside a component. */
export function followStatus(): void {
  $effect(() => {
    if (current()?.state !== 'member' || me() === '') {
      status = null;
      return;
    }
    const here = group();
    const stop = here.watchStatus((seen) => (status = seen));
    // The network is back, or the phone was taken out again: nobody should wait for the next try.
    const again = (): void => {
      if (document.visibilityState === 'visible') void here.sync();
    };
    addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      stop();
      removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  });
}

/** A view of the group on screen that stays up to date; call inside a component. Undefined until it is there. */
export function watched<V extends ViewName>(name: V, args: () => ViewArgs<V>): { readonly now: ViewResult<V> | undefined } {
  let now = $state.raw<ViewResult<V> | undefined>();
  $effect(() => group().watch(name, args(), (seen) => (now = seen)));
  return {
    get now() {
      return now;
    },
  };
}
