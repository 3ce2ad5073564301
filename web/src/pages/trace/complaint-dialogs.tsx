// One complaint with the words of who complains; and the steps that are taken about it.
import { useCallback, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { useAsked } from '../../api/use-asked.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { complaintsTexts } from '../../i18n/complaints.ts';
import { money, moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { Facts, type Fact } from '../../kit/facts.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import type { Complaint, Kinds } from './complaints-page.tsx';

export type Step = 'answer' | 'agree' | 'pay' | 'close' | 'take_back';

interface Props {
  readonly complaint: Complaint;
  readonly kinds: Kinds | null;
  readonly onClose: () => void;
}

export function ShowComplaint({ complaint, kinds, onClose }: Props) {
  const t = useTexts(complaintsTexts);
  const shell = useTexts(shellTexts);
  const spoken = useStore(language);
  const call = useCallback(() => ask(api.GET('/api/v1/complaints/{complaint}', { params: { path: { complaint: complaint.number } } })), [complaint.number]);
  const { data, failure } = useAsked(call);
  const word = (list: readonly { readonly code: string; readonly vi: string; readonly en: string }[] | undefined, code: string): string =>
    list?.find((each) => each.code === code)?.[spoken] ?? code;
  const facts = (shown: Complaint): readonly Fact[] => [
    [t.kind, word(kinds?.kinds, shown.kind)],
    [t.state, t.states[shown.state]],
    [t.as, t.sides[shown.as]],
    ...(shown.complainant?.name === undefined ? [] : [[t.name, shown.complainant.name] as const]),
    ...(shown.complainant?.contact === undefined ? [] : [[t.contact, shown.complainant.contact] as const]),
    [t.words, shown.complainant === undefined ? t.gone : (shown.complainant.words ?? '')],
    [t.received, moment(new Date(shown.received_at))],
    [t.fileUntil, shown.file_until === undefined ? t.noUntil : t.until(dayText(shown.file_until))],
    [t.clock, t.answerBy(dayText(shown.answer_by))],
    ...(shown.outcome === undefined ? [] : [[t.outcome, word(kinds?.outcomes, shown.outcome)] as const]),
    ...(shown.fee_vnd === undefined ? [] : [[t.fee, money(shown.fee_vnd)] as const]),
    ...(shown.amount_vnd === undefined ? [] : [[t.moneyAgreed, money(shown.amount_vnd)] as const]),
    ...(shown.pay_by === undefined ? [] : [[t.pay, t.payBy(dayText(shown.pay_by))] as const]),
  ];
  return (
    <Dialog title={t.numberOf(complaint.year, complaint.in_year)} onClose={onClose}>
      <FailureNotice failure={failure} />
      {data === null && failure === null && <Skeleton rows={6} />}
      {data !== null && (
        <>
          <Facts list={facts(data)} />
          <p className="field-hint">{t.watched}</p>
        </>
      )}
      <p className="dialog-buttons">
        <Button onClick={onClose}>{shell.close}</Button>
      </p>
    </Dialog>
  );
}

interface StepProps extends Props {
  readonly step: Step;
  readonly onDone: (after: Complaint) => void;
}

export function StepDialog({ complaint, step, kinds, onDone, onClose }: StepProps) {
  const t = useTexts(complaintsTexts);
  const spoken = useStore(language);
  const [outcome, setOutcome] = useState('');
  const [amount, setAmount] = useState('');
  const [wrong, setWrong] = useState<string>();
  const least = complaint.amount_min_vnd;
  const chosen = outcome === '' ? (kinds?.outcomes[0]?.code ?? '') : outcome;
  const act = () => {
    const digits = amount.replaceAll(/[\s.]/g, '');
    const short = least !== undefined && Number(digits) < least ? t.amountMin(money(least)) : undefined;
    const said = step !== 'agree' ? undefined : /^[1-9]\d{0,11}$/.test(digits) ? short : t.amountEmpty;
    setWrong(said);
    if (said !== undefined) return null;
    const body = { step, ...(step === 'answer' && { outcome: chosen }), ...(step === 'agree' && { amount_vnd: Number(digits) }) };
    return ask(api.POST('/api/v1/complaints/{complaint}/steps', { params: { path: { complaint: complaint.number } }, body }));
  };
  return (
    <ActDialog title={t.stepOf(t.steps[step], t.numberOf(complaint.year, complaint.in_year))} lead={t.stepLead[step]} confirm={t.steps[step]} act={act} onDone={onDone} onClose={onClose}>
      {step === 'answer' && (
        <Labelled id="step-outcome" label={t.outcome}>
          {(control) => (
            <select {...control} className="input" value={chosen} onChange={({ target }) => setOutcome(target.value)}>
              {kinds?.outcomes.map((each) => (
                <option key={each.code} value={each.code}>
                  {each[spoken]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      {step === 'agree' && (
        <Field
          id="step-amount"
          label={t.amount}
          hint={least === undefined ? t.amountFree : t.amountMin(money(least))}
          error={wrong}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          value={amount}
          onChange={({ target }) => setAmount(target.value)}
        />
      )}
    </ActDialog>
  );
}
