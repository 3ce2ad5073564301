// Rows of a list into acceptances by sample, a hundred at a time (POST /api/v1/item-batches). Between any two steps the line may break or the
// tab may go: what was written down is then sent again under the same ids, which accepts nothing twice.
import type { components } from '../api/api.d.ts';
import { problemOf, type Answer, type Failure } from '../api/problem.ts';
import type { Intake } from '../counter/rules.ts';
import { note, tryRows, type Done, type Entry, type Journal } from './journal.ts';

export interface RowToSend {
  readonly name: string;
  readonly intake: Intake;
}

export type Outcome =
  | { readonly kind: 'done'; readonly done: Done }
  /** Neither accepted nor refused: something in it is wrong. */
  | { readonly kind: 'bad'; readonly failure: Failure };

export type BatchAnswer = components['schemas']['BatchAnswer'];

export interface SendingParts {
  readonly journal: Journal;
  readonly post: (lines: string) => Promise<Answer<readonly BatchAnswer[]>>;
  /** The server's time, as far as it is known here. */
  readonly now: () => number;
  readonly stopped: () => boolean;
  readonly told: (outcomes: ReadonlyMap<string, Outcome>) => void;
}

const chunkRows = 100;

/** What keeps it from going on; null when all was sent, or it was stopped. */
export async function sendRows(rows: readonly RowToSend[], parts: SendingParts): Promise<Failure | null> {
  for (let at = 0; at < rows.length && !parts.stopped(); at += chunkRows) {
    const failure = await sendChunk(rows.slice(at, at + chunkRows), parts);
    if (failure) return failure;
  }
  return null;
}

async function sendChunk(rows: readonly RowToSend[], parts: SendingParts, again: ReadonlySet<string> = new Set()): Promise<Failure | null> {
  const { journal, post, now, told } = parts;
  const names = rows.map(({ name }) => name);
  const at = now();
  const tries = await tryRows(journal, names, at, again);
  const sent = rows.filter(({ name }) => tries.has(name));
  if (sent.length === 0) return null;
  const answer = await post(sent.map(({ name, intake }) => lineOf(intake, tries.get(name))).join(''));
  if (!answer.ok) return answer.failure;
  const done = new Map<string, Entry>();
  const outcomes = new Map<string, Outcome>();
  const late: RowToSend[] = [];
  for (const each of answer.data) {
    const row = sent[each.line - 1];
    const tried = row && tries.get(row.name);
    if (!row || !tried) continue;
    const outcome = outcomeOf(each);
    if (outcome.kind === 'done') done.set(row.name, { state: 'done', at, done: outcome.done });
    if (outcome.kind === 'bad' && tried.at !== at && cameTooLate(outcome.failure)) late.push(row);
    else outcomes.set(row.name, outcome);
  }
  await note(journal, done);
  told(outcomes);
  // Given an id in an earlier try that did not come to it: that moment is over, they are accepted now.
  return late.length === 0 ? null : sendChunk(late, parts, new Set(late.map(({ name }) => name)));
}

/** The same text for the same try: an id with another body is another item to the server. */
function lineOf(intake: Intake, tried: (Entry & { state: 'sent' }) | undefined): string {
  if (!tried) return '';
  return `${JSON.stringify({ id: tried.item, intake: { ...intake, accepted_at: new Date(tried.at).toISOString() } })}\n`;
}

const cameTooLate = (failure: Failure): boolean => failure.kind === 'problem' && failure.errors.some(({ field }) => field === 'accepted_at');

function outcomeOf(answer: BatchAnswer): Outcome {
  if ('problem' in answer) return { kind: 'bad', failure: problemOf(answer.status, answer.problem) };
  const { decision, item_code, reasons } = answer;
  return { kind: 'done', done: { decision, code: item_code ?? null, reasons: reasons.map(({ code }) => code) } };
}
