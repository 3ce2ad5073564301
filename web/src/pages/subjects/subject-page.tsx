// One request: who asks, what was done about it and until when the rest is to be done. Opening it is on record. What a step answers is shown
// without another look.
import { useCallback, useState } from 'react';
import { Link, useParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { language, useTexts } from '../../i18n/i18n.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, type CivilDay } from '../../kit/civil-day.ts';
import { download } from '../../kit/download.ts';
import { Facts, type Fact } from '../../kit/facts.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Told } from '../../kit/told.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { subjectsPath } from './paths.ts';
import { mayErase, mayExport, stepsOf, type Kinds, type Step, type SubjectRequest } from './request.ts';
import { StepDialog } from './step-dialog.tsx';
import { Timeline } from './timeline.tsx';
import '../../kit/worklist.css';

const askKinds = () => ask(api.GET('/api/v1/subject-request-kinds'));

export default function SubjectPage() {
  const t = useTexts(subjectsTexts);
  const { number = '' } = useParams();
  const call = useCallback(() => ask(api.GET('/api/v1/subject-requests/{request}', { params: { path: { request: Number(number) } } })), [number]);
  const { data, failure } = useAsked(call);
  const { data: kinds, failure: kindsFailure } = useAsked(askKinds);
  const [after, setAfter] = useState<SubjectRequest | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const shown = after ?? data;
  const tell = (words: string, now: SubjectRequest): void => {
    setTold(words);
    setAfter(now);
  };
  return (
    <div className="worklist">
      <div className="worklist-top">
        <h1>{/^\d+$/.test(number) ? t.titleOf(Number(number)) : t.title}</h1>
        <Link className="button button-plain" href={subjectsPath}>
          {t.toList}
        </Link>
      </div>
      <p>
        <b>{t.watched}</b>
      </p>
      <Told words={told} />
      <FailureNotice failure={failure ?? kindsFailure} />
      {shown === null && failure === null && <Skeleton rows={6} />}
      {shown !== null && <Shown request={shown} kinds={kinds} onTold={tell} />}
    </div>
  );
}

interface ShownProps {
  readonly request: SubjectRequest;
  readonly kinds: Kinds | null;
  readonly onTold: (words: string, now: SubjectRequest) => void;
}

function Shown({ request, kinds, onTold }: ShownProps) {
  const t = useTexts(subjectsTexts);
  const spoken = useStore(language);
  const [today] = useState(() => civilDayOf(new Date().toISOString()));
  const [doing, setDoing] = useState<Step | 'erase' | null>(null);
  const { asker } = request;
  const close = (): void => setDoing(null);
  const facts: readonly Fact[] = [
    [t.ask, kinds?.asks.find(({ code }) => code === request.ask)?.[spoken] ?? request.ask],
    [t.state, t.states[request.state]],
    ...(asker === undefined ? [[t.asker, t.askerGone] as const] : []),
    ...(asker?.name === undefined ? [] : [[t.name, asker.name] as const]),
    ...(asker?.phone === undefined ? [] : [[t.phone, asker.phone] as const]),
    ...(asker?.identity_number === undefined ? [] : [[t.identity, asker.identity_number] as const]),
    ...(asker?.contact === undefined ? [] : [[t.contact, asker.contact] as const]),
    ...(asker?.note === undefined ? [] : [[t.note, asker.note] as const]),
    ...(request.third_party ? [[t.third, t.thirdParty] as const] : []),
    ...(request.items_erased > 0 ? [[t.erased, t.items(request.items_erased)] as const] : []),
    ...(request.refusal_text === undefined ? [] : [[t.refusal, request.refusal_text[spoken]] as const]),
  ];
  return (
    <>
      <section className="card">
        <Facts list={facts} />
      </section>
      <section className="worklist-group">
        <h2>{t.timeline}</h2>
        <Timeline request={request} kinds={kinds} today={today} />
      </section>
      <Actions request={request} today={today} onDo={setDoing} />
      {doing === 'erase' && (
        <EraseDialog
          request={request}
          today={today}
          onDone={(erased) => onTold(t.eraseDone(erased), { ...request, items_erased: request.items_erased + erased })}
          onClose={close}
        />
      )}
      {doing !== null && doing !== 'erase' && (
        <StepDialog
          request={request}
          step={doing}
          kinds={kinds}
          onDone={(now) => {
            close();
            onTold(t.stepDone[doing](now.number), now);
          }}
          onClose={close}
        />
      )}
    </>
  );
}

interface ActionsProps {
  readonly request: SubjectRequest;
  readonly today: CivilDay;
  readonly onDo: (what: Step | 'erase') => void;
}

function Actions({ request, today, onDo }: ActionsProps) {
  const t = useTexts(subjectsTexts);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const steps = stepsOf(request, today);
  if (steps.length === 0) return null;
  const takeData = async (): Promise<void> => {
    setBusy(true);
    const asked = ask(api.POST('/api/v1/subject-requests/{request}/exports', { params: { path: { request: request.number } }, parseAs: 'blob' }));
    setFailure(await download(asked, t.exportName(request.number)));
    setBusy(false);
  };
  return (
    <section className="worklist-group">
      <h2>{t.do}</h2>
      {request.state === 'received' && <p className="field-hint">{t.notSeen}</p>}
      <p className="worklist-acts">
        {mayExport(request) && (
          <Button busy={busy} onClick={() => void takeData()}>
            {t.export}
          </Button>
        )}
        {mayErase(request) && (
          <Button kind="danger" onClick={() => onDo('erase')}>
            {t.erase}
          </Button>
        )}
        {steps.map((step) => (
          <Button key={step} onClick={() => onDo(step)}>
            {t.steps[step]}
          </Button>
        ))}
      </p>
      <FailureNotice failure={failure} />
    </section>
  );
}
