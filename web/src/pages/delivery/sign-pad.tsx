// The recipient signs with a finger; the lines are kept with their time, as at acceptance.
import { useEffect, useRef, useState } from 'react';
import type SignaturePad from 'signature_pad';

import type { Picture } from '../../counter/form.ts';
import { pictureOf } from '../../device/camera.ts';
import { signOn } from '../../device/signature-pad.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';

export function SignPad({ onSigned }: { readonly onSigned: (signature: Picture | null) => void }) {
  const t = useTexts(deliveryTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [signed, setSigned] = useState(false);
  const told = useRef(onSigned);
  useEffect(() => {
    told.current = onSigned;
  });
  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return undefined;
    const takeAway = signOn(
      drawn,
      (made) => (pad.current = made),
      (strokes) => {
        setSigned(true);
        drawn.toBlob((bytes) => {
          if (bytes !== null) void pictureOf('signature', bytes).then((picture) => told.current({ ...picture, strokes }));
        }, 'image/png');
      },
    );
    return () => {
      takeAway();
      pad.current = null;
    };
  }, []);
  return (
    <div className="sign-pad">
      <canvas ref={canvas} id="sign" role="img" aria-label={t.sign} tabIndex={0} />
      {!signed && <p aria-hidden="true">{t.sign}</p>}
      {signed && (
        <Button
          kind="quiet"
          onClick={() => {
            pad.current?.clear();
            setSigned(false);
            told.current(null);
          }}
        >
          {t.signClear}
        </Button>
      )}
    </div>
  );
}
