// The pad that the sender signs on with a finger. Its lines go with their time, relative to the pad, beside the picture.
import SignaturePad from 'signature_pad';

import { h } from '../declare/element.ts';
import { strokesOf, type Stroke } from '../device/strokes.ts';
import type { Bytes } from '../offline/bytes.ts';
import type { Texts } from './texts.ts';

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
      if (png !== null) signed(new Uint8Array(await png.arrayBuffer()), strokesOf(this.pad.toData(), this.canvas.offsetWidth));
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
}
