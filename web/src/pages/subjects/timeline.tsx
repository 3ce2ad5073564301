// What was done about a request, in its order, and what is still to be done, until when.
import type { ReactNode } from 'react';

import { useStore } from '../../app/store.ts';
import { moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { civilDayOf, dayText, type CivilDay } from '../../kit/civil-day.ts';
import { Verdict, type Tone } from '../../kit/verdict.tsx';
import { isOpen, type Kinds, type SubjectRequest } from './request.ts';
import './subjects.css';

interface Props {
  readonly request: SubjectRequest;
  readonly kinds: Kinds | null;
  readonly today: CivilDay;
}

const at = (instant: string): string => moment(new Date(instant));

export function Timeline({ request, kinds, today }: Props) {
  const t = useTexts(subjectsTexts);
  const spoken = useStore(language);
  const { received_at, by, method, answered_at, answer_by, extended, due, closed_at, state } = request;
  /** Done in time or late; or waiting, with its last day. */
  const toneOf = (done: string | undefined, until: CivilDay): Tone => (until < (done === undefined ? today : civilDayOf(done)) ? 'bad' : done === undefined ? 'unsure' : 'ok');
  const late = (tone: Tone): string => (tone === 'bad' ? ` · ${t.late}` : '');
  const answer = toneOf(answered_at, answer_by);
  const deed = toneOf(closed_at, due);
  return (
    <ol className="subject-steps">
      <Line tone="ok" name={t.received}>
        {at(received_at)} · {by}
      </Line>
      <Line tone={method === undefined ? 'unsure' : 'ok'} name={t.steps.identify}>
        {method === undefined ? t.notYet : (kinds?.methods.find(({ code }) => code === method)?.[spoken] ?? method)}
      </Line>
      <Line tone={answer} name={answered_at === undefined ? t.answer : t.steps.answer}>
        {answered_at === undefined ? t.answerBy(dayText(answer_by)) : at(answered_at)}
        {late(answer)}
      </Line>
      {extended && (
        <Line tone="ok" name={t.steps.extend}>
          {t.extendedTo(dayText(due))}
        </Line>
      )}
      <Line tone={deed} name={isOpen(request) ? t.deed : t.states[state]}>
        {closed_at === undefined ? t.doBy(dayText(due)) : at(closed_at)}
        {late(deed)}
      </Line>
    </ol>
  );
}

function Line({ tone, name, children }: { readonly tone: Tone; readonly name: string; readonly children: ReactNode }) {
  return (
    <li>
      <Verdict tone={tone}>{name}</Verdict>
      <span>{children}</span>
    </li>
  );
}
