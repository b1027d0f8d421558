import { go } from './router.svelte.ts';
import { home, look } from './home.svelte.ts';

const local = new Set(['localhost', '127.0.0.1', '[::1]']);
const linkShape = /^#d(\d{1,5})\.([\w-]{22})$/;

/**
 * The demo neighbourhood hands this browser one neighbour's device by a link of its own (`#d…`). The link names a door
 * on this very machine, which gives the device's secrets away once; whoever comes in vain is told so there.
 */
export async function takeDevice(): Promise<void> {
  const { hash, hostname, pathname } = location;
  const [, port, key] = linkShape.exec(hash) ?? [];
  if (port === undefined || key === undefined) return;
  history.replaceState(null, '', pathname);
  if (!local.has(hostname)) return;
  // The same link once more, in the browser that it opened in.
  if ((await home.kept('demo'))?.['key'] === key) return;
  const door = `http://127.0.0.1:${port}/${key}`;
  // A browser that is somebody already leaves the device where it is.
  const isSomebody = (await home.spaces()).length > 0;
  const answer = await fetch(door, { method: isSomebody ? 'GET' : 'POST' }).catch(() => null);
  if (!answer) return;
  if (isSomebody || !answer.ok) return location.replace(door);
  const done = await home.takeOver(await answer.text());
  if (!done.ok) return;
  await home.keep('demo', { key });
  await look(done.value.space);
  go('/', true);
}
