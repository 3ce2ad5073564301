// The service worker: the app's own files, so that it opens with the network gone. It waits until the page says that the moment is good
// (two versions never serve one page), keeps no answer of the API and nothing personal, and answers from its cache only what is the app.
declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const prefix = 'buuan-app-';
const cacheName = prefix + __VERSION__;

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(__FILES__.map((path) => new Request(path, { cache: path === '/' ? 'reload' : 'default' })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)));
}

/** The path in the cache that answers this request, if it is the app's. */
function fileFor(request: Request): string | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return null;
  if (request.mode === 'navigate') return pathname === '/' || pathname.startsWith('/app/') ? '/' : null;
  return pathname.startsWith('/assets/') ? pathname : null;
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())));
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const file = fileFor(event.request);
  if (file === null) return;
  event.respondWith(
    caches.open(cacheName).then(async (cache) => (await cache.match(file, { ignoreVary: true })) ?? fetch(event.request)),
  );
});
