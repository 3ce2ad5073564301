// The shift of this machine and what waits on it: who may unlock it without a network, what is still to be sent, what the server did not take.
import { useEffect } from 'react';

import { useStore } from '../../app/store.ts';
import { loadDayRules, dayRules } from '../../counter/day-rules.ts';
import { chosenCounter, counterHere } from '../../counter/chosen-counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shiftTexts } from '../../i18n/shift.ts';
import { atCounter, enrolHereAnew, missing } from '../../offline/service.ts';
import { Button } from '../../kit/button.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { FreeSpace } from './free-space.tsx';
import { ShiftCard } from './shift-card.tsx';
import { WaitingCard } from './waiting-card.tsx';
import './queue-page.css';

export default function QueuePage() {
  const t = useTexts(shiftTexts);
  return (
    <div className="queue">
      <h1>{t.title}</h1>
      <WaitingCard />
      <ShiftCard />
      <Readiness />
    </div>
  );
}

function Readiness() {
  const t = useTexts(shiftTexts);
  const rules = useStore(dayRules);
  const chosen = useStore(chosenCounter);
  const lacks = useStore(missing);
  const counter = rules.kind === 'here' ? counterHere(rules.rules.counters, chosen)?.counter : undefined;
  useEffect(() => void loadDayRules(), []);
  useEffect(() => {
    if (counter !== undefined) atCounter(counter);
  }, [counter]);
  return (
    <section className="card" aria-labelledby="ready">
      <h2 id="ready">{t.ready}</h2>
      <p>{lacks === null ? <Verdict tone="ok">{t.readyAll}</Verdict> : <Verdict tone="warn">{t.missing[lacks]}</Verdict>}</p>
      {lacks === 'revoked' && (
        <p>
          <Button kind="quiet" onClick={() => void enrolHereAnew()}>
            {t.enrolAnew}
          </Button>
        </p>
      )}
      <FreeSpace />
    </section>
  );
}
