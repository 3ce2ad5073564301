// Registers the service worker, and knows when a newer version waits. It takes over only when someone says so, and then the page starts anew.
import { store } from './store.ts';

export const waiting = store<ServiceWorker | null>(null);

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // Without a controller this is the first version ever, not a newer one.
    if (registration.waiting && navigator.serviceWorker.controller) waiting.set(registration.waiting);
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  setInterval(() => void registration.update().catch(() => undefined), 30 * 60_000);
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  // Not while the first page still loads: it wants the line for itself.
  setTimeout(() => {
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
  }, 3000);
}

export function takeOver(): void {
  const worker = waiting.get();
  if (worker === null) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('take over');
}
