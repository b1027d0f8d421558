import { sayToast } from './toast.svelte.ts';
import { t } from './words.svelte.ts';

/** Offers the newer version; it takes over when a person says so, never under their hands. */
export function offerUpdate(waiting: ServiceWorker): void {
  const run = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('take-over');
  };
  sayToast(t.app.update.text(), { ms: 60_000, action: { label: t.app.update.now(), run } });
}
