// An item goes out with the courier who scanned its label.
import { api, ask } from '../api/client.ts';
import { hasCode, type Failure } from '../api/problem.ts';
import { makeItemId } from '../counter/item-id.ts';
import { serverNow } from './route.ts';

export type Taken =
  | { readonly kind: 'taken'; readonly item: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_now' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const wait_ms = 10_000;

export async function takeOut(code: string, site: string): Promise<Taken> {
  const event = { id: makeItemId(Date.now()), kind: 'sent_out', site, at: serverNow().toISOString() } as const;
  const answer = await ask(api.POST('/api/v1/scans', { body: { code, event }, signal: AbortSignal.timeout(wait_ms) }));
  if (answer.ok) return { kind: 'taken', item: answer.data.item };
  const { failure } = answer;
  if (hasCode(failure, 'item_unknown')) return { kind: 'unknown' };
  const reasons = failure.kind === 'problem' ? failure.errors.map(({ reason }) => reason) : [];
  if (reasons.includes('item_code_form')) return { kind: 'unknown' };
  if (reasons.includes('event_not_now')) return { kind: 'not_now' };
  return { kind: 'failed', failure };
}
