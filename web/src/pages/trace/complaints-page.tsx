// Complaints and claims: what is open with its clock, what was closed; filed here, answered, agreed on, paid. Whose words they are is shown only
// when one is opened.
import { useState } from 'react';
import { Link } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { complaintsTexts } from '../../i18n/complaints.ts';
import { moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Told } from '../../kit/told.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { ComplaintForm } from './complaint-form.tsx';
import { ShowComplaint, StepDialog, type Step } from './complaint-dialogs.tsx';
import { useForgetting } from './kept.ts';
import { itemPath, tracePath } from './paths.ts';
import '../../kit/worklist.css';
import './trace.css';

export type Complaint = components['schemas']['Complaint'];
export type Kinds = components['schemas']['ComplaintKinds'];

const askKinds = () => ask(api.GET('/api/v1/complaint-kinds'));
const askComplaints = () => ask(api.GET('/api/v1/complaints'));

type Doing = { readonly complaint: Complaint; readonly act: Step | 'show' } | null;

const isOpen = ({ state }: Complaint): boolean => state !== 'closed' && state !== 'taken_back';

export default function ComplaintsPage() {
  const t = useTexts(complaintsTexts);
  useForgetting();
  const { data, failure, anew } = useAsked(askComplaints);
  const { data: kinds } = useAsked(askKinds);
  const [older, setOlder] = useState<readonly Complaint[]>([]);
  const [next, setNext] = useState<number | null | undefined>(undefined);
  const [moreFailure, setMoreFailure] = useState<Failure | null>(null);
  const [filing, setFiling] = useState(false);
  const [doing, setDoing] = useState<Doing>(null);
  const [told, setTold] = useState<string | null>(null);
  // The first answer has every open one, however old; it may come again with an older page.
  const all = [...new Map([...older, ...(data?.complaints ?? [])].map((each) => [each.number, each])).values()].toSorted((one, other) => other.number - one.number);
  const follows = next === undefined ? data?.next : (next ?? undefined);
  const more = async (before: number): Promise<void> => {
    const answer = await ask(api.GET('/api/v1/complaints', { params: { query: { before } } }));
    setMoreFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    setOlder([...older, ...answer.data.complaints]);
    setNext(answer.data.next ?? null);
  };
  const tell = (words: string): void => {
    setDoing(null);
    setFiling(false);
    setTold(words);
    setOlder([]);
    setNext(undefined);
    anew();
  };
  const numberOf = ({ year, in_year }: Complaint): string => t.numberOf(year, in_year);
  return (
    <div className="trace worklist">
      <div className="trace-top">
        <h1>{t.title}</h1>
        <Link className="button button-plain" href={tracePath}>
          {t.toTrace}
        </Link>
      </div>
      <p>{t.lead}</p>
      <Told words={told} />
      <FailureNotice failure={failure ?? moreFailure} />
      {!filing && kinds !== null && (
        <p>
          <Button kind="main" onClick={() => setFiling(true)}>
            {t.file}
          </Button>
        </p>
      )}
      {filing && kinds !== null && <ComplaintForm kinds={kinds} onDone={(filed) => tell(t.filed(numberOf(filed), dayText(filed.answer_by)))} onClose={() => setFiling(false)} />}
      {data === null && failure === null && <Skeleton rows={6} />}
      {data !== null && (
        <>
          <Group title={t.open} empty={t.openNone} rows={all.filter(isOpen)} kinds={kinds} onAct={setDoing} />
          <Group title={t.ended} empty={t.endedNone} rows={all.filter((each) => !isOpen(each))} kinds={kinds} onAct={setDoing} />
        </>
      )}
      {follows !== undefined && (
        <p className="dialog-buttons">
          <Button onClick={() => void more(follows)}>{t.more}</Button>
        </p>
      )}
      {doing?.act === 'show' && <ShowComplaint complaint={doing.complaint} kinds={kinds} onClose={() => setDoing(null)} />}
      {doing !== null && doing.act !== 'show' && (
        <StepDialog
          complaint={doing.complaint}
          step={doing.act}
          kinds={kinds}
          onDone={(after) => tell(t.done(numberOf(after), t.states[after.state]))}
          onClose={() => setDoing(null)}
        />
      )}
    </div>
  );
}

const stepsOf: Readonly<Record<Complaint['state'], readonly Step[]>> = {
  filed: ['answer', 'take_back'],
  answered: ['agree', 'close'],
  agreed: ['pay'],
  paid: ['close'],
  closed: [],
  taken_back: [],
};

interface GroupProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly Complaint[];
  readonly kinds: Kinds | null;
  readonly onAct: (doing: Doing) => void;
}

function Group({ title, empty, rows, kinds, onAct }: GroupProps) {
  const t = useTexts(complaintsTexts);
  const spoken = useStore(language);
  const numberOf = ({ year, in_year }: Complaint): string => t.numberOf(year, in_year);
  const columns: Column<Complaint>[] = [
    { key: 'number', title: t.number, cell: (each) => <span className="trace-code">{numberOf(each)}</span> },
    { key: 'kind', title: t.kind, cell: ({ kind }) => kinds?.kinds.find(({ code }) => code === kind)?.[spoken] ?? kind },
    { key: 'state', title: t.state, cell: ({ state }) => t.states[state] },
    { key: 'clock', title: t.clock, cell: (each) => <Clock complaint={each} /> },
    { key: 'received', title: t.received, figures: true, cell: ({ received_at }) => moment(new Date(received_at)) },
    { key: 'item', title: t.item, cell: ({ item }) => <Link href={itemPath(item)}>{item.slice(-12)}</Link> },
    {
      key: 'do',
      title: t.do,
      cell: (each) => (
        <span className="worklist-acts">
          <Button kind="quiet" aria-label={t.showOf(numberOf(each))} onClick={() => onAct({ complaint: each, act: 'show' })}>
            {t.show}
          </Button>
          {stepsOf[each.state].map((step) => (
            <Button key={step} kind="quiet" aria-label={t.stepOf(t.steps[step], numberOf(each))} onClick={() => onAct({ complaint: each, act: step })}>
              {t.steps[step]}
            </Button>
          ))}
        </span>
      ),
    },
  ];
  return (
    <section className="trace-results">
      <h2>{title}</h2>
      <Table caption={title} columns={columns} rows={rows} keyOf={({ number }) => String(number)} empty={empty} />
    </section>
  );
}

function Clock({ complaint: { state, answer_by, pay_by, late, barred } }: { readonly complaint: Complaint }) {
  const t = useTexts(complaintsTexts);
  return (
    <>
      {state === 'filed' && t.answerBy(dayText(answer_by))}
      {state === 'agreed' && pay_by !== undefined && t.payBy(dayText(pay_by))} {late && <Verdict tone="bad">{t.late}</Verdict>} {barred && <Verdict tone="warn">{t.barred}</Verdict>}
    </>
  );
}
