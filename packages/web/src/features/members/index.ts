import type { Route } from '../../shell/routes.ts';

/** Cases that concern me, for the first screen. */
export { default as CaseNotes } from './CaseNotes.svelte';

/** Our group: who is here, how one comes in, what happened, and my own device. */
export const routes: readonly Route[] = [{ path: 'group', load: () => import('./GroupRoom.svelte'), tab: 'group' }];
