// A pad to sign on, at the screen's own resolution; what draws is fetched with the first use.
import type SignaturePad from 'signature_pad';

import { strokesOf, strokesText } from './strokes.ts';

/** Puts a pad on a canvas and tells it when it is there; `onStroke` after each line, with all lines and their times as text. What comes back
 * takes it away. */
export function signOn(canvas: HTMLCanvasElement, onThere: (pad: SignaturePad) => void, onStroke: (strokes: string) => void): () => void {
  let made: SignaturePad | null = null;
  let gone = false;
  void import('signature_pad').then(({ default: Pad }) => {
    if (gone) return;
    const scale = Math.max(1, devicePixelRatio);
    canvas.width = canvas.offsetWidth * scale;
    canvas.height = canvas.offsetHeight * scale;
    canvas.getContext('2d')?.scale(scale, scale);
    const pad = new Pad(canvas, { backgroundColor: '#ffffff', penColor: '#16212b' });
    pad.addEventListener('endStroke', () => onStroke(strokesText(strokesOf(pad.toData(), canvas.offsetWidth))));
    made = pad;
    onThere(pad);
  });
  return () => {
    gone = true;
    made?.off();
  };
}
