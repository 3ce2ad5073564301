// What is done to one hold: looked at, approved, renewed, ended.
import { useCallback, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useAsked } from '../../api/use-asked.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { plusMonths, type CivilDay } from '../../kit/civil-day.ts';
import { DangerDialog } from '../../kit/danger-dialog.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { holdMonthsMax, wishOf, type Hold } from './hold.ts';
import { HoldDetails, ItemIds } from './hold-details.tsx';
import { SecondPerson } from './second-person.tsx';
import { useUntilWrong } from './until.ts';

interface Props {
  readonly hold: Hold;
  readonly onDone: (hold: Hold) => void;
  readonly onClose: () => void;
}

export function ShowDialog({ hold: { number }, onClose }: Omit<Props, 'onDone'>) {
  const t = useTexts(holdsTexts);
  const shell = useTexts(shellTexts);
  const call = useCallback(() => ask(api.GET('/api/v1/holds/{hold}', { params: { path: { hold: number } } })), [number]);
  const { data, failure, anew } = useAsked(call);
  const items = data?.item_ids ?? [];
  return (
    <Dialog title={t.holdTitle(number)} onClose={onClose} className="hold-wide">
      <FailureNotice failure={failure} />
      <div className="hold-parts" aria-busy={data === null && failure === null}>
        {data === null && failure === null && <Skeleton rows={6} />}
        {data && <HoldDetails hold={data} />}
        {data && <h3>{t.itemIds}</h3>}
        {data && (items.length === 0 ? <p>{t.noItems}</p> : <ItemIds items={items} label={t.itemIds} />)}
      </div>
      <p className="dialog-buttons">
        {failure !== null && <Button onClick={anew}>{shell.again}</Button>}
        <Button kind="quiet" onClick={onClose}>
          {shell.close}
        </Button>
      </p>
    </Dialog>
  );
}

export function ApproveDialog({ hold, onDone, onClose }: Props) {
  const t = useTexts(holdsTexts);
  const { number } = hold;
  return (
    <ActDialog
      title={t.approveTitle(number)}
      lead={t.approveLead}
      confirm={t.approve}
      words={t.refused}
      className="hold-wide"
      act={() => ask(api.POST('/api/v1/holds/{hold}/approvals', { params: { path: { hold: number } }, body: { until: wishOf(hold)?.until ?? hold.until } }))}
      onDone={onDone}
      onClose={onClose}
    >
      <HoldDetails hold={hold} />
    </ActDialog>
  );
}

interface RenewProps extends Props {
  readonly today: CivilDay;
  readonly staff: readonly components['schemas']['StaffMember'][] | null;
}

export function RenewDialog({ hold: { number, until: last }, today, staff, onDone, onClose }: RenewProps) {
  const t = useTexts(holdsTexts);
  const untilField = useRef<HTMLInputElement>(null);
  const [second, setSecond] = useState('');
  const [wrong, setWrong] = useState<{ readonly until?: string; readonly second?: string }>({});
  const untilWrong = useUntilWrong(today, last);
  const act = () => {
    const until = untilField.current?.value ?? '';
    const found = untilWrong(until);
    setWrong({ ...(found !== undefined && { until: found }), ...(second === '' && { second: t.secondEmpty }) });
    if (found !== undefined) untilField.current?.focus();
    else if (second === '') document.getElementById('renew-second')?.focus();
    if (found !== undefined || second === '') return null;
    return ask(api.POST('/api/v1/holds/{hold}/renewals', { params: { path: { hold: number } }, body: { until, second_person: second } }));
  };
  return (
    <ActDialog title={t.renewTitle(number)} lead={t.renewLead} confirm={t.renew} words={t.refused} className="hold-renew" act={act} onDone={onDone} onClose={onClose}>
      <Field
        ref={untilField}
        id="renew-until"
        label={t.until}
        hint={t.untilHint}
        error={wrong.until}
        type="date"
        min={today}
        max={plusMonths(today, holdMonthsMax)}
        defaultValue={plusMonths(today, holdMonthsMax)}
      />
      <SecondPerson id="renew-second" staff={staff} today={today} error={wrong.second} onChoose={setSecond} />
    </ActDialog>
  );
}

export function EndDialog({ hold, onDone, onClose }: Props) {
  const t = useTexts(holdsTexts);
  const { number } = hold;
  return (
    <DangerDialog
      title={t.endTitle(number)}
      lead={t.endLead}
      forGood={t.endForGood}
      label={t.endType(number)}
      isRight={(typed) => typed.trim() === String(number)}
      wrong={t.endWrong(number)}
      confirm={t.endGo}
      words={t.refused}
      className="hold-wide"
      act={() => ask(api.DELETE('/api/v1/holds/{hold}', { params: { path: { hold: number } } }))}
      onDone={onDone}
      onClose={onClose}
    >
      <HoldDetails hold={hold} />
    </DangerDialog>
  );
}
