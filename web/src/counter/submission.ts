// The one seam between the desk and the line: what was decided is handed over here, on line or, without a network, to the queue. The item's
// id is the idempotency key, so the same call again gives the first answer, never a second item.
import type { Failure } from '../api/problem.ts';
import type { Picture } from './form.ts';
import type { Acceptance, Intake } from './rules.ts';

/** Decided at this counter and waiting to be sent: the server's number and receipt are not known yet. */
export type Kept = Omit<Acceptance, 'number' | 'log' | 'receipt'> & { readonly number: null; readonly receipt?: undefined };

export type Result = Acceptance | Kept;

export type Submitted =
  | { readonly kind: 'decided'; readonly acceptance: Result }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The line broke: the server may have it. Only the same item may be sent again. */
  | { readonly kind: 'unknown' };

export type Submit = (item: string, intake: Intake, pictures: readonly Picture[]) => Promise<Submitted>;

/** Whether the server may have it, or was not asked at all. Damaged rules are an answer: the clerk has to be told. */
export const isNoAnswer = (failure: Failure): boolean =>
  failure.kind === 'unreached' || (failure.status >= 502 && failure.code !== 'goods_rules_damaged');

/** Whether the answer says that the first try never arrived and its moment is gone: then a new id does no harm. */
export const isTooOld = (failure: Failure): boolean =>
  failure.kind === 'problem' && failure.errors.length > 0 && failure.errors.every(({ reason }) => reason === 'at_not_now');
