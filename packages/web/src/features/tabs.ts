import type { Tab } from '../shell/routes.ts';

/** The places of the app, in order. A place without a feature yet is not shown. */
export const tabs: readonly Tab[] = [
  { name: 'today', path: '/', icon: 'house' },
  { name: 'board', path: '/board', icon: 'clipboard-list' },
  { name: 'calendar', path: '/calendar', icon: 'calendar-days' },
  { name: 'group', path: '/group', icon: 'users-round' },
];
