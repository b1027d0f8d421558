import { loadFont } from '../style/font.ts';
import { offerUpdate } from './update.svelte.ts';
import { scriptAddress } from './trusted.ts';

/** What can wait until the page stands: the reading font, and keeping the app for days without a network. */
export function afterIdle(): void {
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  later(() => {
    void loadFont().catch(() => undefined);
    if ('serviceWorker' in navigator && import.meta.env.PROD) void keepApp();
  });
}

async function keepApp(): Promise<void> {
  try {
    const keeper = await navigator.serviceWorker.register(scriptAddress('/sw.js'), { type: 'classic', updateViaCache: 'none' });
    const ready = (): void => {
      if (keeper.waiting && navigator.serviceWorker.controller) offerUpdate(keeper.waiting);
    };
    ready();
    keeper.addEventListener('updatefound', () => keeper.installing?.addEventListener('statechange', ready));
  } catch {
    // Without it the app still works while there is a network.
  }
}
