// What is recorded about an item that nobody has received. Each is one event, once; what the server wants beyond it, it says in words.
import { useCallback, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Answer } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { undeliveredTexts } from '../../i18n/undelivered.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Choice } from '../../kit/choice.tsx';
import { dayText, type CivilDay } from '../../kit/civil-day.ts';
import { Field, Labelled } from '../../kit/field.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { SecondSelect } from '../../kit/second-select.tsx';
import { Notice } from '../../kit/verdict.tsx';
import type { Event } from '../sorting/event.ts';
import { useMadeOnce } from '../sorting/use-event.ts';
import type { Act, Undelivered } from './due.ts';

type Recorded = components['schemas']['EventAnswer'];

interface Props {
  readonly item: Undelivered;
  readonly today: CivilDay;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const words_max = 300;
const codeOf = ({ item, item_code }: Undelivered): string => item_code ?? item;

const send = (item: string, event: Event): Promise<Answer<Recorded>> => ask(api.POST('/api/v1/items/{item}/events', { params: { path: { item } }, body: event }));

/** Where one works; who works everywhere does it where the item waits. */
function useRecord({ held_at, site }: Undelivered) {
  const now = useStore(session);
  return useMadeOnce((now.state === 'in' ? now.actor.site : null) ?? held_at ?? site, send);
}

function Early({ from, today }: { readonly from: CivilDay; readonly today: CivilDay }) {
  const t = useTexts(undeliveredTexts);
  return today < from && <Notice tone="warn">{t.early(dayText(from))}</Notice>;
}

function NoticeDialog({ item, today, onDone, onClose }: Props) {
  const t = useTexts(undeliveredTexts);
  const record = useRecord(item);
  const [way, setWay] = useState<keyof typeof t.ways>('call');
  const { clock } = item;
  return (
    <ActDialog
      title={t.titles.notice(codeOf(item))}
      lead={t.noticeLead(clock.notices, clock.notices_needed)}
      confirm={t.acts.notice}
      act={() => record(item.item, { kind: 'notice', reason: way })}
      onDone={onDone}
      onClose={onClose}
    >
      {today < clock.next_notice_from && <Notice tone="warn">{t.noticeEarly(dayText(clock.next_notice_from))}</Notice>}
      <Choice legend={t.way} name="way" options={t.ways} chosen={way} onChoose={setWay} />
    </ActDialog>
  );
}

function UnclaimedDialog({ item, today, onDone, onClose }: Props) {
  const t = useTexts(undeliveredTexts);
  const record = useRecord(item);
  const [posted, setPosted] = useState<string>(today);
  const [asked, setAsked] = useState(false);
  const act = () => {
    setAsked(true);
    return posted === '' ? null : record(item.item, { kind: 'unclaimed', public_notice: posted });
  };
  return (
    <ActDialog title={t.titles.unclaimed(codeOf(item))} lead={t.unclaimedLead(item.public_notice_months)} confirm={t.acts.unclaimed} act={act} onDone={onDone} onClose={onClose}>
      <Early from={item.clock.unclaimed_from} today={today} />
      <Field
        label={t.posted}
        hint={t.postedHint}
        type="date"
        min={today}
        value={posted}
        error={asked && posted === '' ? t.postedEmpty : undefined}
        onChange={({ target }) => setPosted(target.value)}
      />
    </ActDialog>
  );
}

const askStaff = () => ask(api.GET('/api/v1/sorting-rules'));

function SettledDialog({ item, today, onDone, onClose }: Props) {
  const t = useTexts(undeliveredTexts);
  const record = useRecord(item);
  const { data: rules, failure } = useAsked(askStaff);
  const [decided, setDecided] = useState<keyof typeof t.decisions | null>(null);
  const [said, setSaid] = useState({ paper: '', on: '', posted: item.public_notice ?? '', remark: '', second: '' });
  const [asked, setAsked] = useState(false);
  const type = useCallback((member: keyof typeof said) => (value: string) => setSaid((before) => ({ ...before, [member]: value })), []);
  const act = () => {
    setAsked(true);
    if (decided === null || said.paper.trim() === '' || said.on === '' || said.posted === '' || said.second === '') return null;
    return record(item.item, {
      kind: 'settled',
      reason: decided,
      paper: t.minutesOf(said.paper.trim(), dayText(said.on)),
      public_notice: said.posted,
      second_person: said.second,
      ...(said.remark.trim() !== '' && { remark: said.remark.trim() }),
    });
  };
  return (
    <ActDialog title={t.titles.settled(codeOf(item))} lead={t.settledLead(item.public_notice_months)} confirm={t.acts.settled} danger act={act} onDone={onDone} onClose={onClose}>
      <Early from={item.settled_from ?? today} today={today} />
      <FailureNotice failure={failure} />
      <Field
        label={t.paper}
        maxLength={100}
        autoComplete="off"
        value={said.paper}
        error={asked && said.paper.trim() === '' ? t.paperEmpty : undefined}
        onChange={({ target }) => type('paper')(target.value)}
      />
      <Field label={t.paperOn} type="date" max={today} value={said.on} error={asked && said.on === '' ? t.paperOnEmpty : undefined} onChange={({ target }) => type('on')(target.value)} />
      <Choice legend={t.decided} name="decided" options={t.decisions} chosen={decided} error={asked && decided === null ? t.decidedEmpty : undefined} onChoose={setDecided} />
      <Field
        label={t.posted}
        type="date"
        max={today}
        value={said.posted}
        error={asked && said.posted === '' ? t.postedEmpty : undefined}
        onChange={({ target }) => type('posted')(target.value)}
      />
      <SecondSelect
        label={t.second}
        nobody={t.secondChoose}
        staff={rules?.staff ?? []}
        value={said.second}
        error={asked && said.second === '' ? t.secondEmpty : undefined}
        onChoose={type('second')}
      />
      <Labelled label={t.remark}>
        {(control) => <textarea {...control} className="input" rows={2} maxLength={words_max} value={said.remark} onChange={({ target }) => type('remark')(target.value)} />}
      </Labelled>
    </ActDialog>
  );
}

const dialogs = { notice: NoticeDialog, unclaimed: UnclaimedDialog, settled: SettledDialog } as const satisfies Record<Act, unknown>;

export function DoDialog({ act, ...props }: Props & { readonly act: Act }) {
  const Dialog = dialogs[act];
  return <Dialog {...props} />;
}
