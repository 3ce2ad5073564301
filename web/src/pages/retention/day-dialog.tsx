// One day: each class with its dates, and of what is gone the certificate and the proofs.
import { useCallback, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { hasCode, type Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { Button } from '../../kit/button.tsx';
import { dayText, type CivilDay } from '../../kit/civil-day.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { download } from '../../kit/download.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { deletionsOf, type Deletion } from './deletions.ts';
import { KeepingWord } from './keeping.tsx';

type ClassOfDay = components['schemas']['DayKept']['classes'][number];

export function DayDialog({ day, onClose }: { readonly day: CivilDay; readonly onClose: () => void }) {
  const t = useTexts(retentionTexts);
  const shell = useTexts(shellTexts);
  const call = useCallback(() => ask(api.GET('/api/v1/days/{day}', { params: { path: { day } } })), [day]);
  const { data, failure, anew } = useAsked(call);
  const unknown = failure !== null && hasCode(failure, 'day_unknown');
  return (
    <Dialog title={t.dayTitle(dayText(day))} onClose={onClose} className="retention-wide">
      {unknown ? <p>{t.dayUnknown}</p> : <FailureNotice failure={failure} />}
      <div className="day-parts" aria-busy={data === null && failure === null}>
        {data === null && failure === null && <Skeleton rows={7} />}
        {data && <ClassTable classes={data.classes} />}
        {data && <Deletions day={day} deletions={deletionsOf(data.classes)} />}
      </div>
      <p className="dialog-buttons">
        {failure !== null && !unknown && <Button onClick={anew}>{shell.again}</Button>}
        <Button kind="quiet" onClick={onClose}>
          {shell.close}
        </Button>
      </p>
    </Dialog>
  );
}

function ClassTable({ classes }: { readonly classes: readonly ClassOfDay[] }) {
  const t = useTexts(retentionTexts);
  const columns: Column<ClassOfDay>[] = [
    { key: 'class', title: t.class, cell: (each) => t.classes[each.class] },
    {
      key: 'state',
      title: t.state,
      cell: ({ keeping }) => <KeepingWord state={keeping}>{t.keeping[keeping]}</KeepingWord>,
    },
    { key: 'free', title: t.freeFrom, figures: true, cell: ({ free_from }) => dayText(free_from) },
    { key: 'due', title: t.dueOn, figures: true, cell: ({ due_on }) => dayText(due_on) },
  ];
  return <Table caption={t.dayClasses} columns={columns} rows={classes} keyOf={(each) => each.class} empty={t.dayUnknown} />;
}

function Deletions({ day, deletions }: { readonly day: CivilDay; readonly deletions: readonly Deletion[] }) {
  const t = useTexts(retentionTexts);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  if (deletions.length === 0) return null;
  const path = { day };
  const take = async (what: string, asked: ReturnType<typeof ask<Blob>>, name: string): Promise<void> => {
    setBusy(what);
    setFailure(await download(asked, name));
    setBusy(null);
  };
  const takeCertificate = () => take('certificate', ask(api.GET('/api/v1/days/{day}/certificate', { params: { path }, parseAs: 'blob' })), t.certificateName(day));
  const takeProof = ({ entry, classes: [first] }: Deletion) =>
    take(
      entry,
      ask(api.GET('/api/v1/days/{day}/certificate-proof', { params: { path, query: { class: first } }, parseAs: 'blob' })),
      t.proofName(day, first),
    );
  const grades = new Set(deletions.map(({ grade }) => grade));
  return (
    <section className="day-parts" aria-labelledby="deletions">
      <h3 id="deletions">{t.deletions}</h3>
      <ul className="day-deletions">
        {deletions.map((each) => (
          <li key={each.entry}>
            <p>
              <b className="figures">{t.deletion(moment(new Date(each.at)), each.grade)}</b>
              <br />
              {each.classes.map((name) => t.classes[name]).join('; ')}
              <br />
              <span className="field-hint">{each.inBackupsUntil === null ? t.noBackups : t.inBackups(dayText(each.inBackupsUntil))}</span>
            </p>
            <Button
              kind="quiet"
              busy={busy === each.entry}
              aria-label={t.proofOf(each.classes.map((name) => t.classes[name]).join('; '))}
              onClick={() => void takeProof(each)}
            >
              {t.proof}
            </Button>
          </li>
        ))}
      </ul>
      {grades.has('A') && <p className="field-hint">{t.gradeA}</p>}
      {grades.has('B') && <p className="field-hint">{t.gradeB}</p>}
      <p className="field-hint">{t.proofHint}</p>
      {failure !== null && hasCode(failure, 'not_in_log_yet') ? <Notice tone="warn">{t.notInLog}</Notice> : <FailureNotice failure={failure} />}
      <p>
        <Button kind="main" busy={busy === 'certificate'} onClick={() => void takeCertificate()}>
          {t.certificate}
        </Button>
      </p>
    </section>
  );
}
