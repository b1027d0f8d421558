import type { IconName } from '../../parts/icons.ts';
import type { Room } from '../../shell/routes.ts';

/** A page of our group, in the order of the hub. */
export interface GroupPage {
  readonly path: 'members' | 'invite' | 'letters' | 'invites' | 'log' | 'about' | 'me' | 'device';
  readonly icon: IconName;
  readonly load: () => Promise<{ readonly default: Room }>;
}

export const pages: readonly GroupPage[] = [
  { path: 'members', icon: 'users-round', load: () => import('./MembersPage.svelte') },
  { path: 'invite', icon: 'user-plus', load: () => import('./InvitePage.svelte') },
  { path: 'letters', icon: 'door-open', load: () => import('./LettersPage.svelte') },
  { path: 'invites', icon: 'link', load: () => import('./InvitesPage.svelte') },
  { path: 'log', icon: 'book-open', load: () => import('./LogPage.svelte') },
  { path: 'about', icon: 'pencil', load: () => import('./AboutPage.svelte') },
  { path: 'me', icon: 'user-round', load: () => import('./MePage.svelte') },
  { path: 'device', icon: 'smartphone', load: () => import('./DevicePage.svelte') },
];
