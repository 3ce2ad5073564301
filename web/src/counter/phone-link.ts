// The counter's end of the line to a phone, for one item: makes the code, tells the phone what is wanted, and puts what comes into the form.
// It ends with the item. The node between the two sees only what is sealed (docs/decisions/phone-as-second-camera.md).
import { api, ask } from '../api/client.ts';
import type { Failure } from '../api/problem.ts';
import { store } from '../app/store.ts';
import { pictureOf } from '../device/camera.ts';
import { strokesText } from '../device/strokes.ts';
import type { Bytes } from '../offline/bytes.ts';
import { readPiece, type Note, type Piece } from '../phone/messages.ts';
import { makeKey, open, seal, type Pairing } from '../phone/sealed.ts';
import type { Desk } from './desk.ts';
import type { Picture } from './form.ts';

export type LinkState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'waiting'; readonly code: string } // for a phone to read this
  | { readonly kind: 'joined' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ended' }; // with its item

/** What the last piece was; null before the first. */
export type Heard = { readonly kind: 'picture'; readonly slot: string } | { readonly kind: 'signature' } | { readonly kind: 'strange' } | null;

const everyMs = 700;
const unreachedMs = 3_000;
const pictureBytesMax = 4 << 20;

const until = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What the desk asks of a phone, without what belongs to the line. */
function wanted(desk: Desk): Pick<Note, 'slots' | 'signature'> {
  const { pictures, developing, signature, unsigned } = desk.form.get();
  const { type } = desk.facts();
  const taken = (slot: string): boolean => developing.includes(slot) || pictures.some((picture) => picture.slot === slot);
  const slots = [...new Set([...type.slots_required, ...type.slots_allowed])].filter((slot) => slot !== 'signature' && slot !== 'label');
  const signed = signature !== null || developing.includes('signature');
  return {
    slots: slots.map((slot) => ({ slot, needed: type.slots_required.includes(slot), taken: taken(slot) })),
    signature: !type.confirmations || unsigned ? 'none' : signed ? 'taken' : 'wanted',
  };
}

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
    this.forget();
  }

  private stop(state: LinkState): void {
    if (this.isOver()) return;
    this.over.abort();
    this.forgetDesk();
    this.state.set(state);
  }

  private isOver(): boolean {
    return this.over.signal.aborted;
  }

  private forget(): void {
    if (this.pairing) void ask(api.DELETE('/api/v1/pairings/{pairing}', { params: { path: { pairing: this.pairing.id } } }));
  }

  // --- to the phone --------------------------------------------------------------------------------------------------------

  /** Says what is wanted where that changed; one note at a time, the latest at the end. */
  private async tell(): Promise<void> {
    const { pairing } = this;
    if (this.telling || pairing === null) return;
    this.telling = true;
    for (;;) {
      const news = { ...wanted(this.desk), phone: this.phone, got: this.got };
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
      else if (answer.failure.kind === 'problem') break; // listen() finds out why
      else await until(unreachedMs);
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
      if (!answer.ok && answer.failure.kind === 'problem' && answer.failure.status < 500) return this.stop({ kind: 'expired' });
      this.reached.set(answer.ok);
      if (answer.ok && answer.data instanceof ArrayBuffer && answer.data.byteLength > 0) await this.take(pairing, new Uint8Array(answer.data));
      else await until(answer.ok ? everyMs : unreachedMs);
    }
  }

  private async take(pairing: Pairing, sealed: Bytes): Promise<void> {
    const opened = await open(pairing, 'phone', this.got, sealed);
    this.got += 1;
    const piece = opened && readPiece(opened.header);
    if (opened === null || piece === null) this.heard.set({ kind: 'strange' });
    else if (!this.isOver()) this.hear(piece, opened.body);
    await this.tell();
  }

  private hear(piece: Piece, body: Bytes): void {
    // The first phone that has the key is the one; another that saw the code is told so by the note.
    this.phone ??= piece.phone;
    if (piece.phone !== this.phone) return this.heard.set({ kind: 'strange' });
    this.state.set({ kind: 'joined' });
    const asked = wanted(this.desk);
    if (piece.kind === 'picture' && asked.slots.some(({ slot }) => slot === piece.slot)) {
      this.put(piece.slot, `picture:${piece.slot}`, pictured(piece.slot, body, 'image/jpeg'));
      this.heard.set({ kind: 'picture', slot: piece.slot });
    }
    if (piece.kind === 'signature' && asked.signature !== 'none') {
      const strokes = strokesText(piece.strokes);
      const signed = pictured('signature', body, 'image/png').then((picture) => picture && { ...picture, strokes });
      this.put('signature', 'signature', signed);
      this.heard.set({ kind: 'signature' });
    }
  }

  /** Where the clerk waits for just this, the flow goes on as with F9; elsewhere nothing moves under the hands. */
  private put(slot: string, place: string, coming: Promise<Picture | null>): void {
    if (this.desk.here.get() === place) this.desk.expectPicture(slot, coming);
    else this.desk.awaitPicture(slot, coming);
  }
}

/** Null for what is no picture. */
async function pictured(slot: string, body: Bytes, type: string): Promise<Picture | null> {
  if (body.length > pictureBytesMax) return null;
  const bytes = new Blob([body], { type });
  const bitmap = await createImageBitmap(bytes);
  bitmap.close();
  return pictureOf(slot, bytes);
}
