// The node's side of the queue (docs/formats/queue.md), as calls.
import { api, ask, failureOf } from '../api/client.ts';
import type { Answer, Failure } from '../api/problem.ts';
import { fromBase64, type Bytes } from './bytes.ts';
import type { KeptDeed, KeptPicture, KeptRecord, WeekKey } from './db.ts';

const shortMs = 15_000;
const longMs = 60_000;
const octets = { 'Content-Type': 'application/octet-stream' };

export interface Enrolling {
  readonly id: string;
  readonly counter: string;
  readonly public_key: string;
}

/** What the node says of a record that it refused: the document, opened, and what is wrong; or that it takes it now; or why it says nothing. */
export type Reopened =
  | { readonly kind: 'document'; readonly document: string; readonly failure: Extract<Failure, { kind: 'problem' }> }
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the queue asks of the server; the tests have one of their own. */
export interface Calls {
  weekKeys(): Promise<readonly WeekKey[] | null>;
  reserveCodes(counter: string, count: number): Promise<readonly string[] | null>;
  enrol(device: Enrolling): Promise<Answer<unknown>>;
  sendRecord(record: KeptRecord): Promise<Answer<unknown>>;
  sendDeed(deed: KeptDeed): Promise<Answer<unknown>>;
  sendPicture(picture: KeptPicture, envelope: Bytes): Promise<Answer<unknown>>;
}

// As octets, whatever the generated types make of such a body.
const raw = (bytes: Bytes) => ({ body: bytes as unknown as undefined, bodySerializer: () => new Blob([bytes]), headers: octets });

function weekKey({ week, public_key }: { week: string; public_key: string }): WeekKey[] {
  const publicKey = fromBase64(public_key);
  return publicKey === null ? [] : [{ week, publicKey }];
}

export const calls: Calls = {
  async weekKeys() {
    const answer = await ask(api.GET('/api/v1/queue-key', { signal: AbortSignal.timeout(shortMs) }));
    return answer.ok ? [answer.data, answer.data.next].flatMap(weekKey) : null;
  },
  async reserveCodes(counter, count) {
    const answer = await ask(api.POST('/api/v1/code-blocks', { body: { counter, count }, signal: AbortSignal.timeout(shortMs) }));
    return answer.ok ? answer.data.codes : null;
  },
  enrol: (body) => ask(api.POST('/api/v1/devices', { body, signal: AbortSignal.timeout(shortMs) })),
  sendRecord: ({ item, envelope }) =>
    ask(api.POST('/api/v1/queued-items/{item}', { params: { path: { item } }, ...raw(envelope), signal: AbortSignal.timeout(shortMs) })),
  sendDeed: ({ id, envelope }) =>
    ask(api.POST('/api/v1/queued-events/{event}', { params: { path: { event: id } }, ...raw(envelope), signal: AbortSignal.timeout(shortMs) })),
  sendPicture: ({ item, slot }, envelope) =>
    ask(
      api.POST('/api/v1/queued-items/{item}/objects/{slot}', {
        params: { path: { item, slot } },
        ...raw(envelope),
        signal: AbortSignal.timeout(longMs),
      }),
    ),
};

/** Asked for by a clerk who is about to mend it; the document goes to that screen and is not kept. */
export async function reopened({ item, envelope }: KeptRecord): Promise<Reopened> {
  const path = { params: { path: { item }, query: { return: '1' as const } }, ...raw(envelope), signal: AbortSignal.timeout(shortMs) };
  try {
    const { error, response } = await api.POST('/api/v1/queued-items/{item}', path);
    if (response.ok) return { kind: 'taken' };
    const failure = failureOf(response, error);
    const document = (error as { readonly document?: unknown } | undefined)?.document;
    if (typeof document === 'string' && failure.kind === 'problem') return { kind: 'document', document, failure };
    return { kind: 'failed', failure };
  } catch {
    return { kind: 'failed', failure: { kind: 'unreached' } };
  }
}
