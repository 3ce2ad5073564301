// One step about a request. Each is on record; a refusal is given in the law's words.
import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { useStore } from '../../app/store.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Labelled } from '../../kit/field.tsx';
import { Methods } from './request-form.tsx';
import type { Kinds, Step, SubjectRequest } from './request.ts';

interface Props {
  readonly request: SubjectRequest;
  readonly step: Step;
  readonly kinds: Kinds | null;
  readonly onDone: (now: SubjectRequest) => void;
  readonly onClose: () => void;
}

export function StepDialog({ request: { number, ask: asked }, step, kinds, onDone, onClose }: Props) {
  const t = useTexts(subjectsTexts);
  const spoken = useStore(language);
  const [method, setMethod] = useState('');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const days = kinds?.asks.find(({ code }) => code === asked)?.extension_days ?? 0;
  const missing = { identify: method === '', refuse: reason === '', extend: note.trim() === '', answer: false, finish: false, take_back: false }[step];
  const act = () => {
    setTried(true);
    if (missing) return null;
    const body = { step, ...(step === 'identify' && { method }), ...(step === 'refuse' && { reason }), ...(step === 'extend' && { note: note.trim() }) };
    return ask(api.POST('/api/v1/subject-requests/{request}/steps', { params: { path: { request: number } }, body }));
  };
  const wrong = tried && missing;
  return (
    <ActDialog
      title={t.stepOf(t.steps[step], number)}
      lead={step === 'extend' ? t.extendLead(days) : t.stepLead[step]}
      confirm={t.steps[step]}
      danger={['refuse', 'finish', 'take_back'].includes(step)}
      act={act}
      onDone={onDone}
      onClose={onClose}
    >
      {step === 'identify' && (
        <Labelled label={t.method} error={wrong ? t.methodEmpty : undefined}>
          {(control) => (
            <select {...control} className="input" value={method} onChange={({ target }) => setMethod(target.value)}>
              <option value="">{t.choose}</option>
              <Methods kinds={kinds} />
            </select>
          )}
        </Labelled>
      )}
      {step === 'refuse' && (
        <Labelled label={t.refusal} hint={kinds?.refusals.find(({ code }) => code === reason)?.source} error={wrong ? t.refusalEmpty : undefined}>
          {(control) => (
            <select {...control} className="input" value={reason} onChange={({ target }) => setReason(target.value)}>
              <option value="">{t.choose}</option>
              {kinds?.refusals.map((each) => (
                <option key={each.code} value={each.code}>
                  {each[spoken]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      {step === 'extend' && (
        <Labelled label={t.why} hint={t.whyHint} error={wrong ? t.whyEmpty : undefined}>
          {(control) => <textarea {...control} className="input" rows={3} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />}
        </Labelled>
      )}
    </ActDialog>
  );
}
