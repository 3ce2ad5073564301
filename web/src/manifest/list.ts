// The list in hand: the file as it was chosen, what the server read in it, and what has become of each row. In memory only; it outlives a look
// at the counter, and goes with the session. What has to outlive more is in the journal.
import { session } from '../app/session.ts';
import { store } from '../app/store.ts';
import { takeInHand } from '../app/work-in-hand.ts';
import type { Failure } from '../api/problem.ts';
import { serverNow } from '../counter/day-rules.ts';
import type { Intake } from '../counter/rules.ts';
import { entriesOf, forget, forgetOld, nameKey, note, openJournal, type Entry, type Journal } from './journal.ts';
import { postBatch } from './post-batch.ts';
import { askReading } from './reading.ts';
import { standingOf, type Reading, type Row } from './rows.ts';
import { nameRows } from './row-names.ts';
import { sendRows, type Outcome } from './sending.ts';

/** A row with what became of it, in this sitting or before. */
export interface ListedRow extends Row {
  /** Empty where the row is wrong. */
  readonly name: string;
  readonly entry: Entry | null;
  /** The journal knew it when the list was read. */
  readonly before: boolean;
  /** What the server said of it when it was sent and not taken. */
  readonly failure: Failure | null;
}

export interface List {
  readonly file: File;
  readonly counter: string;
  readonly method: string;
  readonly reading: Omit<Reading, 'rows'>;
  readonly rows: readonly ListedRow[];
}

export type Work =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly name: string; readonly failure: Failure }
  | { readonly kind: 'no_journal'; readonly name: string } // the disk keeps nothing here
  | { readonly kind: 'here'; readonly list: List };

export type Sending =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly of: number }
  | { readonly kind: 'elsewhere' } // another tab sends
  | { readonly kind: 'broken'; readonly failure: Failure };

export const work = store<Work>({ kind: 'none' });
export const sending = store<Sending>({ kind: 'none' });

let opened: Promise<Journal> | null = null;
const journal = (): Promise<Journal> => {
  opened ??= openJournal().catch((failed: unknown) => {
    opened = null;
    throw failed;
  });
  return opened;
};

let stop = false;
let turn = 0;

/** Reads it, and puts what was done with its rows before beside them. */
export async function choose(file: File, counter: string, method: string): Promise<void> {
  if (sending.get().kind === 'sending') return;
  turn += 1;
  const mine = turn;
  const set = (next: Work): void => {
    if (mine === turn) work.set(next); // no other file was chosen meanwhile
  };
  sending.set({ kind: 'none' });
  set({ kind: 'reading', name: file.name });
  const answer = await askReading(file, counter, method);
  if (!answer.ok) return set({ kind: 'unreadable', name: file.name, failure: answer.failure });
  const { rows, ...reading } = answer.data;
  try {
    set({ kind: 'here', list: { file, counter, method, reading, rows: await listed(rows) } });
  } catch {
    set({ kind: 'no_journal', name: file.name });
  }
}

async function listed(rows: readonly Row[]): Promise<readonly ListedRow[]> {
  const db = await journal();
  await forgetOld(db, serverNow().getTime());
  const whole = rows.filter((row): row is Row & { intake: Intake } => row.intake !== undefined);
  const names = await nameRows(await nameKey(db), whole.map(({ intake }) => intake));
  const entries = await entriesOf(db, names);
  const nameOf = new Map(whole.map(({ row }, at) => [row, names[at] ?? '']));
  return rows.map((row) => {
    const name = nameOf.get(row.row) ?? '';
    const entry = entries.get(name) ?? null;
    return { ...row, name, entry, before: entry?.state === 'done', failure: null };
  });
}

export function letGo(): void {
  turn += 1;
  stop = true;
  work.set({ kind: 'none' });
  sending.set({ kind: 'none' });
}

function change(names: ReadonlySet<string>, part: (row: ListedRow) => Partial<ListedRow>): void {
  const now = work.get();
  if (now.kind !== 'here') return;
  const rows = now.list.rows.map((row) => (row.name !== '' && names.has(row.name) ? { ...row, ...part(row) } : row));
  work.set({ kind: 'here', list: { ...now.list, rows } });
}

/** What acceptance by sample takes: also what it will refuse, since a refusal is an entry in the log. */
export const isToSend = (row: ListedRow): row is ListedRow & { intake: Intake } =>
  row.intake !== undefined && standingOf(row) !== 'by_hand' && (row.entry === null || row.entry.state === 'sent');

export async function send(): Promise<void> {
  const now = work.get();
  if (now.kind !== 'here' || sending.get().kind === 'sending') return;
  const rows = now.list.rows.filter(isToSend);
  stop = false;
  sending.set({ kind: 'sending', of: rows.length });
  const mine = turn;
  // One tab sends; a second one would find the rows under way and send them as well, which the ids make harmless and the eye does not.
  const answer = await navigator.locks.request('buuan-manifest', { ifAvailable: true }, async (lock): Promise<Failure | 'elsewhere' | null> => {
    if (lock === null) return 'elsewhere';
    return sendRows(rows, { journal: await journal(), post: postBatch, now: () => serverNow().getTime(), stopped: () => stop, told });
  }).catch(() => 'disk' as const);
  if (mine !== turn) return;
  if (answer === 'disk') {
    opened = null;
    sending.set({ kind: 'none' });
    return work.set({ kind: 'no_journal', name: now.list.file.name });
  }
  sending.set(answer === null ? { kind: 'none' } : answer === 'elsewhere' ? { kind: 'elsewhere' } : { kind: 'broken', failure: answer });
}

export function stopSending(): void {
  stop = true;
}

function told(outcomes: ReadonlyMap<string, Outcome>): void {
  const at = serverNow().getTime();
  change(new Set(outcomes.keys()), ({ name }) => {
    const outcome = outcomes.get(name);
    if (outcome?.kind === 'done') return { entry: { state: 'done', at, done: outcome.done }, failure: null };
    return { failure: outcome?.failure ?? null };
  });
}

/** What becomes of a row at the counter; null where it came back as it was. */
export async function noteAtCounter(name: string, entry: Entry | null): Promise<void> {
  const db = await journal();
  await (entry ? note(db, new Map([[name, entry]])) : forget(db, [name]));
  change(new Set([name]), () => ({ entry, before: false }));
}

/** The clerk says that these are other items that look the same: a list that comes every week. */
export async function takeAsNew(rows: readonly ListedRow[]): Promise<void> {
  const names = rows.map(({ name }) => name);
  await forget(await journal(), names);
  change(new Set(names), () => ({ entry: null, before: false }));
}

// A new version of the app does not come between a list and its last row.
let release: (() => void) | null = null;
work.subscribe(() => {
  const held = work.get().kind === 'here';
  if (held && release === null) release = takeInHand();
  if (!held) release?.();
  if (!held) release = null;
});

session.subscribe(() => {
  if (session.get().state === 'out') letGo();
});
