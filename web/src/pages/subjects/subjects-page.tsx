// What data subjects ask for, with the law's clocks: what is late on top. Who asks is shown only when a request is opened.
import { useState } from 'react';
import { Link } from 'wouter';

import { api, ask } from '../../api/client.ts';
import { useAsked } from '../../api/use-asked.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, dayText, type CivilDay } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Told } from '../../kit/told.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { subjectPath } from './paths.ts';
import { RequestForm } from './request-form.tsx';
import { byUrgency, isOpen, type Kinds, type SubjectRequest } from './request.ts';
import '../../kit/worklist.css';

const askKinds = () => ask(api.GET('/api/v1/subject-request-kinds'));
const askRequests = () => ask(api.GET('/api/v1/subject-requests'));

export default function SubjectsPage() {
  const t = useTexts(subjectsTexts);
  const { data, failure, anew } = useAsked(askRequests);
  const { data: kinds, failure: kindsFailure } = useAsked(askKinds);
  const [today] = useState(() => civilDayOf(new Date().toISOString()));
  const [filing, setFiling] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const filed = ({ number, answer_by, due }: SubjectRequest): void => {
    setFiling(false);
    setTold(t.filed(number, dayText(answer_by), dayText(due)));
    anew();
  };
  const open = data?.requests.filter(isOpen).toSorted(byUrgency) ?? [];
  const ended = data?.requests.filter((each) => !isOpen(each)).toSorted(byUrgency) ?? [];
  return (
    <div className="worklist">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <Told words={told} />
      <FailureNotice failure={failure ?? kindsFailure} />
      {!filing && kinds !== null && (
        <p>
          <Button kind="main" onClick={() => setFiling(true)}>
            {t.file}
          </Button>
        </p>
      )}
      {filing && kinds !== null && <RequestForm kinds={kinds} onDone={filed} onClose={() => setFiling(false)} />}
      {data === null && failure === null && <Skeleton rows={6} />}
      {data !== null && (
        <>
          <Group title={t.open} empty={t.openNone} rows={open} kinds={kinds} today={today} />
          <Group title={t.ended} empty={t.endedNone} rows={ended} kinds={kinds} today={today} />
        </>
      )}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly SubjectRequest[];
  readonly kinds: Kinds | null;
  readonly today: CivilDay;
}

function Group({ title, empty, rows, kinds, today }: GroupProps) {
  const t = useTexts(subjectsTexts);
  const spoken = useStore(language);
  const columns: Column<SubjectRequest>[] = [
    {
      key: 'number',
      title: t.number,
      cell: ({ number }) => (
        <Link className="worklist-code" href={subjectPath(number)}>
          {t.numberOf(number)}
        </Link>
      ),
    },
    { key: 'ask', title: t.ask, cell: ({ ask: asked }) => kinds?.asks.find(({ code }) => code === asked)?.[spoken] ?? asked },
    { key: 'state', title: t.state, cell: ({ state, refusal_text }) => <State state={state} why={refusal_text?.[spoken]} /> },
    { key: 'clock', title: t.clock, cell: (each) => <Clocks request={each} today={today} /> },
    { key: 'received', title: t.received, figures: true, cell: ({ received_at }) => moment(new Date(received_at)) },
  ];
  return (
    <section className="worklist-group">
      <h2>{title}</h2>
      <Table caption={title} columns={columns} rows={rows} keyOf={({ number }) => String(number)} empty={empty} />
    </section>
  );
}

function State({ state, why }: { readonly state: SubjectRequest['state']; readonly why: string | undefined }) {
  const t = useTexts(subjectsTexts);
  return (
    <>
      {t.states[state]}
      {why !== undefined && <small className="worklist-small">{why}</small>}
    </>
  );
}

function Clocks({ request, today }: { readonly request: SubjectRequest; readonly today: CivilDay }) {
  const t = useTexts(subjectsTexts);
  const { answered_at, answer_by, due, closed_at, late } = request;
  if (!isOpen(request)) {
    return (
      <>
        {closed_at !== undefined && t.closedOn(dayText(civilDayOf(closed_at)))} {late && <Verdict tone="bad">{t.wasLate}</Verdict>}
      </>
    );
  }
  const one = (until: CivilDay, words: string) => (until < today ? <Verdict tone="bad">{`${words} · ${t.late}`}</Verdict> : words);
  return (
    <div className="worklist-clock">
      {answered_at === undefined && one(answer_by, t.answerBy(dayText(answer_by)))}
      {answered_at === undefined && <br />}
      {one(due, t.doBy(dayText(due)))}
    </div>
  );
}
