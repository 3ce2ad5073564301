// Sends what waits: every record, then what was done with items, then the pictures of what the server has. Each letter has its own retry (2 s, doubling to 2 min,
// spread); an unreachable server stops all of them for as long. What the server refuses stays and becomes a task; nothing is dropped here.
import type { Answer, Failure } from '../api/problem.ts';
import type { Calls } from './calls.ts';
import type { Db, KeptDeed, KeptPicture, KeptRecord, Refused } from './db.ts';
import { arrived, confirmed, deedConfirmed, deedRefused, pictureRefused, recordRefused, waitingNow, type Waiting } from './queue.ts';

const firstWait_ms = 2000;
const longestWait_ms = 120_000;
/** How often it looks whether it may send, where it may not now. */
const look_ms = 20_000;
/** Of a UUID, with which the key of a letter begins. */
const idLength = 36;

export interface SyncParts {
  readonly db: () => Promise<Db>;
  readonly calls: Calls;
  /** Someone is signed in, and the line is not known to be gone. */
  readonly mayRun: () => boolean;
  /** The account that is signed in; empty while nobody is. */
  readonly who: () => string;
  /** Runs the work unless another tab is at it. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  /** `why`: of an item, what the server said the last time to what may still go. */
  readonly told: (waiting: Waiting, why: ReadonlyMap<string, string>) => void;
  /** Told what the server, or the line, said to a deed. */
  readonly answered?: (deed: string, answer: Answer<unknown>) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

type Letter = { readonly key: string } & ({ readonly record: KeptRecord } | { readonly deed: KeptDeed } | { readonly picture: KeptPicture });

interface Retry {
  readonly wait: number;
  readonly due: number;
  readonly why: string | null;
}

/** In the order of sending. What belongs to a record or a deed goes once that is no longer here: the server has it. */
export function lettersOf({ records, deeds, pictures }: Waiting, who: string): Letter[] {
  const here = new Set([...records.map(({ item }) => item), ...deeds.map(({ id }) => id)]);
  const mine = deeds.filter(({ refused, by }) => refused === null && by === who);
  const firstOf = new Map(mine.toReversed().map(({ item, id }) => [item, id])); // an item's deeds keep their order
  return [
    ...records.filter(({ state }) => state === 'waiting').map((record) => ({ key: record.item, record })),
    ...mine.filter(({ item, id }) => firstOf.get(item) === id && !here.has(item)).map((deed) => ({ key: `${deed.item}/${deed.id}`, deed })),
    ...pictures
      .filter(({ item, deed, refused }) => !here.has(item) && (deed === undefined || !here.has(deed)) && refused === null)
      .map((picture) => ({ key: `${picture.item}/${picture.slot}`, picture })),
  ];
}

export class Sync {
  private readonly retries = new Map<string, Retry>();
  private lineDue = 0;
  private lineWait = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private again = false;
  private readonly parts: SyncParts;
  private readonly now: () => number;

  constructor(parts: SyncParts) {
    this.parts = parts;
    this.now = parts.now ?? Date.now;
  }

  /** Something was put in, or the line is back: what waited for its turn goes now. */
  wake(): void {
    this.retries.clear();
    this.lineDue = this.lineWait = 0;
    // A run that is at its end would set the next one far off, over this one.
    if (this.running) this.again = true;
    else this.in(0);
  }

  /** Until it is told to wake again. */
  rest(): void {
    clearTimeout(this.timer);
  }

  private in(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private async run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      await this.parts.alone(() => this.sendAll());
      const left = await waitingNow(await this.parts.db());
      this.parts.told(left, this.why());
      const next = this.nextIn(lettersOf(left, this.parts.who()));
      if (next !== null) this.in(next);
    } catch {
      this.in(look_ms); // the disk; what waits is still on it
    } finally {
      this.running = false;
      if (this.again) this.in(0);
      this.again = false;
    }
  }

  private nextIn(letters: readonly Letter[]): number | null {
    if (letters.length === 0) return null;
    if (!this.parts.mayRun()) return look_ms;
    const due = Math.min(...letters.map(({ key }) => this.retries.get(key)?.due ?? this.now() + look_ms));
    return Math.max(due, this.lineDue, this.now() + 100) - this.now();
  }

