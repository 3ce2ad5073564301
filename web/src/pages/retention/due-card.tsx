// What is due today, or would be on another day; and the button that does now what the server does within the hour.
import { useEffect, useId, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { Button } from '../../kit/button.tsx';
import { dayText, plusMonths, typedDay, type CivilDay } from '../../kit/civil-day.ts';
import { DangerDialog } from '../../kit/danger-dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice } from '../../kit/verdict.tsx';

type Retention = components['schemas']['Retention'];
type Due = Retention['due'][number];
type Purged = components['schemas']['Purged'];

const rows_max = 7;
const rows_asked_max = 100; // where it is about to be done; the list scrolls
const months_ahead_max = 60;

interface Props {
  readonly plan: Retention;
  readonly mayRun: boolean;
  readonly onLookAhead: (day: CivilDay | null) => void;
  readonly onRan: () => void;
}

export function DueCard({ plan: { due, today, on, clock }, mayRun, onLookAhead, onRan }: Props) {
  const t = useTexts(retentionTexts);
  const heading = useId();
  const aheadField = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [ran, setRan] = useState<Purged | null>(null);
  const ahead = on !== today;
  const oldest = due[0]?.day;
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (ran !== null) told.current?.focus(); // the button that was pressed is gone
  }, [ran]);
  const done = (purged: Purged): void => {
    setAsking(false);
    setRan(purged);
    onRan();
  };
  const backToToday = (): void => {
    if (aheadField.current) aheadField.current.value = today;
    onLookAhead(null);
  };
  return (
    <section className="card" aria-labelledby={heading}>
      <h2 id={heading}>{t.dueTitle}</h2>
      <div ref={told} role="status" tabIndex={-1}>
        {ran && <Ran purged={ran} />}
      </div>
      {ahead && <Notice tone="unsure">{t.previewing(dayText(on))}</Notice>}
      <DueTable caption={t.dueRows} due={due} rowsMax={rows_max} ahead={ahead} />
      {due.length > 0 && !ahead && clock.in_doubt && <Notice tone="warn">{t.stoppedByClock}</Notice>}
      {due.length > 0 && !ahead && !clock.in_doubt && !mayRun && <p className="field-hint">{t.onlyOfficer}</p>}
      <div className="due-row">
        <Field
          ref={aheadField}
          label={t.preview}
          hint={t.previewHint}
          type="date"
          min={today}
          max={plusMonths(today, months_ahead_max)}
          defaultValue={on} // not held to it: half a date is none, and would be wiped while it is typed
          onChange={({ target }) => {
            if (target.value !== '' && target.validity.valid) onLookAhead(target.value === today ? null : target.value);
          }}
        />
        {ahead && (
          <Button kind="quiet" onClick={backToToday}>
            {t.backToToday}
          </Button>
        )}
        {oldest !== undefined && !ahead && !clock.in_doubt && mayRun && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t.run}
          </Button>
        )}
      </div>
      {asking && oldest !== undefined && (
        <DangerDialog
          title={t.runTitle(due.length)}
          lead={t.runLead}
          forGood={t.runForGood}
          label={t.runType(dayText(oldest))}
          isRight={(typed) => typedDay(typed) === oldest}
          wrong={t.runWrong(dayText(oldest))}
          confirm={t.run}
          className="retention-wide"
          words={{ clock_in_doubt: t.stoppedByClock }}
          act={() => ask(api.POST('/api/v1/purges'))}
          onDone={done}
          onClose={() => setAsking(false)}
        >
          <DueTable caption={t.whatGoes} due={due} rowsMax={rows_asked_max} ahead={false} />
        </DangerDialog>
      )}
    </section>
  );
}

interface RowsProps {
  readonly caption: string;
  readonly due: readonly Due[];
  readonly rowsMax: number;
  readonly ahead: boolean;
}

function DueTable({ caption, due, rowsMax, ahead }: RowsProps) {
  const t = useTexts(retentionTexts);
  const columns: Column<Due>[] = [
    { key: 'day', title: t.day, cell: ({ day }) => <span className="due-day">{dayText(day)}</span> },
    {
      key: 'classes',
      title: t.whatGoes,
      cell: ({ classes, ends }) => (
        <>
          {classes.map((each) => t.classes[each]).join('; ')}
          {ends && <small className="terms-source">{t.fileToo}</small>}
        </>
      ),
    },
  ];
  return (
    <>
      <Table caption={caption} columns={columns} rows={due.slice(0, rowsMax)} keyOf={({ day }) => day} empty={ahead ? t.duePreviewNone : t.dueNone} />
      {due.length > rowsMax && <p>{t.moreDays(due.length - rowsMax)}</p>}
    </>
  );
}

const listed_max = 5; // more are a span

function Ran({ purged: { purged, failed, holds_ended, released, alarms } }: { readonly purged: Purged }) {
  const t = useTexts(retentionTexts);
  const days = purged.toSorted().map(dayText);
  const words = days.length > listed_max ? t.ranFrom(days.length, days[0] ?? '', days.at(-1) ?? '') : t.ran(days.length, days.join(', '));
  return (
    <div className="due-ran">
      {days.length > 0 && <Notice tone="ok">{words}</Notice>}
      {purged.length === 0 && failed.length === 0 && <Notice tone="ok">{t.ranNothing}</Notice>}
      {failed.length > 0 && (
        <Notice tone="bad" alert>
          {t.ranFailed(failed.map(({ day, what }) => `${dayText(day)} (${what})`).join(', '))}
        </Notice>
      )}
      {alarms.map(({ day, held, items }) => (
        <Notice key={day} tone="warn">
          {t.ranAlarm(dayText(day), held, items)}
        </Notice>
      ))}
      {holds_ended.length > 0 && <p>{t.ranHolds(holds_ended.join(', '))}</p>}
      {released > 0 && <p>{t.ranReleased(released)}</p>}
    </div>
  );
}
