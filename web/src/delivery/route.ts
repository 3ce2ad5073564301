// The courier's route of the day as the server tells it. Opening it is recorded there; here it lives in memory and nowhere else.
import { api, ask } from '../api/client.ts';
import type { Answer } from '../api/problem.ts';
import type { Route } from './stops.ts';

let serverAhead = 0; // ms

/** The server's clock decides when something happened; a phone's may be wrong. */
export const serverNow = (): Date => new Date(Date.now() + serverAhead);

export async function openRoute(): Promise<Answer<Route>> {
  const begin = Date.now();
  const answer = await ask(api.POST('/api/v1/route-openings', { body: {} }));
  if (answer.ok) serverAhead = Date.parse(answer.data.now) - (begin + Date.now()) / 2;
  return answer;
}

export const keepOrder = (items: readonly string[]): Promise<Answer<unknown>> => ask(api.PUT('/api/v1/route', { body: { items: [...items] } }));
