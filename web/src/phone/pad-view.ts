// The pad that the sender signs on with a finger. Its lines go with their time, relative to the pad, beside the picture.
import SignaturePad from 'signature_pad';

import { h } from '../declare/element.ts';
import type { Bytes } from '../offline/bytes.ts';
import type { Stroke } from './messages.ts';
import type { Texts } from './texts.ts';

const unit = 10_000; // of the pad's width
const strokesMax = 200;
const pointsMax = 5_000;

export class PadView {
  readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly pad: SignaturePad;
  private readonly words: HTMLElement;

  constructor(t: Texts, signed: (png: Bytes, strokes: readonly Stroke[]) => void) {
    this.canvas = h('canvas', { role: 'img', 'aria-label': t.pad });
    this.words = h('p', { class: 'error', role: 'alert' });
    this.pad = new SignaturePad(this.canvas, { backgroundColor: '#ffffff', penColor: '#16212b', minWidth: 1, maxWidth: 3 });
    this.pad.addEventListener('beginStroke', () => (this.words.textContent = ''));
    const send = async (): Promise<void> => {
      if (this.pad.isEmpty()) return void (this.words.textContent = t.empty);
      const png = await new Promise<Blob | null>((done) => this.canvas.toBlob(done, 'image/png'));
      if (png !== null) signed(new Uint8Array(await png.arrayBuffer()), this.strokes());
    };
    this.element = h(
      'div',
      { class: 'pad' },
      h('p', {}, t.sign),
      this.canvas,
      this.words,
      h('div', { class: 'deeds' },
        h('button', { type: 'button', onclick: () => void send() }, t.sendSignature),
        h('button', { type: 'button', class: 'other', onclick: () => this.clear() }, t.clear)),
    );
    addEventListener('resize', () => this.fit());
  }

  /** Call it when the element is in the page; a screen that is turned begins anew. */
  fit(): void {
    const { offsetWidth, offsetHeight } = this.canvas;
    const scale = Math.max(1, devicePixelRatio);
    if (offsetWidth === 0 || this.canvas.width === Math.round(offsetWidth * scale)) return;
    this.canvas.width = Math.round(offsetWidth * scale);
    this.canvas.height = Math.round(offsetHeight * scale);
    this.canvas.getContext('2d')?.scale(scale, scale);
    this.clear();
  }

  clear(): void {
    this.pad.clear();
    this.words.textContent = '';
  }

  private strokes(): Stroke[] {
    const lines = this.pad.toData().slice(0, strokesMax);
    const begun = lines[0]?.points[0]?.time ?? 0;
    const wide = this.canvas.offsetWidth;
    const place = (at: number): number => Math.max(0, Math.round((at / wide) * unit));
    let left = pointsMax;
    return lines.map(({ points }) => {
      const kept = points.slice(0, left);
      left -= kept.length;
      return kept.flatMap(({ x, y, time }) => [place(x), place(y), Math.max(0, Math.round(time - begun))]);
    });
  }
}
