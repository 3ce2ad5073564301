// What the top bar says of the line and of what waits to be sent. "Synchronised" is said only when nothing waits, never merely because the
// network is back. The queue of the counter sets `queue`; the client tells how the last calls went.
import { line } from '../api/client.ts';
import { store } from './store.ts';

export interface Queue {
  readonly waiting: number;
  /** When the oldest of them was accepted. */
  readonly oldest: Date | null;
  readonly refused: number;
}

export type LineState = 'synced' | 'sending' | 'slow' | 'offline' | 'refused';

const slow_ms = 3000;

export const queue = store<Queue>({ waiting: 0, oldest: null, refused: 0 });
export const online = store(navigator.onLine);
export const slow = store(false);

export function lineState(now: { online: boolean; slow: boolean; queue: Queue }): LineState {
  if (!now.online) return 'offline';
  if (now.queue.refused > 0) return 'refused';
  if (now.slow) return 'slow';
  return now.queue.waiting > 0 ? 'sending' : 'synced';
}

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
