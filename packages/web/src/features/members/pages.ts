import type { IconName } from '../../parts/icons.ts';
import type { Room } from '../../shell/routes.ts';

type Load = () => Promise<{ readonly default: Room }>;

/** A page of our group, in the order of the hub. */
export interface GroupPage {
  readonly path: 'members' | 'cases' | 'invite' | 'letters' | 'invites' | 'log' | 'about' | 'me' | 'device' | 'worry';
  readonly icon: IconName;
  readonly load: Load;
  /** One of what the page lists, where its id follows in the path. */
  readonly one?: Load;
}

export const pages: readonly GroupPage[] = [
  { path: 'members', icon: 'users-round', load: () => import('./MembersPage.svelte'), one: () => import('./MemberPage.svelte') },
  { path: 'cases', icon: 'message-circle', load: () => import('./CasesPage.svelte'), one: () => import('./CasePage.svelte') },
  { path: 'invite', icon: 'user-plus', load: () => import('./InvitePage.svelte') },
  { path: 'letters', icon: 'door-open', load: () => import('./LettersPage.svelte') },
  { path: 'invites', icon: 'link', load: () => import('./InvitesPage.svelte') },
  { path: 'log', icon: 'book-open', load: () => import('./LogPage.svelte') },
  { path: 'about', icon: 'pencil', load: () => import('./AboutPage.svelte') },
  { path: 'me', icon: 'user-round', load: () => import('./MePage.svelte') },
  { path: 'device', icon: 'smartphone', load: () => import('./DevicePage.svelte') },
  { path: 'worry', icon: 'message-circle', load: () => import('./WorryPage.svelte') },
];

/** What to load for a path within our group: the list, or the one that is named; nothing where there is no such page. */
export function pageFor(name: string, id: string | undefined): Load | null {
  const page = pages.find(({ path }) => path === name);
  return page ? ((id === undefined ? undefined : page.one) ?? page.load) : null;
}
