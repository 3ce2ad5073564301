// A place to sign with finger, pen or mouse. It keeps the strokes, points with their times, not only their picture. Signing is a drag and so
// never the only way: the page offers "cannot sign" beside it.
import { useEffect, useRef } from 'react';
import type SignaturePad from 'signature_pad';
import type { PointGroup } from 'signature_pad';

import { Button } from './button.tsx';
import './signature.css';

export interface Signed {
  readonly strokes: readonly PointGroup[];
  readonly picture: () => Promise<Blob>;
}

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly clear: string;
  /** After each stroke; null when it was cleared. */
  readonly onChange: (signed: Signed | null) => void;
}

export function Signature({ label, hint, clear, onChange }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });

  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return undefined;
    let gone = false;
    const sized = new ResizeObserver(() => fit(drawn, pad.current));
    void import('signature_pad').then(({ default: Pad }) => {
      if (gone) return;
      const made = new Pad(drawn, { penColor: '#16212b', minWidth: 0.8, maxWidth: 2.4 });
      pad.current = made;
      sized.observe(drawn);
      made.addEventListener('endStroke', () => changed.current({ strokes: made.toData(), picture: () => pictureOf(drawn) }));
    });
    return () => {
      gone = true;
      sized.disconnect();
      pad.current?.off();
      pad.current = null;
    };
  }, []);

  return (
    <div className="signature">
      <canvas ref={canvas} role="img" aria-label={label} />
      <div className="signature-foot">
        <span>{hint}</span>
        <Button
          kind="quiet"
          onClick={() => {
            pad.current?.clear();
            onChange(null);
          }}
        >
          {clear}
        </Button>
      </div>
    </div>
  );
}

/** As many points as the screen has; what was drawn is drawn again. */
function fit(canvas: HTMLCanvasElement, pad: SignaturePad | null): void {
  if (pad === null) return;
  const ratio = Math.max(devicePixelRatio, 1);
  const strokes = pad.toData();
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext('2d')?.scale(ratio, ratio);
  pad.clear();
  pad.fromData(strokes);
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture of the canvas')) : resolve(blob)), 'image/png');
  });
}
