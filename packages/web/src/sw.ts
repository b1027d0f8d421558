/// <reference lib="webworker" />
// Keeps the built app on the device, so that it opens whole without a network, at any address of its own.
declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: readonly string[];
declare const __BUILD__: string;

const shelf = `awna-${__BUILD__}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shelf).then((cache) => cache.addAll(__FILES__.map((path) => new Request(path, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  const clear = async (): Promise<void> => {
    for (const name of await caches.keys()) if (name.startsWith('awna-') && name !== shelf) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

/** The page asks for the newer version only when a person said so. */
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/v1/')) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(shelf);
    const kept = await cache.match(request.mode === 'navigate' ? '/' : url.pathname);
    return kept ?? fetch(request);
  };
  event.respondWith(answer());
});

export {};
