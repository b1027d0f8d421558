import type { Route } from '../../shell/routes.ts';

const load = () => import('./JoinRoom.svelte');

/** The first steps, there whether or not one is in a group. */
export const routes: readonly Route[] = [
  { path: 'join', load, tab: null, flow: true },
  { path: 'found', load: () => import('./FoundRoom.svelte'), tab: null, flow: true },
];

/** What somebody without a group sees, wherever they went. */
export const welcome: Route = { path: '', load: () => import('./WelcomeRoom.svelte'), tab: null };

/** What somebody sees who knocked and waits. */
export const waiting: Route = { path: '', load: () => import('./DoorRoom.svelte'), tab: null };

/** What somebody sees who left the group that is on screen. */
export const outside: Route = { path: '', load: () => import('./LeftRoom.svelte'), tab: null };
