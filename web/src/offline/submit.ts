// The desk's decision, with or without a network. It is written down sealed before anything is sent; then the server is asked, if it is
// there. With its answer the written record goes again. Without one the item is accepted here, and the queue brings it: under the same id,
// so that whatever the server had already is not doubled.
import { api, ask } from '../api/client.ts';
import { online } from '../app/connection.ts';
import { session } from '../app/session.ts';
import { dayRules } from '../counter/day-rules.ts';
import type { Picture } from '../counter/form.ts';
import { worseOf, type Intake, type Verdict } from '../counter/rules.ts';
import { submitOnLine } from '../counter/submit-on-line.ts';
import { isNoAnswer, type Kept, type Submit, type Submitted } from '../counter/submission.ts';
import { screening } from '../screening/screening.ts';
import { openQueue } from './db.ts';
import { decide } from './decide.ts';
import { means } from './device.ts';
import { offLineText, onLineText, type Screened } from './record.ts';
import { atCounter, atDesk, changed, prepareSoon } from './service.ts';

// Shorter than without a queue: the customer stands there, and what comes later is not lost.
const wait_ms = 6000;

const declaredNothing: Verdict = { outcome: 'allowed', entry: '', rules: '', things: [], findings: [], set_aside: [] };

/** Of the declaration by this machine's rules; null where there is something to screen and nothing to screen it with. */
function screenedHere(intake: Intake): { readonly verdict: Verdict; readonly screened: Screened | null } | null {
  const texts = intake.item.things.map(({ text }) => text);
  if (texts.length === 0) return { verdict: declaredNothing, screened: null };
  const engine = screening.get();
  const whole = engine?.screen(texts.map((text) => `${text}\n`).join(''));
  if (!engine || !whole) return null;
  const outcome = texts.flatMap((text) => engine.screen(text)?.outcome ?? []).reduce(worseOf, whole.outcome);
  return { verdict: { ...whole, outcome }, screened: { rules: engine.rules, outcome } };
}

function kept(item: string, intake: Intake, verdict: Verdict, site: string): Kept {
  const refused = intake.refuse.length > 0;
  const rules = dayRules.get();
  const known = rules.kind === 'here' ? rules.rules.reasons : [];
  const decision = refused ? 'refused' : 'accepted';
  return {
    item,
    decision,
    state: decision,
    accepted_at: intake.accepted_at,
    site,
    counter: intake.counter,
    number: null,
    ...(intake.item.code ? { item_code: intake.item.code } : {}),
    verdict,
    warnings: [],
    pictures_due: intake.pictures.map(({ slot }) => slot),
    reasons: known.filter(({ code }) => intake.refuse.includes(code)),
  };
}

/** The same text each time: an id with another body is another item to the server. */
async function askServer(item: string, body: string): Promise<Submitted> {
  const answer = await ask(
    api.PUT('/api/v1/items/{item}', {
      params: { path: { item } },
      body: body as unknown as Intake,
      bodySerializer: () => body,
      headers: { 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(wait_ms),
    }),
  );
  if (answer.ok) return { kind: 'decided', acceptance: answer.data };
  const { failure } = answer;
  return isNoAnswer(failure) ? { kind: 'unknown' } : { kind: 'failed', failure };
}

// An item that began without the queue ends so: the body must stay the same.
const plain = new Set<string>();

function plainly(...given: Parameters<Submit>): Promise<Submitted> {
  plain.add(given[0]);
  return submitOnLine(...given);
}

async function decided(item: string, intake: Intake, pictures: readonly Picture[]): Promise<Submitted> {
  const codeOfTheSender = intake.item.code != null; // a label of ours, made without a network, would say another
  if (plain.has(item) || codeOfTheSender) return plainly(item, intake, pictures);
  const now = session.get();
  const here = screenedHere(intake);
  const db = await openQueue().catch(() => null);
  const decidedAt = new Date(intake.accepted_at);
  const at = db && (await means(db, intake.counter, decidedAt).catch(() => null));
  const refusal = intake.refuse.length > 0;
  const code = at && typeof at !== 'string' ? at.codes[0] : undefined;
  if (!db || !here || now.state !== 'in' || (code === undefined && !refusal)) return plainly(item, intake, pictures);
  const coded: Intake = refusal || code === undefined ? intake : { ...intake, item: { ...intake.item, code } };
  const decision = { item, document: offLineText(coded), clerk: now.actor.user, screened: here.screened };
  const itemCode = coded.item.code ?? null;
  const put = (): Promise<Submitted> => (online.get() ? askServer(item, onLineText(coded)) : Promise.resolve({ kind: 'unknown' }));
  const answer = await decide(db, decision, { counter: intake.counter, itemCode, decidedAt, pictures }, put);
  if (answer === null) return plainly(item, intake, pictures);
  return answer.kind === 'unknown' ? { kind: 'decided', acceptance: kept(item, coded, here.verdict, now.actor.site ?? '') } : answer;
}

export { atCounter };

export const submit: Submit = async (item, intake, pictures) => {
  const answer = await atDesk(() => decided(item, intake, pictures));
  changed();
  prepareSoon();
  return answer;
};
