// The API as docs/reference/openapi.json describes it. `ask` turns a call into an answer or the reason there is none, so that no page
// needs try and catch. The session's anti-forgery token lives in memory only; the cookie is not for scripts at all.
import createClient, { type Middleware } from 'openapi-fetch';

import { language } from '../i18n/i18n.ts';
import { store } from '../app/store.ts';
import type { paths } from './api.d.ts';
import { hasCode, problemOf, type Answer, type Failure } from './problem.ts';

export const csrf = store('');

/** What the last calls say of the line; app/connection.ts listens. */
export const line = store<{ readonly reached: boolean; readonly ms: number }>({ reached: true, ms: 0 });

/** Called when the server says that the session is over; app/session.ts sets it. */
export const sessionOver = { tell: (): void => undefined };

async function timed(request: Request): Promise<Response> {
  const begin = performance.now();
  try {
    const response = await fetch(request);
    line.set({ reached: true, ms: performance.now() - begin });
    return response;
  } catch (unreached) {
    line.set({ reached: false, ms: performance.now() - begin });
    throw unreached;
  }
}

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.get());
    if (request.method !== 'GET' && csrf.get() !== '') request.headers.set('X-Buuan-CSRF', csrf.get());
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, cache: 'no-store', credentials: 'same-origin', fetch: timed });
api.use(manners);

export function failureOf({ status }: Response, said: unknown): Failure {
  const failure = problemOf(status, said);
  if (hasCode(failure, 'not_signed_in')) sessionOver.tell();
  return failure;
}

interface Called<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

export async function ask<T>(call: Promise<Called<T>>): Promise<Answer<T>> {
  try {
    const { data, error, response } = await call;
    if (response.ok) return { ok: true, data: data as T };
    return { ok: false, failure: failureOf(response, error) };
  } catch {
    return { ok: false, failure: { kind: 'unreached' } };
  }
}
