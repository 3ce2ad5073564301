// The rules of the day as they were when there was a network, kept by the browser for a start without one. They name no one.
import type { CounterRules } from './rules.ts';

const cacheName = 'buuan-day';
const address = '/api/v1/counter-rules';
const keptFor_ms = 7 * 86_400_000;

export interface KeptRules {
  readonly rules: CounterRules;
  readonly ahead: number;
}

export async function remember(kept: KeptRules): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(address, Response.json(kept));
}

export async function recalled(): Promise<KeptRules | null> {
  try {
    const answer = await (await caches.open(cacheName)).match(address);
    const kept = (await answer?.json()) as KeptRules | undefined;
    return kept && Date.now() + kept.ahead - Date.parse(kept.rules.now) < keptFor_ms ? kept : null;
  } catch {
    return null;
  }
}
