// What was taken on the phone and is on its way: one piece after the other, in memory only, again by itself until it has come. Of each part
// only the newest waits.
import type { Bytes } from '../offline/bytes.ts';
import type { Answer, End, Line, Wait } from './line.ts';
import type { Piece, Refused, Why } from './messages.ts';

export type Way = { readonly kind: 'sending' } | { readonly kind: 'sent'; readonly number: number } | { readonly kind: 'refused'; readonly why: Why };

interface Waiting {
  readonly part: string;
  readonly piece: Piece;
  readonly body: Bytes;
}

export interface Told {
  readonly changed: () => void;
  readonly ended: (why: End) => void;
}

const againMs = 2_500;

export class Outbox {
  /** How far each part is that the counter has not told of, or did not take. */
  readonly ways = new Map<string, Way>();
  /** Why the first one waits; null while it goes. */
  wait: Wait | null = null;
  private readonly line: Line;
  private readonly told: Told;
  private waiting: Waiting[] = [];
  private now: Waiting | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private going = false;
  private readonly closed = new AbortController();

  constructor(line: Line, told: Told) {
    this.line = line;
    this.told = told;
  }

  add(part: string, piece: Piece, body: Bytes): void {
    this.waiting = [...this.waiting.filter((each) => each.part !== part), { part, piece, body }];
    this.ways.set(part, { kind: 'sending' });
    this.told.changed();
    void this.go();
  }

  /** Whether it is underway to the counter. */
  isUnderway(part: string): boolean {
    const way = this.ways.get(part);
    return way !== undefined && way.kind !== 'refused';
  }

  /** The counter is done with so many pieces, and did not take some of them. */
  got(count: number, refused: readonly Refused[]): void {
    for (const [part, way] of this.ways) {
      if (way.kind !== 'sent' || way.number >= count) continue;
      const refusal = refused.find(({ number }) => number === way.number);
      if (refusal === undefined) this.ways.delete(part);
      else this.ways.set(part, { kind: 'refused', why: refusal.why });
    }
  }

  retry(): void {
    clearTimeout(this.timer);
    this.wait = null;
    void this.go();
  }

  close(): void {
    this.closed.abort();
    clearTimeout(this.timer);
    this.waiting = [];
    this.now = null;
    this.ways.clear();
  }

  private isClosed(): boolean {
    return this.closed.signal.aborted;
  }

  private async go(): Promise<void> {
    if (this.going || this.wait !== null || this.isClosed()) return;
    // What was tried stays first: it may have come, though nobody said so.
    const now = (this.now ??= this.waiting.shift() ?? null);
    if (now === null) return;
    this.going = true;
    const answer = await this.line.send(now.piece, now.body);
    this.going = false;
    if (!this.isClosed()) this.take(now, answer);
  }

  private take(sent: Waiting, answer: Answer<number>): void {
    if (answer.kind === 'end') return this.told.ended(answer.why);
    if (answer.kind === 'done') {
      this.now = null;
      const newer = this.waiting.some(({ part }) => part === sent.part);
      if (!newer) this.ways.set(sent.part, { kind: 'sent', number: answer.value });
      void this.go();
    } else {
      this.wait = answer.why;
      this.timer = setTimeout(() => this.retry(), againMs);
    }
    this.told.changed();
  }
}
