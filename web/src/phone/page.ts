// The page while its item is in hand: the parts that the counter asks for, the camera or the pad for the one that is due, and how far each
// has come. Nothing is kept: when the item is done, or the code's time is up, all of it goes.
import { h } from '../declare/element.ts';
import type { Bytes } from '../offline/bytes.ts';
import { CameraView } from './camera-view.ts';
import { Line, type End, type Wait } from './line.ts';
import { due, type Held, type Note, type Piece } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { PadView } from './pad-view.ts';
import { PartsView, type Part } from './parts-view.ts';
import type { Pairing } from './sealed.ts';
import { partName, type Texts } from './texts.ts';

const everyMs = 1_200;

export class Page {
  private readonly root: HTMLElement;
  private readonly t: Texts;
  private readonly phone: string;
  private readonly line: Line;
  private readonly outbox: Outbox;
  private readonly onEnd: () => void;
  private readonly parts: PartsView;
  private readonly camera: CameraView;
  private pad: PadView | null = null;
  private readonly status: HTMLElement;
  private readonly retry: HTMLElement;
  private readonly stage: HTMLElement;
  private note: Note | null = null;
  private greeted = false;
  private wait: Wait | null = null; // of the last question
  private chosen: string | null = null; // by a press, until it is sent
  private last: string | null = null; // the part that was sent last
  private over = false;

  constructor(root: HTMLElement, t: Texts, pairing: Pairing, phone: string, onEnd: () => void) {
    this.root = root;
    this.t = t;
    this.phone = phone;
    this.onEnd = onEnd;
    this.line = new Line(pairing);
    this.outbox = new Outbox(this.line, { changed: () => this.draw(), ended: (why) => this.end(why) });
    this.parts = new PartsView(t, (part) => this.choose(part));
    this.camera = new CameraView(t, (jpeg) => this.shot(jpeg));
    this.status = h('p', { class: 'state', role: 'status' }, t.joining);
    this.retry = h('button', { type: 'button', class: 'other', onclick: () => this.again() }, t.retry);
    this.stage = h('div');
    root.replaceChildren(this.status, this.retry, this.parts.element, this.stage);
    this.draw();
    void this.listen();
  }

  // --- the line ------------------------------------------------------------------------------------------------------------

  private async listen(): Promise<void> {
    while (!this.over) {
      if (!document.hidden) await this.ask();
      await new Promise((done) => setTimeout(done, everyMs));
    }
  }

  private async ask(): Promise<void> {
    const answer = await this.line.ask();
    if (this.over) return;
    if (answer.kind === 'end') return this.end(answer.why);
    this.wait = answer.kind === 'wait' ? answer.why : null;
    if (answer.kind === 'done' && answer.value !== null) this.hear(answer.value);
    this.draw();
  }

  private hear(note: Note): void {
    if (this.note !== null && note.turn < this.note.turn) return;
    if (note.phone !== null && note.phone !== this.phone) return this.end('other');
    if (note.phone === null && !this.greeted) this.outbox.add('here', { kind: 'here', phone: this.phone }, new Uint8Array());
    this.greeted = true;
    this.note = note;
    this.outbox.got(note.got, note.refused);
    for (const [part, way] of this.outbox.ways) if (way.kind === 'refused') this.parts.forget(part);
  }

  private again(): void {
    this.outbox.retry();
    void this.ask();
  }

  private send(part: string, piece: Piece, body: Bytes): void {
    this.last = part;
    this.chosen = null;
    this.outbox.add(part, piece, body);
  }

  private shot(jpeg: Bytes): void {
    const part = this.shown();
    if (part === null || part === 'signature' || this.over) return;
    this.parts.picture(part, jpeg);
    this.send(part, { kind: 'picture', phone: this.phone, slot: part }, jpeg);
  }

  // --- what is seen --------------------------------------------------------------------------------------------------------

  /** What the counter knows and what is on its way, together. */
  private now(): Note | null {
    const { note } = this;
    if (note === null || note.phone !== this.phone) return null;
    const held = (part: string, now: Held): Held => (this.outbox.isUnderway(part) ? 'phone' : now);
    const slots = note.slots.map((each) => ({ ...each, held: held(each.slot, each.held) }));
    return { ...note, slots, signature: note.signature === 'none' ? 'none' : held('signature', note.signature) };
  }

  private shown(): string | null {
    const now = this.now();
    return now && (this.chosen ?? due(now));
  }

  private choose(part: string): void {
    this.chosen = part;
    if (part === 'signature') this.pad?.clear();
    this.draw();
  }

  private draw(): void {
    if (this.over) return;
    const now = this.now();
    const wait = this.outbox.wait ?? this.wait;
    this.status.textContent = wait === null ? this.words(now) : this.t[wait];
    this.status.classList.toggle('note', wait !== null);
    this.retry.hidden = wait === null;
    const part = this.shown();
    this.parts.draw(now === null ? [] : this.partsOf(now), part);
    if (now !== null) this.drawStage(now, part);
  }

  private words(now: Note | null): string {
    const { last, t } = this;
    if (now === null) return t.joining;
    if (last === null) return t.joined;
    const way = this.outbox.ways.get(last);
    const name = partName(t, last);
    if (way === undefined) return t.received(name);
    return way.kind === 'refused' ? t.notTaken[way.why](name) : t[way.kind](name);
  }

  private partsOf(now: Note): Part[] {
    const stateOf = (part: string, needed: boolean, held: Held): Part['state'] =>
      this.outbox.isUnderway(part) ? 'underway' : held !== 'nothing' ? held : needed ? 'needed' : 'free';
    const slots = now.slots.map(({ slot, needed, held }) => ({ part: slot, state: stateOf(slot, needed, held) }));
    if (now.signature === 'none') return slots;
    return [...slots, { part: 'signature', state: stateOf('signature', true, now.signature) }];
  }

  private drawStage(now: Note, part: string | null): void {
    if (part === 'signature') {
      this.camera.stop();
      return void this.showPad();
    }
    if (part === null) {
      this.camera.stop();
      const words = h('p', { class: 'verdict ok' }, this.t.enough);
      if (this.stage.firstElementChild?.className !== words.className) this.stage.replaceChildren(words);
      return;
    }
    if (this.stage.firstElementChild !== this.camera.element) this.stage.replaceChildren(this.camera.element);
    this.camera.show(part, now.slots.some(({ slot, held }) => slot === part && held !== 'nothing'));
  }

  private async showPad(): Promise<void> {
    if (this.pad === null) {
      const { PadView: View } = await import('./pad-view.ts');
      this.pad ??= new View(this.t, (png, strokes) => this.send('signature', { kind: 'signature', phone: this.phone, strokes }, png));
    }
    if (this.shown() !== 'signature' || this.stage.firstElementChild === this.pad.element) return;
    this.stage.replaceChildren(this.pad.element);
    this.pad.fit();
  }

  private end(why: End): void {
    if (this.over) return;
    this.over = true;
    this.camera.stop();
    this.pad?.clear();
    this.parts.clear();
    this.outbox.close();
    this.onEnd();
    this.root.replaceChildren(endView(this.t, why));
  }
}

export type Farewell = End | 'none' | 'insecure';

export function endView(t: Texts, why: Farewell): HTMLElement {
  const { title, text } = t.ends[why];
  return h('section', { role: 'alert', class: why === 'over' ? 'verdict ok' : 'verdict warn' }, h('h2', {}, title), h('p', {}, text));
}
