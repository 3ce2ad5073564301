// The sender's signature, drawn with a pen, a finger or a mouse. Nobody is made to draw: "cannot sign" asks for the reason and a witness.
import { useEffect, useRef, useState } from 'react';
import type SignaturePad from 'signature_pad';

import type { Picture } from '../../counter/form.ts';
import { pictureOf } from '../../device/camera.ts';
import { signOn } from '../../device/signature-pad.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { phoneLinkTexts } from '../../i18n/phone-link.ts';
import { Button } from '../../kit/button.tsx';
import { useDesk, useForm, useLocked, useWords, useWrong } from './desk-context.ts';
import { Entry } from './entry.tsx';
import { Thumbnail } from './pictures.tsx';

export function Signature() {
  const t = useTexts(inspectionTexts);
  const desk = useDesk();
  const unsigned = useForm((form) => form.unsigned);
  return unsigned ? (
    <div className="unsigned">
      <Entry place="whyUnsigned" member="whyUnsigned" label={t.why} maxLength={120} />
      <Entry place="witness" member="witness" label={t.witness} maxLength={120} />
      <Button
        kind="quiet"
        className="small"
        onClick={() => {
          desk.change({ unsigned: false });
          desk.goTo('signature');
        }}
      >
        {t.signInstead}
      </Button>
    </div>
  ) : (
    <Pad />
  );
}

function Pad() {
  const t = useTexts(inspectionTexts);
  const desk = useDesk();
  const phone = useTexts(phoneLinkTexts);
  const words = useWords();
  const wrong = useWrong('signature');
  const signed = useForm((form) => form.signature !== null || form.developing.includes('signature'));
  const signature = useForm((form) => form.signature);
  const born = useForm((form) => form.born);
  const [drawnHere, setDrawnHere] = useState<Picture | null>(null); // another signature came from a phone
  const locked = useLocked();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);

  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return undefined;
    const takeAway = signOn(
      drawn,
      (made) => (pad.current = made),
      (strokes) => {
        const coming = pngOf(drawn, strokes);
        void coming.then(setDrawnHere);
        void desk.expectPicture('signature', coming);
      },
    );
    return () => {
      takeAway();
      pad.current = null;
    };
  }, [desk]);

  // The next person's pad is empty.
  useEffect(() => pad.current?.clear(), [born]);
  useEffect(() => (locked ? pad.current?.off() : pad.current?.on()), [locked]);

  return (
    <div className={`pad ${wrong ? 'field-wrong' : ''}`}>
      <div className="pad-area" data-place="signature" tabIndex={0} role="img" aria-label={t.sign} aria-describedby={wrong ? 'pad-wrong' : undefined}>
        <canvas ref={canvas} />
        {!signed && <p className="pad-hint">{t.sign}</p>}
        {signature && signature !== drawnHere && <Thumbnail bytes={signature.bytes} says={phone.signed} />}
      </div>
      {wrong && (
        <p className="field-error" id="pad-wrong">
          {words('wrong', wrong)}
        </p>
      )}
      <p className="pad-buttons">
        {signed && (
          <Button
            kind="quiet"
            className="small"
            disabled={locked}
            onClick={() => {
              pad.current?.clear();
              desk.dropPicture('signature');
              desk.goTo('signature');
            }}
          >
            {t.signAgain}
          </Button>
        )}
        <Button
          kind="quiet"
          className="small"
          disabled={locked}
          onClick={() => {
            desk.dropPicture('signature');
            desk.change({ unsigned: true });
            desk.goTo('whyUnsigned');
          }}
        >
          {t.cannotSign}
        </Button>
      </p>
    </div>
  );
}

const pngOf = (drawn: HTMLCanvasElement, strokes: string): Promise<Picture | null> =>
  new Promise((done) => {
    drawn.toBlob((bytes) => done(bytes === null ? null : pictureOf('signature', bytes).then((picture) => ({ ...picture, strokes }))), 'image/png');
  });
