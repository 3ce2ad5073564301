// Who looked at what, held against the signed log while it is shown. Filters stand in the address: they name staff and items, never customers.
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { actsTexts } from '../../i18n/acts.ts';
import { moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { fullMoment } from '../../i18n/moments.ts';
import { wordOf } from '../../i18n/word-of.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf } from '../../kit/civil-day.ts';
import { csvOf } from '../../kit/csv.ts';
import { download } from '../../kit/download.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict, type Tone } from '../../kit/verdict.tsx';
import { useForgetting } from './kept.ts';
import { itemPath, tracePath } from './paths.ts';
import { itemIdOf } from './recognise.ts';
import './trace.css';

type Acts = components['schemas']['Acts'];
export type Act = Acts['acts'][number];
type Lost = Acts['without_row'][number];

interface Pages {
  readonly acts: readonly Act[];
  readonly lost: readonly Lost[];
  readonly compared: boolean;
  readonly next: string | undefined;
}

const nothing: Pages = { acts: [], lost: [], compared: true, next: undefined };
const filters = ['who', 'kind', 'item', 'from', 'to'] as const;

export default function ActsPage() {
  const t = useTexts(actsTexts);
  const now = useStore(session);
  const role = now.state === 'in' ? now.actor.role : '';
  useForgetting();
  const [query, setQuery] = useSearchParams();
  const asked = query.toString();
  return (
    <div className="trace">
      <div className="trace-top">
        <h1>{t.title}</h1>
        {role === 'officer' && (
          <Link className="button button-plain" href={tracePath}>
            {t.toTrace}
          </Link>
        )}
      </div>
      <p>{t.lead}</p>
      <FilterForm key={`filter ${asked}`} query={query} onFilter={(wanted) => setQuery(wanted, { replace: true })} />
      <ActsList key={`list ${asked}`} asked={asked} />
    </div>
  );
}

function ActsList({ asked }: { readonly asked: string }) {
  const t = useTexts(actsTexts);
  const { pages, busy, failure, more } = useActs(asked);
  return (
    <>
      <FailureNotice failure={failure} />
      <div className="trace-results" aria-busy={busy}>
        {pages !== null && <Judgement pages={pages} />}
        {pages !== null && <ActsTable acts={pages.acts} />}
        <p role="status" className={busy ? '' : 'visually-hidden'}>
          {busy ? t.loading : ''}
        </p>
        {pages !== null && (
          <p className="dialog-buttons">
            <Export acts={pages.acts} />
            {pages.next !== undefined && (
              <Button busy={busy} onClick={more}>
                {t.more}
              </Button>
            )}
          </p>
        )}
      </div>
    </>
  );
}

function askActs(asked: string, before: string | undefined) {
  const query = { ...Object.fromEntries(new URLSearchParams(asked)), ...(before !== undefined && { before }) };
  return ask(api.GET('/api/v1/acts', { params: { query } }));
}

const joined = (before: Pages, { acts, without_row, compared, next }: Acts): Pages => {
  const known = new Set(before.lost.map(({ index }) => index));
  return {
    acts: [...before.acts, ...acts],
    lost: [...before.lost, ...without_row.filter(({ index }) => !known.has(index))],
    compared: before.compared && compared,
    next,
  };
};

/** Page by page; a component of its own for each filter. */
function useActs(asked: string) {
  const [pages, setPages] = useState<Pages | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [after, setAfter] = useState<Pages>(nothing); // the page that is asked for follows these
  const [busy, setBusy] = useState(true);
  useEffect(() => {
    const left = new AbortController();
    void askActs(asked, after.next).then((answer) => {
      if (left.signal.aborted) return;
      setBusy(false);
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) setPages(joined(after, answer.data));
    });
    return () => left.abort();
  }, [asked, after]);
  const more = (): void => {
    setBusy(true);
    setAfter(pages === null ? { ...nothing } : { ...pages });
  };
  return { pages, failure, busy, more };
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.trim() : '');

