// Sending what was decided, and the one seam where an off-line queue can stand instead: the page calls `submit` and shows what comes
// back. The item's id is the idempotency key, so the same call again gives the first answer, never a second item.
import { api, ask } from '../api/client.ts';
import type { Failure } from '../api/problem.ts';
import type { Picture } from './form.ts';
import { postPictures } from './picture-post.ts';
import type { Acceptance, Intake } from './rules.ts';

export type Submitted =
  | { readonly kind: 'decided'; readonly acceptance: Acceptance }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The line broke: the server may have it. Only the same item may be sent again. */
  | { readonly kind: 'unknown' };

export type Submit = (item: string, intake: Intake, pictures: readonly Picture[]) => Promise<Submitted>;

const waitMs = 15_000;

export const submitOnLine: Submit = async (item, intake, pictures) => {
  const answer = await ask(
    api.PUT('/api/v1/items/{item}', { params: { path: { item } }, body: intake, signal: AbortSignal.timeout(waitMs) }),
  );
  if (answer.ok) {
    // A refusal's pictures are proof too; what the server does not wait for is not sent.
    const due = pictures.filter(({ slot }) => answer.data.pictures_due.includes(slot));
    postPictures(item, due);
    return { kind: 'decided', acceptance: answer.data };
  }
  const { failure } = answer;
  if (failure.kind === 'unreached' || failure.status >= 502) return { kind: 'unknown' };
  return { kind: 'failed', failure };
};

/** Whether the answer says that the first try never arrived and its moment is gone: then a new id does no harm. */
export const isTooOld = (failure: Failure): boolean =>
  failure.kind === 'problem' && failure.errors.length > 0 && failure.errors.every(({ reason }) => reason === 'at_not_now');
