// The phone's end of the line: asks what is wanted, sends sealed pieces in turn. Calls go to the door that the page came from, without
// cookies; what is asked and sent is in no cache.
import type { Bytes } from '../offline/bytes.ts';
import { readNote, type Note, type Piece } from './messages.ts';
import { open, seal, type Pairing } from './sealed.ts';

/** Why there is no line, for good. */
export type End = 'over' | 'expired' | 'unknown' | 'key' | 'spent' | 'other';
/** Why not now. */
export type Wait = 'away' | 'busy';

export type Answer<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'wait'; readonly why: Wait } | { readonly kind: 'end'; readonly why: End };

const waitMs = 30_000; // a picture on a slow line

/** A piece as it goes over the line: the same again is taken once. */
interface Sealed {
  readonly number: number;
  readonly bytes: Bytes;
}

const ends: Partial<Record<string, End>> = { pairing_over: 'over', pairing_expired: 'expired', pairing_unknown: 'unknown', pairing_pieces: 'spent' };

async function refusal(response: Response): Promise<{ readonly kind: 'end'; readonly why: End } | { readonly kind: 'wait'; readonly why: Wait }> {
  const said = (await response.json().catch(() => ({}))) as { readonly code?: unknown };
  const end = typeof said.code === 'string' ? ends[said.code] : undefined;
  return end === undefined ? { kind: 'wait', why: 'busy' } : { kind: 'end', why: end };
}

export class Line {
  private readonly pairing: Pairing;
  private due = 0;
  private underway: Sealed | null = null;

  constructor(pairing: Pairing) {
    this.pairing = pairing;
  }

  private call(rest: string, more: RequestInit = {}): Promise<Response> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), waitMs);
    const asked = fetch(`/dien-thoai/${this.pairing.id}${rest}`, { ...more, cache: 'no-store', credentials: 'omit', signal: stop.signal });
    return asked.finally(() => clearTimeout(timer));
  }

  /** What the counter last said; null while it has said nothing. */
  async ask(): Promise<Answer<Note | null>> {
    try {
      const response = await this.call('');
      if (!response.ok) return await refusal(response);
      this.due = Number(response.headers.get('Pairing-Due')) || 0;
      if (response.status === 204) return { kind: 'done', value: null };
      const opened = await open(this.pairing, 'counter', 0, new Uint8Array(await response.arrayBuffer()));
      const note = opened && readNote(opened.header);
      return note === null ? { kind: 'end', why: 'key' } : { kind: 'done', value: note };
    } catch {
      return { kind: 'wait', why: 'away' };
    }
  }

  /** The number that the piece got. After a wait, the same piece is to be sent again before any other. */
  async send(piece: Piece, body?: Bytes): Promise<Answer<number>> {
    try {
      const sealed = (this.underway ??= { number: this.due, bytes: await seal(this.pairing, 'phone', this.due, piece, body) });
      const response = await this.call(`/${sealed.number}`, { method: 'PUT', body: sealed.bytes, headers: { 'Content-Type': 'application/octet-stream' } });
      if (response.status === 409) return await this.inTurn();
      if (!response.ok) return await refusal(response);
      this.underway = null;
      this.due = sealed.number + 1;
      return { kind: 'done', value: sealed.number };
    } catch {
      return { kind: 'wait', why: 'away' };
    }
  }

  /** Another number is due: the piece is sealed anew for that one. */
  private async inTurn(): Promise<Answer<number>> {
    this.underway = null;
    const asked = await this.ask();
    return asked.kind === 'done' ? { kind: 'wait', why: 'busy' } : asked;
  }
}
