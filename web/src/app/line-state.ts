// What is said of the line and of what waits to be sent. "Synchronised" is said only when nothing waits, never merely because the network is
// back.

export interface Queue {
  /** The disk was looked at. */
  readonly known: boolean;
  readonly waiting: number;
  /** When the oldest of them was accepted. */
  readonly oldest: Date | null;
  readonly refused: number;
}

export type LineState = 'reached' | 'synced' | 'sending' | 'slow' | 'offline' | 'refused';

export function lineState(now: { online: boolean; slow: boolean; queue: Queue }): LineState {
  if (!now.online) return 'offline';
  if (now.queue.refused > 0) return 'refused';
  if (now.slow) return 'slow';
  if (now.queue.waiting > 0) return 'sending';
  return now.queue.known ? 'synced' : 'reached';
}
