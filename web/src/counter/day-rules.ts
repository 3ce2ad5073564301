// The rules of the day for this counter, asked for once and again when the day is over; and the server's clock, which decides the moment
// of an acceptance.
import { api, ask } from '../api/client.ts';
import type { Failure } from '../api/problem.ts';
import { store } from '../app/store.ts';
import type { CounterRules } from './rules.ts';

export type DayRules =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'here'; readonly rules: CounterRules };

export const dayRules = store<DayRules>({ kind: 'asking' });

let serverAhead = 0; // ms
let askedAt = Number.NEGATIVE_INFINITY;
const goodForMs = 3_600_000;

export const serverNow = (): Date => new Date(Date.now() + serverAhead);

// For a start without a network.
const kept = () => import('./kept-rules.ts');

export async function loadDayRules(anew = false): Promise<void> {
  if (!anew && dayRules.get().kind === 'here' && performance.now() - askedAt < goodForMs) return;
  const begin = Date.now();
  const answer = await ask(api.GET('/api/v1/counter-rules'));
  if (!answer.ok) {
    // Rules of before are better than none.
    if (dayRules.get().kind === 'here') return;
    const before = answer.failure.kind === 'unreached' ? await (await kept()).recalled() : null;
    if (before) ({ ahead: serverAhead } = before);
    dayRules.set(before ? { kind: 'here', rules: before.rules } : { kind: 'failed', failure: answer.failure });
    return;
  }
  askedAt = performance.now();
  serverAhead = Date.parse(answer.data.now) - (begin + Date.now()) / 2;
  dayRules.set({ kind: 'here', rules: answer.data });
  void kept().then(({ remember }) => remember({ rules: answer.data, ahead: serverAhead })).catch(() => undefined);
}
