import type { Route } from '../../shell/routes.ts';

/** How the app looks and reads on this device: language, digits, theme. There whether or not one is in a group. */
export const routes: readonly Route[] = [{ path: 'display', load: () => import('./DisplayRoom.svelte'), tab: 'group' }];
