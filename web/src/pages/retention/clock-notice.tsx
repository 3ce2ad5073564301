// The server's clock jumped: nothing is deleted until somebody looked at another clock. Who confirms types today's date from there, so that
// a wrong clock is found rather than nodded through.
import { useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { Button } from '../../kit/button.tsx';
import { dayText, typedDay, type CivilDay } from '../../kit/civil-day.ts';
import { DangerDialog } from '../../kit/danger-dialog.tsx';
import { Notice } from '../../kit/verdict.tsx';

interface Props {
  readonly clock: components['schemas']['Retention']['clock'];
  /** As the server takes it. */
  readonly today: CivilDay;
  readonly mayConfirm: boolean;
  readonly onDone: () => void;
}

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;

export function ClockNotice({ clock, today, mayConfirm, onDone }: Props) {
  const t = useTexts(retentionTexts);
  const [asking, setAsking] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (confirmed) told.current?.focus(); // the button that was pressed is gone
  }, [confirmed]);
  const done = (): void => {
    setAsking(false);
    setConfirmed(true);
    onDone();
  };
  const jump = clock.ms ?? 0;
  const long = Math.abs(jump);
  const span = long >= day_ms ? t.spanDays(Math.round(long / day_ms)) : long >= hour_ms ? t.spanHours(Math.round(long / hour_ms)) : t.spanMinutes(Math.max(1, Math.round(long / minute_ms)));
  return (
    <>
      <div ref={told} role="status" tabIndex={-1}>
        {confirmed && <Notice tone="ok">{t.clockDone}</Notice>}
      </div>
      {clock.in_doubt && (
        <Notice tone="bad" alert>
          <h2>{t.clockTitle}</h2>
          <p>{t.clockWhy(jump < 0 ? t.behind(span) : t.ahead(span), clock.since === undefined ? '' : moment(new Date(clock.since)))}</p>
          {mayConfirm ? (
            <p className="clock-do">
              <Button onClick={() => setAsking(true)}>{t.clockConfirm}</Button>
            </p>
          ) : (
            <p>{t.clockAskOfficer}</p>
          )}
        </Notice>
      )}
      {asking && (
        <DangerDialog
          title={t.clockTitleDialog}
          lead={t.clockLead}
          forGood={t.clockForGood}
          label={t.clockType}
          isRight={(typed) => typedDay(typed) === today}
          wrong={t.clockWrong(dayText(today))}
          confirm={t.clockConfirm}
          act={() => ask(api.POST('/api/v1/clock-confirmations'))}
          onDone={done}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
