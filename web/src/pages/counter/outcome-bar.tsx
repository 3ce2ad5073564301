// One line that says how it stands: what a scan brought, what stops the work, how the last item ended. Of the last item only its code.
import { useEffect } from 'react';

import { queue } from '../../app/connection.ts';
import { useStore } from '../../app/store.ts';
import type { Decided } from '../../counter/desk.ts';
import { picturesUnderway } from '../../counter/pictures-underway.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { printing } from '../../print/printing.ts';
import { useDesk, useWords } from './desk-context.ts';

const againMs = 5000;

export function OutcomeBar() {
  const desk = useDesk();
  const sending = useStore(desk.sending);
  const said = useStore(desk.said);
  const decided = useStore(desk.decided);
  return (
    <div className="outcome" role="status">
      {sending.kind === 'unknown' && <Unknown />}
      {sending.kind === 'failed' && <Failed />}
      {sending.kind !== 'failed' && said && <SaidNow />}
      {decided && <Ended decided={decided} />}
    </div>
  );
}

/** The same item is sent again by itself, until the server says what became of it. */
function Unknown() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  useEffect(() => {
    const timer = setInterval(() => void desk.accept(), againMs);
    return () => clearInterval(timer);
  }, [desk]);
  return (
    <Notice tone="warn" alert>
      {t.decision.unknown}
    </Notice>
  );
}

function Failed() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const sending = useStore(desk.sending);
  const text = useFailureText();
  if (sending.kind !== 'failed') return null;
  const { failure } = sending;
  return (
    <Notice tone="bad" alert>
      {t.decision.failed} {text(failure)}
      {failure.kind === 'problem' && failure.errors.length > 0 && (
        <ul>
          {failure.errors.map(({ field, text: words }) => (
            <li key={field}>{words}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function SaidNow() {
  const desk = useDesk();
  const said = useStore(desk.said);
  const words = useWords();
  if (!said) return null;
  const tone = said.code === 'prohibited_blocks' ? 'bad' : said.code === 'card_read' || said.code === 'declaration_taken' ? 'ok' : 'warn';
  return <Notice tone={tone}>{words('said', said)}</Notice>;
}

function Ended({ decided }: { readonly decided: Decided }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const spoken = useStore(language);
  const underway = useStore(picturesUnderway);
  const { waiting } = useStore(queue);
  const slip = useStore(printing);
  const { acceptance } = decided;
  const accepted = acceptance.decision === 'accepted';
  const kept = acceptance.number === null && waiting > 0; // pictures and all
  return (
    <Notice tone={accepted ? 'ok' : 'unsure'}>
      <div className="ended">
        <strong>{accepted ? t.decision.accepted(acceptance.item_code ?? '') : t.decision.refused(acceptance.number)}</strong>
        {kept && <span>{t.decision.waits}</span>}
        {!kept && underway.waiting > 0 && <span>{t.decision.picturesWaiting(underway.waiting)}</span>}
        {underway.waiting === 0 && acceptance.number !== null && accepted && <span>{t.decision.picturesSent}</span>}
        {underway.lost > 0 && <span>{t.decision.picturesLost(underway.lost)}</span>}
        {decided.otherVerdict && <span>{t.decision.otherVerdict}</span>}
        {acceptance.warnings.length > 0 && (
          <span>
            {t.decision.warned}: {acceptance.warnings.map((warning) => warning[spoken]).join(' ')}
          </span>
        )}
        {slip && (
          <Button kind="quiet" className="small" onClick={() => slip.print()}>
            {t.decision.reprint}
          </Button>
        )}
        <Button kind="quiet" className="small" onClick={() => desk.decided.set(null)}>
          {t.decision.close}
        </Button>
      </div>
    </Notice>
  );
}
