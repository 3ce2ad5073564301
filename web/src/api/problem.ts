// Why a call gave nothing: the server said so (RFC 9457 problem+json), or it was not reached. Nothing here is shown as it stands; see
// i18n/problems.ts for the words.
import type { components } from './api.d.ts';

export type FieldError = components['schemas']['FieldError'];

export type Failure =
  | { readonly kind: 'unreached' }
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: string;
      /** The server's own words, in the language that was asked for. */
      readonly title: string;
      /** The request's id, which the operators' log has too. */
      readonly request: string;
      readonly errors: readonly FieldError[];
    };

export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly failure: Failure };

const text = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** Takes anything: a proxy on the way may answer in HTML, and a fault must not become a second fault. */
export function problemOf(status: number, body: unknown): Failure {
  const said: Partial<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const errors = Array.isArray(said['errors']) ? (said['errors'] as unknown[]) : [];
  return {
    kind: 'problem',
    status,
    code: text(said['code'], `http_${status}`),
    title: text(said['title'], ''),
    request: text(said['instance'], ''),
    errors: errors.filter(isFieldError),
  };
}

function isFieldError(value: unknown): value is FieldError {
  if (typeof value !== 'object' || value === null) return false;
  const { field, reason, text: words } = value as Record<string, unknown>;
  return typeof field === 'string' && typeof reason === 'string' && typeof words === 'string';
}

export const hasCode = (failure: Failure, code: string): boolean => failure.kind === 'problem' && failure.code === code;
