import { go } from './router.svelte.ts';
import { home, look } from './home.svelte.ts';

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The demo neighbourhood hands this browser one neighbour's device in a link of its own (`#d…`). Such a link carries
 * keys, and whoever made it knows them: it works on this very machine only, and where there is no group yet.
 */
export async function takeDevice(): Promise<void> {
  const { hash, hostname, pathname } = location;
  if (!hash.startsWith('#d')) return;
  history.replaceState(null, '', pathname);
  if (!local.has(hostname) || (await home.spaces()).length > 0) return;
  const done = await home.takeOver(hash.slice(2));
  if (!done.ok) return;
  await look(done.value.space);
  go('/', true);
}
