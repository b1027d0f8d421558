import type { Route } from '../../shell/routes.ts';

/** Our group: who is here, how one comes in, what happened, and my own device. */
export const routes: readonly Route[] = [{ path: 'group', load: () => import('./GroupRoom.svelte'), tab: 'group' }];