function FilterForm({ query, onFilter }: { readonly query: URLSearchParams; readonly onFilter: (wanted: Record<string, string>) => void }) {
  const t = useTexts(actsTexts);
  const [wrong, setWrong] = useState(false);
  const of = (name: string): string => query.get(name) ?? '';
  return (
    <form
      className="card trace-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const typed = filters.map((name) => [name, textOf(data.get(name))] as const).filter(([, value]) => value !== '');
        const item = typed.find(([name]) => name === 'item')?.[1];
        const id = item === undefined ? undefined : itemIdOf(item);
        setWrong(id === null);
        if (id === null) return;
        onFilter({ ...Object.fromEntries(typed), ...(id !== undefined && { item: id }) });
      }}
    >
      <Field name="who" label={t.who} defaultValue={of('who')} maxLength={40} autoComplete="off" spellCheck={false} />
      <Labelled label={t.kind}>
        {(control) => (
          <select {...control} name="kind" className="input" defaultValue={of('kind')}>
            <option value="">{t.allKinds}</option>
            {Object.entries(t.kinds).map(([code, words]) => (
              <option key={code} value={code}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Field name="from" label={t.from} type="date" defaultValue={of('from')} />
      <Field name="to" label={t.to} type="date" defaultValue={of('to')} />
      <Field name="item" label={t.item} hint={t.itemHint} error={wrong ? t.itemWrong : undefined} defaultValue={of('item')} maxLength={40} autoComplete="off" spellCheck={false} />
      <div className="trace-whole">
        <p className="dialog-buttons">
          {query.size > 0 && (
            <Button kind="quiet" onClick={() => onFilter({})}>
              {t.clear}
            </Button>
          )}
          <Button type="submit">{t.filter}</Button>
        </p>
      </div>
    </form>
  );
}

function Judgement({ pages: { acts, lost, compared } }: { readonly pages: Pages }) {
  const t = useTexts(actsTexts);
  const bad = acts.filter(({ proof }) => proof === 'altered' || proof === 'missing').length;
  const waiting = acts.filter(({ proof }) => proof === 'waiting').length;
  return (
    <>
      {bad > 0 && (
        <Notice tone="bad" alert>
          {t.altered(bad)}
        </Notice>
      )}
      {lost.length > 0 && (
        <Notice tone="bad" alert>
          {t.withoutRow(lost.length)}
          <ul className="acts-lost">
            {lost.map(({ index, hour }) => (
              <li key={index}>{t.withoutRowPlace(index, moment(new Date(hour)))}</li>
            ))}
          </ul>
        </Notice>
      )}
      {!compared && <Notice tone="warn">{t.notCompared}</Notice>}
      {bad === 0 && lost.length === 0 && compared && acts.length > 0 && <Notice tone="ok">{t.allGood(acts.length - waiting)}</Notice>}
      {waiting > 0 && <p className="field-hint">{t.waitingCount(waiting)}</p>}
    </>
  );
}

const tones: Readonly<Record<Act['proof'], Tone>> = { in_log: 'ok', waiting: 'warn', altered: 'bad', missing: 'bad' };

function ActsTable({ acts }: { readonly acts: readonly Act[] }) {
  const t = useTexts(actsTexts);
  const spoken = useStore(language);
  const [failure, setFailure] = useState<Failure | null>(null);
  const takeProof = async ({ act }: Act): Promise<void> =>
    setFailure(await download(ask(api.GET('/api/v1/acts/{act}/proof', { params: { path: { act } }, parseAs: 'blob' })), t.proofName(act)));
  const columns: Column<Act>[] = [
    { key: 'at', title: t.at, figures: true, cell: ({ at }) => fullMoment(new Date(at)) },
    {
      key: 'proof',
      title: t.check,
      cell: (act) => (
        <span className="acts-check">
          <Verdict tone={tones[act.proof]}>{t.proofs[act.proof]}</Verdict>
          {act.proof === 'in_log' && (
            <Button kind="quiet" aria-label={t.proofOf(fullMoment(new Date(act.at)))} onClick={() => void takeProof(act)}>
              {t.proof}
            </Button>
          )}
        </span>
      ),
    },
    { key: 'user', title: t.user, cell: ({ user, by }) => (user === undefined ? '–' : `${user} · ${by ?? ''}`) },
    { key: 'kind', title: t.kind, cell: ({ kind }) => (kind === undefined ? '–' : wordOf(t.kinds, kind)) },
    { key: 'purpose', title: t.purpose, cell: (act) => purposeOf(act, spoken) ?? (act.opens ? '–' : t.termOver) },
    { key: 'by', title: t.searchedBy, cell: ({ searched_by: by }) => (by === undefined ? '–' : wordOf(t.fields, by)) },
    { key: 'item', title: t.about, cell: ({ item }) => (item === undefined ? '–' : <Link href={itemPath(item)}>{item.slice(-12)}</Link>) },
  ];
  return (
    <>
      <FailureNotice failure={failure} />
      <Table caption={t.title} columns={columns} rows={acts} keyOf={({ act, at }) => `${act} ${at}`} empty={t.none} />
    </>
  );
}

const purposeOf = ({ purpose, purpose_text: words }: Act, spoken: 'vi' | 'en'): string | null => words?.[spoken] ?? purpose ?? null;

function Export({ acts }: { readonly acts: readonly Act[] }) {
  const t = useTexts(actsTexts);
  const spoken = useStore(language);
  const [made, setMade] = useState<number | null>(null);
  if (acts.length === 0) return null;
  const save = (): void => {
    const head = [t.at, t.user, t.by, t.kind, t.purpose, t.searchedBy, t.about, t.check, t.csvIndex, t.csvAct];
    const rows = acts.map((act) => [
      act.at,
      act.user ?? '',
      act.by ?? '',
      act.kind === undefined ? '' : wordOf(t.kinds, act.kind),
      purposeOf(act, spoken) ?? '',
      act.searched_by === undefined ? '' : wordOf(t.fields, act.searched_by),
      act.item ?? '',
      t.proofs[act.proof],
      act.index === undefined ? '' : String(act.index),
      act.act,
    ]);
    const file = new Blob([csvOf([head, ...rows])], { type: 'text/csv' });
    void download(Promise.resolve({ ok: true, data: file }), t.csvName(civilDayOf(new Date().toISOString())));
    setMade(acts.length);
  };
  return (
    <>
      <span role="status" className="field-hint">
        {made !== null && t.csvMade(made)}
      </span>
      <Button onClick={save}>{t.exportCsv}</Button>
    </>
  );
}
