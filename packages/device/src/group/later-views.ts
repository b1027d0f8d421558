/** What screens after the first show: on a phone a load of its own. */
export { allViews } from '@awna/core';
