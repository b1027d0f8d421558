import type { Route } from '../../shell/routes.ts';

const ask = () => import('./AskRoom.svelte');

/** Needs and offers: what concerns me today, the board, the two doors, the calendar of handovers. */
export const routes: readonly Route[] = [
  { path: '', load: () => import('./TodayRoom.svelte'), tab: 'today' },
  { path: 'board', load: () => import('./BoardRoom.svelte'), tab: 'board' },
  { path: 'ask', load: ask, tab: 'today', flow: true },
  { path: 'offer', load: () => import('./OfferRoom.svelte'), tab: 'today', flow: true },
  { path: 'calendar', load: () => import('./CalendarRoom.svelte'), tab: 'calendar' },
];
