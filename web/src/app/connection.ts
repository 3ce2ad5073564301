// How the line is, for the top bar and for whoever sends. The queue of the counter sets `queue`; the client tells how the last calls went.
import { line } from '../api/client.ts';
import type { Queue } from './line-state.ts';
import { store } from './store.ts';

const slow_ms = 3000;

export const queue = store<Queue>({ known: false, waiting: 0, oldest: null, refused: 0 });
export const online = store(navigator.onLine);
export const slow = store(false);

line.subscribe(() => {
  const { reached, ms } = line.get();
  online.set(reached);
  slow.set(reached && ms > slow_ms);
});
addEventListener('offline', () => online.set(false));
addEventListener('online', () => void lookAgain());

/** Asks the server for the least there is. The browser's "online" only says that a cable is in. */
export async function lookAgain(): Promise<void> {
  try {
    await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(8000) });
    online.set(true);
  } catch {
    online.set(false);
  }
}

// While nothing is reached, nothing else may be asking.
setInterval(() => {
  if (!online.get()) void lookAgain();
}, 10_000);
