// Taking an item out by its label: the camera, a scanner that plays keyboard, or the code typed by hand.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';

import { loaded } from '../../app/loaded.ts';
import type { Stop } from '../../delivery/stops.ts';
import { takeOut } from '../../delivery/take-out.ts';
import { makeBurst } from '../../device/burst.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';

const LabelCamera = lazy(() => loaded(() => import('./label-camera.tsx')));

interface Props {
  readonly known: readonly Stop[];
  readonly site: string;
  readonly onTaken: (words: string) => void;
}

export function TakeOut({ known, site, onTaken }: Props) {
  const t = useTexts(deliveryTexts);
  const words = useFailureText();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const [looking, setLooking] = useState(false);
  const take = async (text: string): Promise<void> => {
    const code = text.trim().toUpperCase();
    if (code === '') return setWrong(t.takeEmpty);
    if (busy) return;
    setBusy(true);
    const answer = await takeOut(code, site);
    setBusy(false);
    if (answer.kind === 'taken') {
      setWrong('');
      setTyped('');
      onTaken(known.some(({ item }) => item === answer.item) ? t.takenAgain(code) : t.taken(code));
    } else if (answer.kind === 'failed') {
      setWrong(answer.failure.kind === 'unreached' ? t.takeNeedsNetwork : words(answer.failure));
    } else {
      setWrong(answer.kind === 'unknown' ? t.takeUnknown(code) : t.takeNotNow(code));
    }
  };
  useScanner((code) => void take(code));
  return (
    <form
      className="take-out"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void take(typed);
      }}
    >
      <div className="take-typed">
        <Field label={t.takeTyped} error={wrong === '' ? undefined : wrong} value={typed} maxLength={40} autoComplete="off" autoCapitalize="characters" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit" busy={busy}>
          {t.takeGo}
        </Button>
      </div>
      <Button kind="main" onClick={() => setLooking(true)}>
        {t.take}
      </Button>
      <Suspense>{looking && <LabelCamera onCode={(code) => void take(code)} onClose={() => setLooking(false)} />}</Suspense>
    </form>
  );
}

/** A scanner that plays keyboard, wherever the focus is. */
function useScanner(onCode: (code: string) => void): void {
  const told = useRef(onCode);
  useEffect(() => {
    told.current = onCode;
  });
  useEffect(() => {
    const next = makeBurst();
    const onKey = (event: KeyboardEvent): void => {
      const { scanned } = next({ key: event.key, at: event.timeStamp });
      if (scanned === null) return;
      event.preventDefault(); // Enter would press the button that has the focus
      told.current(scanned);
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, []);
}
