// Lines to the server and its answers, each line by itself (POST /api/v1/item-batches).
import { api, ask } from '../api/client.ts';
import type { components } from '../api/api.d.ts';
import type { Answer } from '../api/problem.ts';
import type { BatchAnswer } from './sending.ts';

const patience_ms = 60_000;

export async function postBatch(lines: string): Promise<Answer<readonly BatchAnswer[]>> {
  const answer = await ask(
    api.POST('/api/v1/item-batches', {
      body: lines as unknown as components['schemas']['BatchLine'],
      bodySerializer: () => lines,
      headers: { 'Content-Type': 'application/x-ndjson' },
      parseAs: 'text',
      signal: AbortSignal.timeout(patience_ms),
    }),
  );
  if (!answer.ok) return answer;
  const texts = answer.data.split('\n').filter((line) => line !== '');
  return { ok: true, data: texts.map((text) => JSON.parse(text) as BatchAnswer) };
}
