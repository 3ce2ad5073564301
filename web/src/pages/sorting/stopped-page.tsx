// What is stopped, longest untold first: each is told to the authority (E2) or released.
import { useMemo, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { download } from '../../kit/download.ts';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { commandId } from './event.ts';
import { SortingTabs } from './sorting-tabs.tsx';
import { useEvent } from './use-event.ts';
import './sorting.css';

type Stopped = components['schemas']['StoppedItems']['items'][number];
type Act = { readonly kind: 'notify' | 'release'; readonly item: Stopped };

const askStopped = () => ask(api.GET('/api/v1/stopped-items'));
const mayRelease = ['officer'];

export default function StoppedPage() {
  const t = useTexts(sortingTexts);
  const { data, failure, anew } = useAsked(askStopped);
  const [act, setAct] = useState<Act | null>(null);
  const rows = useMemo(() => data?.items.toSorted(byUrgency) ?? null, [data]);
  const columns = useColumns(data?.now ?? null, setAct);
  const done = (): void => {
    setAct(null);
    anew();
  };
  return (
    <div className="sorting">
      <h1>{t.stoppedTitle}</h1>
      <SortingTabs />
      <p>{t.stoppedLead}</p>
      <FailureNotice failure={failure} />
      {rows === null && failure === null && <Skeleton rows={4} />}
      {data?.truncated === true && <Notice tone="warn">{t.stoppedCut}</Notice>}
      {rows !== null && <Table caption={t.stoppedTitle} columns={columns} rows={rows} keyOf={({ item }) => item} empty={t.stoppedNone} />}
      {act?.kind === 'notify' && <NotifyDialog item={act.item} onDone={done} onClose={() => setAct(null)} />}
      {act?.kind === 'release' && <ReleaseDialog item={act.item} onDone={done} onClose={() => setAct(null)} />}
    </div>
  );
}

/** Untold first, then the oldest. */
const byUrgency = (one: Stopped, other: Stopped): number =>
  Number(one.notified_at !== undefined) - Number(other.notified_at !== undefined) || (one.stopped_at ?? '').localeCompare(other.stopped_at ?? '');

function useColumns(now: string | null, onAct: (act: Act) => void): Column<Stopped>[] {
  const t = useTexts(sortingTexts);
  const signed = useStore(session);
  const releases = signed.state === 'in' && mayRelease.includes(signed.actor.role);
  return [
    {
      key: 'code',
      title: t.code,
      cell: ({ item_code, item, type }) => (
        <>
          <span translate="no">{item_code ?? item}</span>
          <br />
          <small className="field-hint">{t.types[type]}</small>
        </>
      ),
    },
    { key: 'why', title: t.why, cell: (item) => <Why item={item} /> },
    {
      key: 'at',
      title: t.stoppedAt,
      figures: true,
      cell: ({ stopped_at, stopped_at_site }) => (stopped_at === undefined ? '–' : `${moment(new Date(stopped_at))} · ${stopped_at_site ?? ''}`),
    },
    { key: 'told', title: t.told, cell: (item) => <Told item={item} now={now} /> },
    {
      key: 'do',
      title: t.do,
      cell: (item) => (
        <div className="sorting-acts">
          {item.entry !== undefined && <NoticeButton item={item.item} code={item.item_code ?? item.item} entry={item.entry} />}
          <Button kind="quiet" onClick={() => onAct({ kind: 'notify', item })}>
            {t.notify}
          </Button>
          {releases && (
            <Button kind="quiet" onClick={() => onAct({ kind: 'release', item })}>
              {t.release}
            </Button>
          )}
        </div>
      ),
    },
  ];
}

/** The paper for the authority, as a file to print and sign. */
function NoticeButton({ item, code, entry }: { readonly item: string; readonly code: string; readonly entry: string }) {
  const t = useTexts(sortingTexts);
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = async (): Promise<void> => {
    const asked = ask(api.POST('/api/v1/items/{item}/papers', { params: { path: { item } }, body: { id: commandId(), entry }, parseAs: 'blob' }));
    setFailure(await download(asked, t.noticeName(code)));
  };
  return (
    <>
      <Button kind="quiet" onClick={() => void make()}>
        {t.notice}
      </Button>
      <FailureNotice failure={failure} />
    </>
  );
}

function Why({ item: { reason, result, verdict } }: { readonly item: Stopped }) {
  const t = useTexts(sortingTexts);
  if (reason !== undefined) return (t.reasons as Partial<Record<string, string>>)[reason] ?? reason;
  if (result === 'suspicious' || result === 'held') return t.whys[result];
  return verdict === 'prohibited' ? t.whys.prohibited : t.whys.unknown;
}

const minute_ms = 60_000;

function Told({ item: { notified_at, authority, stopped_at }, now }: { readonly item: Stopped; readonly now: string | null }) {
  const t = useTexts(sortingTexts);
  if (notified_at !== undefined) return <Verdict tone="ok">{t.toldTo(authority ?? '', moment(new Date(notified_at)))}</Verdict>;
  const minutes = stopped_at === undefined || now === null ? 0 : Math.max(0, Math.floor((Date.parse(now) - Date.parse(stopped_at)) / minute_ms));
  const since = minutes < 60 ? t.minutes(minutes) : minutes < 48 * 60 ? t.hours(Math.floor(minutes / 60)) : t.days(Math.floor(minutes / 1440));
  return <Verdict tone="bad">{t.notTold(since)}</Verdict>;
}

interface DialogProps {
  readonly item: Stopped;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Where one works; who works everywhere does it where it was stopped. */
function useSite({ stopped_at_site, site }: Stopped): string {
  const now = useStore(session);
  return (now.state === 'in' ? now.actor.site : null) ?? stopped_at_site ?? site;
}

function NotifyDialog({ item, onDone, onClose }: DialogProps) {
  const t = useTexts(sortingTexts);
  const record = useEvent(useSite(item));
  const [authority, setAuthority] = useState('');
  const [asked, setAsked] = useState(false);
  const act = () => {
    setAsked(true);
    return authority.trim() === '' ? null : record(item.item, { kind: 'notified', authority: authority.trim() });
  };
  return (
    <ActDialog title={t.notifyTitle(item.item_code ?? item.item)} lead={t.notifyLead} confirm={t.notifyGo} act={act} onDone={onDone} onClose={onClose}>
      <Field
        label={t.notifyOffice}
        hint={t.notifyOfficeHint}
        maxLength={200}
        value={authority}
        error={asked && authority.trim() === '' ? t.needed : undefined}
        onChange={({ target }) => setAuthority(target.value)}
      />
    </ActDialog>
  );
}

function ReleaseDialog({ item, onDone, onClose }: DialogProps) {
  const t = useTexts(sortingTexts);
  const record = useEvent(useSite(item));
  const [remark, setRemark] = useState('');
  const [asked, setAsked] = useState(false);
  const act = () => {
    setAsked(true);
    return remark.trim() === '' ? null : record(item.item, { kind: 'released', remark: remark.trim() });
  };
  return (
    <ActDialog title={t.releaseTitle(item.item_code ?? item.item)} lead={t.releaseLead} confirm={t.releaseGo} danger act={act} onDone={onDone} onClose={onClose}>
      <Field label={t.releaseRemark} maxLength={300} value={remark} error={asked && remark.trim() === '' ? t.needed : undefined} onChange={({ target }) => setRemark(target.value)} />
    </ActDialog>
  );
}