  private why(): Map<string, string> {
    return new Map([...this.retries].flatMap(([key, { why }]) => (why === null ? [] : [[key.slice(0, idLength), why] as const])));
  }

  private async sendAll(): Promise<void> {
    const db = await this.parts.db();
    while (this.parts.mayRun() && this.lineDue <= this.now()) {
      const waiting = await waitingNow(db);
      this.parts.told(waiting, this.why());
      const letter = lettersOf(waiting, this.parts.who()).find(({ key }) => (this.retries.get(key)?.due ?? 0) <= this.now());
      if (letter === undefined) return;
      await this.send(db, letter);
    }
  }

  private async send(db: Db, letter: Letter): Promise<void> {
    const answer = await this.answerTo(db, letter);
    const may = 'deed' in letter ? deedMayStillGo : mayStillGo;
    if (answer.ok || !may(answer.failure)) {
      this.retries.delete(letter.key);
      this.lineWait = 0;
      await this.settle(db, letter, answer);
    } else {
      this.later(letter.key, answer.failure);
    }
    if ('deed' in letter) this.parts.answered?.(letter.deed.id, answer);
  }

  private async answerTo(db: Db, letter: Letter): Promise<Answer<unknown>> {
    if ('record' in letter) return this.parts.calls.sendRecord(letter.record);
    if ('deed' in letter) return this.parts.calls.sendDeed(letter.deed);
    const { item, slot } = letter.picture;
    const envelope = await db.get('envelopes', [item, slot]);
    if (envelope) return this.parts.calls.sendPicture(letter.picture, envelope);
    return { ok: false, failure: { kind: 'problem', status: 410, code: 'lost_here', title: '', request: '', errors: [] } };
  }

  private async settle(db: Db, letter: Letter, answer: Answer<unknown>): Promise<void> {
    if ('record' in letter) {
      const { item } = letter.record;
      return answer.ok ? confirmed(db, item) : recordRefused(db, item, refusedBy(answer.failure, this.now()));
    }
    if ('deed' in letter) {
      const { id } = letter.deed;
      return answer.ok ? deedConfirmed(db, id) : deedRefused(db, id, refusedBy(answer.failure, this.now()));
    }
    return answer.ok ? arrived(db, letter.picture) : pictureRefused(db, letter.picture, refusedBy(answer.failure, this.now()));
  }

  private later(key: string, failure: Failure): void {
    const wait = Math.min((this.retries.get(key)?.wait ?? firstWait_ms / 2) * 2, longestWait_ms);
    this.retries.set(key, { wait, due: this.now() + this.spread(wait), why: failure.kind === 'problem' ? failure.title : null });
    if (failure.kind !== 'unreached') return;
    this.lineWait = Math.min((this.lineWait || firstWait_ms / 2) * 2, longestWait_ms);
    this.lineDue = this.now() + this.spread(this.lineWait);
  }

  private spread(ms: number): number {
    return ms * (0.75 + (this.parts.random ?? Math.random)() / 2);
  }
}

// About the record itself. Any other 403 another person who signs in, or an enrolment made anew, may set right.
const forbiddenForGood = ['signature_wrong', 'device_counter', 'user_unknown'];

/** Not a no: the line, the server's state, or whoever is signed in stands in the way, and the same may go another time. */
export function mayStillGo(failure: Failure): boolean {
  if (failure.kind === 'unreached' || failure.status >= 500) return true;
  if (failure.status === 403) return !forbiddenForGood.includes(failure.code);
  return [401, 404, 408, 425, 429].includes(failure.status);
}

/** A deed goes under its own account only: who may not record it now will not by waiting. That a session is not whole yet says nothing of it. */
export const deedMayStillGo = (failure: Failure): boolean =>
  failure.kind === 'unreached' || failure.status >= 500 || [401, 408, 425, 429].includes(failure.status) || ['csrf', 'user_differs', 'item_changed'].includes(failure.code);

function refusedBy(failure: Failure, at: number): Refused {
  if (failure.kind === 'unreached') throw new Error('no answer is no refusal');
  const { code, title, errors } = failure;
  return { code, title, errors: errors.map(({ field, reason, text }) => ({ field, reason, text })), at };
}
