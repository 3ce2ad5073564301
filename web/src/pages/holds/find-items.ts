// The items behind the codes that were typed. Each look is a search for a purpose, and recorded as one.
import { api, ask } from '../../api/client.ts';
import { hasCode, type Answer, type Failure } from '../../api/problem.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { plusDays, type CivilDay } from '../../kit/civil-day.ts';
import type { AskedItems } from './asked-items.ts';
import type { Ground } from './hold.ts';

const daysBack = 399; // with today the 400 that a search may go over

/** What a search for a hold on this ground is for: a code of rules/purposes.toml. */
const purposes: Readonly<Record<Ground, string>> = {
  complaint: 'complaint',
  claim: 'complaint',
  incident: 'internal_check',
  subject_request: 'subject_request',
  investigation: 'internal_check',
};

export interface FoundItems {
  readonly ids: readonly string[];
  /** Codes that no item of these days bears. */
  readonly unknown: readonly string[];
}

export async function findItems({ ids, codes }: AskedItems, ground: Ground, today: CivilDay): Promise<Answer<FoundItems>> {
  const found = new Set(ids);
  const unknown: string[] = [];
  for (const code of codes) {
    const body = { id: makeItemId(Date.now()), purpose: purposes[ground], from: plusDays(today, -daysBack), item_code: code };
    const answer = await ask(api.POST('/api/v1/searches', { body }));
    if (!answer.ok && !isNoCode(answer.failure)) return answer;
    const items = answer.ok ? answer.data.results.map(({ item }) => item) : [];
    if (items.length === 0) unknown.push(code);
    items.forEach((item) => found.add(item));
  }
  return { ok: true, data: { ids: [...found], unknown } };
}

/** The server reads no code in it. */
const isNoCode = (failure: Failure): boolean =>
  hasCode(failure, 'bad_document') && failure.kind === 'problem' && failure.errors.some(({ field }) => field === 'item_code');
