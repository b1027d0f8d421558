import { current } from '../shell/home.svelte.ts';
import type { Route } from '../shell/routes.ts';
import { routes as display } from './display/index.ts';
import { routes as exchange } from './exchange/index.ts';
import { outside, routes as firstSteps, waiting, welcome } from './first/index.ts';
import { routes as members } from './members/index.ts';

/** Screens that are there whether or not one is in a group. */
const first: readonly Route[] = [...firstSteps, ...display];
const inside: readonly Route[] = [...exchange, ...members, ...first];

/** The screen for a path: outside a group only the first steps, inside all of them. Nothing where there is none. */
export function routeOf(path: readonly string[]): Route | null {
  const name = path[0] ?? '';
  const state = current()?.state;
  const known = state === 'member' ? inside : first;
  const found = known.find((route) => route.path === name);
  if (found) return found;
  if (state === 'member') return null;
  return state === undefined ? welcome : state === 'left' || state === 'removed' ? outside : waiting;
}
