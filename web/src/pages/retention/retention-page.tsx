// What is kept, until when and why; what is due; each day, and the proof of those that went. For the safety officer, who may delete now, and
// for those who only look.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { Button } from '../../kit/button.tsx';
import type { CivilDay } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { inForce, type Hold } from '../holds/hold.ts';
import { holdsPath } from '../holds/paths.ts';
import { shownOf } from './calendar.ts';
import { ClockNotice } from './clock-notice.tsx';
import { DayCalendar } from './day-calendar.tsx';
import { DayDialog } from './day-dialog.tsx';
import { DueCard } from './due-card.tsx';
import { SeriesTable } from './series-table.tsx';
import { TermsTable } from './terms-table.tsx';
import './retention-page.css';

const again_ms = 60_000; // the server deletes while the page is open

export default function RetentionPage() {
  const t = useTexts(retentionTexts);
  const shell = useTexts(shellTexts);
  const now = useStore(session);
  const role = now.state === 'in' ? now.actor.role : '';
  const isOfficer = role === 'officer';
  const [ahead, setAhead] = useState<CivilDay | null>(null);
  const [query, setQuery] = useSearchParams();
  const day = query.get('ngay');
  const call = useCallback(() => ask(api.GET('/api/v1/retention', { params: { query: ahead === null ? {} : { on: ahead } } })), [ahead]);
  const { data, failure, anew } = useAsked(call);
  const holds = useHolds(isOfficer);
  const shown = useMemo(() => (data === null ? null : shownOf(data.days, data.today)), [data]);
  useEffect(() => {
    const again = setInterval(anew, again_ms);
    return () => clearInterval(again);
  }, [anew]);
  const open = (wanted: CivilDay | null): void => setQuery(wanted === null ? {} : { ngay: wanted }, { replace: true });

  return (
    <div className="retention">
      <div className="retention-top">
        <h1>{t.title}</h1>
        {(isOfficer || role === 'auditor') && (
          <Link className="button button-plain" href={holdsPath}>
            {t.toHolds}
          </Link>
        )}
      </div>
      <p>{t.lead}</p>
      <FailureNotice failure={failure} />
      {failure !== null && (
        <p>
          <Button onClick={anew}>{shell.again}</Button>
        </p>
      )}
      <div className="retention-parts" aria-busy={data === null && failure === null}>
        {data === null && failure === null && <Skeleton rows={12} />}
        {data && (
          <>
            <ClockNotice clock={data.clock} today={data.today} mayConfirm={isOfficer} onDone={anew} />
            <section className="retention-part">
              <h2>{t.termsTitle}</h2>
              <TermsTable terms={data.classes} today={data.today} {...(isOfficer && { holds })} />
            </section>
            <section className="retention-part">
              <h2>{t.seriesTitle}</h2>
              <SeriesTable series={data.series} />
            </section>
            <DueCard plan={data} mayRun={isOfficer} onLookAhead={setAhead} onRan={anew} />
            <section className="card" aria-labelledby="calendar">
              <h2 id="calendar">{t.calendarTitle}</h2>
              {shown === null ? <div className="table-empty">{t.calendarNone}</div> : <DayCalendar shown={shown} onOpen={open} />}
            </section>
          </>
        )}
      </div>
      {day !== null && /^\d{4}-\d\d-\d\d$/.test(day) && <DayDialog key={day} day={day} onClose={() => open(null)} />}
    </div>
  );
}

/** Those in force; only an officer may ask. */
function useHolds(mayAsk: boolean): readonly Hold[] | null {
  const [holds, setHolds] = useState<readonly Hold[] | null>(null);
  useEffect(() => {
    if (!mayAsk) return;
    let gone = false;
    void ask(api.GET('/api/v1/holds')).then((answer) => {
      if (!gone && answer.ok) setHolds(answer.data.holds.filter(inForce));
    });
    return () => {
      gone = true;
    };
  }, [mayAsk]);
  return holds;
}
