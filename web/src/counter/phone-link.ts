// The counter's end of the line to a phone, for one item: makes the code, tells the phone what is wanted, and puts what comes into the form.
// It ends with the item. The node between the two sees only what is sealed (docs/decisions/phone-as-second-camera.md).
import { api, ask } from '../api/client.ts';
import type { Failure } from '../api/problem.ts';
import { store } from '../app/store.ts';
import type { Bytes } from '../offline/bytes.ts';
import { readPiece, type Held, type Note, type Piece, type Refused, type Why } from '../phone/messages.ts';
import { makeKey, open, seal, type Pairing } from '../phone/sealed.ts';
import type { Desk } from './desk.ts';
import type { Picture } from './form.ts';
import { pictureFrom, signatureFrom } from './phone-picture.ts';

export type LinkState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'waiting'; readonly code: string } // for a phone to read this
  | { readonly kind: 'joined' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ended' }; // with its item

/** What became of the last piece; null before the first. */
export type Heard = { readonly kind: 'taken' | Exclude<Why, 'broken'>; readonly slot: string } | { readonly kind: 'strange' } | null;

const everyMs = 700;
const unreachedMs = 3_000;

const until = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What came from a phone, of this code or of one before; all else was taken at the counter. */
const byPhone = new WeakSet<Picture>();

/** Whether the same call may still go: the network, the server or the session (app/session.ts sees to that) comes back. */
const mayPass = (failure: Failure): boolean => failure.kind === 'unreached' || failure.status >= 500 || failure.status === 401;

export class PhoneLink {
  readonly state = store<LinkState>({ kind: 'opening' });
  readonly heard = store<Heard>(null);
  /** False while the node cannot be reached; the webcam goes on. */
  readonly reached = store(true);
  private readonly desk: Desk;
  private readonly born: symbol;
  private readonly forgetDesk: () => void;
  private pairing: Pairing | null = null;
  private phone: string | null = null;
  private got = 0;
  private refused: readonly Refused[] = [];
  private coming: string | null = null; // the slot of the piece that is being decoded
  private turn = 0;
  private told = '';
  private telling = false;
  private readonly over = new AbortController();

  constructor(desk: Desk) {
    this.desk = desk;
    this.born = desk.form.get().born;
    this.forgetDesk = desk.form.subscribe(() => this.deskChanged());
    void this.begin();
  }

  private async begin(): Promise<void> {
    const [{ key, text }, made] = await Promise.all([makeKey(), ask(api.POST('/api/v1/pairings'))]);
    if (!made.ok) return this.stop({ kind: 'failed', failure: made.failure });
    this.pairing = { id: made.data.pairing, key };
    if (this.isOver()) return this.forget();
    await this.tell(); // first, so that the phone finds it
    const page = made.data.page ?? `${location.origin}/dien-thoai`;
    if (this.state.get().kind === 'opening') this.state.set({ kind: 'waiting', code: `${page}#${made.data.pairing}.${text}` });
    await this.listen(this.pairing);
  }

  private deskChanged(): void {
    if (this.desk.form.get().born !== this.born) this.end();
    else void this.tell();
  }

  /** The item is decided or another was begun, or the clerk wants the phone no longer. */
  end(): void {
    if (this.isOver()) return;
    this.stop({ kind: 'ended' });
  }

  /** The clerk drops what was taken here, so that the phone can send its own. */
  dropOurs(slot: string): void {
    if (slot === 'signature') this.desk.change({ unsigned: false });
    this.desk.dropPicture(slot);
    this.heard.set(null);
  }

  private stop(state: LinkState): void {
    if (this.isOver()) return;
    this.over.abort();
    this.forgetDesk();
    this.state.set(state);
    if (state.kind !== 'expired') this.forget();
  }

  /** Waits where the same may still go; else the line ends. The node knows an expired one no more. */
  private async bear(failure: Failure): Promise<void> {
    if (this.isOver()) return;
    if (mayPass(failure)) {
      this.reached.set(false);
      return until(unreachedMs);
    }
    const expired = failure.kind === 'problem' && (failure.status === 404 || failure.status === 410);
    this.stop(expired ? { kind: 'expired' } : { kind: 'failed', failure });
  }

  private isOver(): boolean {
    return this.over.signal.aborted;
  }

  private forget(): void {
    if (this.pairing) void ask(api.DELETE('/api/v1/pairings/{pairing}', { params: { path: { pairing: this.pairing.id } } }));
  }

  // --- to the phone --------------------------------------------------------------------------------------------------------

  private heldOf(slot: string): Held {
    const { pictures, developing, signature } = this.desk.form.get();
    const picture = slot === 'signature' ? signature : pictures.find((each) => each.slot === slot);
    const coming = developing.includes(slot);
    if (coming && this.coming !== slot) return 'counter';
    if (picture) return byPhone.has(picture) ? 'phone' : 'counter';
    return coming ? 'phone' : 'nothing';
  }

  /** What the desk asks of a phone, without what belongs to the line. */
  private wanted(): Pick<Note, 'slots' | 'signature'> {
    const { type } = this.desk.facts();
    const slots = [...new Set([...type.slots_required, ...type.slots_allowed])].filter((slot) => slot !== 'signature' && slot !== 'label');
    return {
      slots: slots.map((slot) => ({ slot, needed: type.slots_required.includes(slot), held: this.heldOf(slot) })),
      signature: !type.confirmations || this.desk.form.get().unsigned ? 'none' : this.heldOf('signature'),
    };
  }

  /** Says what is wanted where that changed; one note at a time, the latest at the end. */
  private async tell(): Promise<void> {
    const { pairing } = this;
    if (this.telling || pairing === null) return;
    this.telling = true;
    for (;;) {
      const news = { ...this.wanted(), phone: this.phone, got: this.got, refused: this.refused };
      const text = JSON.stringify(news);
      if (this.isOver() || text === this.told) break;
      this.turn += 1;
      const note: Note = { ...news, turn: this.turn };
      const answer = await ask(
        api.PUT('/api/v1/pairings/{pairing}/note', {
          params: { path: { pairing: pairing.id } },
          body: await seal(pairing, 'counter', 0, note),
          bodySerializer: (bytes: unknown) => bytes as BodyInit,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      );
      if (answer.ok) this.told = text;
      else await this.bear(answer.failure);
    }
    this.telling = false;
  }

  // --- from the phone ------------------------------------------------------------------------------------------------------

  private async listen(pairing: Pairing): Promise<void> {
    while (!this.isOver()) {
      const answer = await ask(
        api.GET('/api/v1/pairings/{pairing}/pieces/{number}', {
          params: { path: { pairing: pairing.id, number: this.got } },
          parseAs: 'arrayBuffer',
        }),
      );
      if (this.isOver()) return;
      if (!answer.ok) {
        await this.bear(answer.failure);
        continue;
      }
      this.reached.set(true);
      if (answer.data instanceof ArrayBuffer && answer.data.byteLength > 0) await this.take(pairing, new Uint8Array(answer.data));
      else await until(everyMs);
    }
  }

  /** One piece from beginning to end, before the next is asked for: so a newer picture comes after an older one. */
  private async take(pairing: Pairing, sealed: Bytes): Promise<void> {
    const number = this.got;
    const opened = await open(pairing, 'phone', number, sealed);
    const piece = opened && readPiece(opened.header);
    const why = piece === null ? 'broken' : await this.hear(piece, opened?.body ?? new Uint8Array());
    if (why !== null) this.refused = [...this.refused, { number, why }];
    if (why === 'broken') this.heard.set({ kind: 'strange' });
    this.got = number + 1;
    await this.tell();
  }

  /** Why it was not taken; null where it was. */
  private async hear(piece: Piece, body: Bytes): Promise<Why | null> {
    // The first phone that has the key is the one; another that saw the code is told so by the note.
    this.phone ??= piece.phone;
    if (piece.phone !== this.phone) return 'broken';
    if (!this.isOver()) this.state.set({ kind: 'joined' });
    if (piece.kind === 'here') return null;
    const slot = piece.kind === 'picture' ? piece.slot : 'signature';
    if (piece.kind === 'picture' && !this.wanted().slots.some((each) => each.slot === slot)) return 'broken';
    const ours = this.heldOf(slot) === 'counter' || (slot === 'signature' && this.wanted().signature === 'none');
    const why = ours ? 'held' : await this.put(slot, piece.kind === 'picture' ? pictureFrom(slot, body) : signatureFrom(body, piece.strokes));
    if (why !== 'broken') this.heard.set({ kind: why ?? 'taken', slot });
    return why;
  }

  /** Where the clerk waits for just this, the flow goes on as with F9; elsewhere nothing moves under the hands. */
  private async put(slot: string, decoding: Promise<Picture | null>): Promise<Why | null> {
    const { desk } = this;
    const isDue = desk.here.get() === (slot === 'signature' ? slot : `picture:${slot}`);
    const coming = decoding.then((picture) => {
      if (picture !== null) byPhone.add(picture);
      return picture;
    });
    this.coming = slot;
    const taken = await (isDue ? desk.expectPicture(slot, coming) : desk.awaitPicture(slot, coming));
    this.coming = null;
    if (taken) return null;
    if (desk.locked) return 'late';
    return (await coming) === null ? 'broken' : 'held'; // where the pad or the webcam was faster
  }
}
