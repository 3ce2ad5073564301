import { useDeferredValue, useMemo } from 'react';

import { useStore } from '../../app/store.ts';
import { missingOf } from '../../counter/flow.ts';
import { connectSerial, hasSerial, scaleGrams } from '../../device/serial.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { screening } from '../../screening/screening.ts';
import { useDesk, useForm } from './desk-context.ts';
import { Entry } from './entry.tsx';

export function Decision({ onRefuse }: { readonly onRefuse: () => void }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const { kind } = useStore(desk.sending);
  return (
    <section className="card desk-card desk-decision" aria-labelledby="desk-decision">
      <h2 id="desk-decision" className="visually-hidden">
        {t.sections.decision}
      </h2>
      <Weight />
      <div className="decide">
        <Button kind="main" shortcut="F8" busy={kind === 'sending'} data-place="accept" aria-describedby="desk-left" onClick={() => void desk.accept()}>
          {t.decision.accept}
        </Button>
        <Button kind="danger" shortcut="Shift + F8" disabled={kind === 'sending' || kind === 'unknown'} onClick={onRefuse}>
          {t.decision.refuse}
        </Button>
      </div>
      <Left />
    </section>
  );
}

/** How much is missing; behind the key that is being answered. */
function Left() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const form = useDeferredValue(useForm((whole) => whole));
  const engine = useStore(screening);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- what is missing follows from what lies in the desk
  const left = useMemo(() => missingOf(desk.steps()).length, [desk, form, engine]);
  return (
    <p id="desk-left" className="desk-left">
      {left === 0 ? '' : t.decision.missing(left)}
    </p>
  );
}

function Weight() {
  const t = useTexts(counterTexts);
  const grams = useStore(scaleGrams);
  const aside = grams === null ? undefined : `${number(grams)} g ${t.decision.fromScale}`;
  return (
    <div className="with-side">
      <Entry place="weight" member="weight" label={t.decision.weight} aside={aside} digits maxLength={12} />
      {hasSerial() && grams === null && (
        <Button kind="quiet" className="with-side-button small" onClick={() => void connectSerial()}>
          {t.decision.scale}
        </Button>
      )}
    </div>
  );
}
