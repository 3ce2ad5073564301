import { api, ask } from '../api/client.ts';
import { postPictures } from './picture-post.ts';
import { isNoAnswer, type Submit } from './submission.ts';

const waitMs = 15_000;

/** The record now, its pictures after it. */
export const submitOnLine: Submit = async (item, intake, pictures) => {
  const answer = await ask(
    api.PUT('/api/v1/items/{item}', { params: { path: { item } }, body: intake, signal: AbortSignal.timeout(waitMs) }),
  );
  if (answer.ok) {
    const due = pictures.filter(({ slot }) => answer.data.pictures_due.includes(slot));
    postPictures(item, due);
    return { kind: 'decided', acceptance: answer.data };
  }
  const { failure } = answer;
  if (isNoAnswer(failure)) return { kind: 'unknown' };
  return { kind: 'failed', failure };
};
