// What nobody has received yet, what is due first on top: told again, then unclaimed with a public notice, then handled by the council. Nothing
// here is about a person.
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { session, type Role } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { eventTexts } from '../../i18n/events.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { undeliveredTexts } from '../../i18n/undelivered.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, dayText, type CivilDay } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Told } from '../../kit/told.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { itemPath } from '../trace/paths.ts';
import { DoDialog } from './act-dialogs.tsx';
import { actsOf, byDue, dueOf, type Act, type Undelivered } from './due.ts';
import '../../kit/worklist.css';

type Doing = { readonly item: Undelivered; readonly act: Act };

const mayAct: readonly string[] = ['officer'] satisfies Role[];
const shown_min = 100; // before "more": a page of the server may be empty for who works at one site

interface List {
  readonly items: readonly Undelivered[];
  readonly notReadable: number;
  readonly today: CivilDay;
  readonly next: string | undefined;
}

/** Pages until there is something to show. */
async function listFrom(before: List | null, wanted: number): Promise<List | Failure> {
  let list = before;
  do {
    const answer = await ask(api.GET('/api/v1/undelivered-items', { params: { query: list?.next === undefined ? {} : { after: list.next } } }));
    if (!answer.ok) return answer.failure;
    const { items, not_readable, now, next } = answer.data;
    list = { items: [...(list?.items ?? []), ...items], notReadable: (list?.notReadable ?? 0) + not_readable.length, today: civilDayOf(now), next };
  } while (list.next !== undefined && list.items.length < wanted);
  return list;
}

function useList() {
  const [list, setList] = useState<List | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const take = (got: List | Failure): void => {
    if ('items' in got) setList(got);
    setFailure('items' in got ? null : got);
  };
  useEffect(() => {
    let gone = false;
    void listFrom(null, shown_min).then((got) => {
      if (!gone) take(got);
    });
    return () => {
      gone = true;
    };
  }, [turn]);
  const more = async (): Promise<void> => take(await listFrom(list, (list?.items.length ?? 0) + shown_min));
  return { list, failure, more, anew: () => setTurn((before) => before + 1) };
}

export default function UndeliveredPage() {
  const t = useTexts(undeliveredTexts);
  const { list, failure, more, anew } = useList();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const rows = useMemo(() => list?.items.toSorted(byDue) ?? null, [list]);
  const columns = useColumns(list?.today ?? '', setDoing);
  const done = ({ item, act }: Doing): void => {
    setDoing(null);
    setTold(t.done[act](item.item_code ?? item.item));
    anew();
  };
  return (
    <div className="worklist">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <Told words={told} />
      <FailureNotice failure={failure} />
      {rows === null && failure === null && <Skeleton rows={4} />}
      {list !== null && list.notReadable > 0 && <Notice tone="bad">{t.notReadable(list.notReadable)}</Notice>}
      {rows !== null && <Table caption={t.title} columns={columns} rows={rows} keyOf={({ item }) => item} empty={t.none} />}
      {list?.next !== undefined && (
        <>
          <p className="field-hint">{t.cut}</p>
          <p className="dialog-buttons">
            <Button onClick={() => void more()}>{t.more}</Button>
          </p>
        </>
      )}
      {doing !== null && list !== null && <DoDialog {...doing} today={list.today} onDone={() => done(doing)} onClose={() => setDoing(null)} />}
    </div>
  );
}

function useColumns(today: CivilDay, onDo: (doing: Doing) => void): Column<Undelivered>[] {
  const t = useTexts(undeliveredTexts);
  const { types } = useTexts(sortingTexts);
  const signed = useStore(session);
  const acts = signed.state === 'in' && mayAct.includes(signed.actor.role);
  const columns: Column<Undelivered>[] = [
    {
      key: 'code',
      title: t.code,
      cell: ({ item, item_code, type }) => (
        <>
          <span className="worklist-code" translate="no">
            {acts ? <Link href={itemPath(item)}>{item_code ?? item}</Link> : (item_code ?? item)}
          </span>
          <small className="worklist-small">{types[type]}</small>
        </>
      ),
    },
    { key: 'next', title: t.next, cell: (item) => <Next item={item} today={today} /> },
    { key: 'state', title: t.state, cell: (item) => <State item={item} /> },
    { key: 'told', title: t.told, figures: true, cell: ({ clock }) => t.toldTimes(clock.notices, clock.notices_needed) },
    { key: 'at', title: t.heldAt, cell: ({ held_at, site }) => held_at ?? site },
    { key: 'accepted', title: t.acceptedOn, figures: true, cell: ({ accepted_on }) => dayText(accepted_on) },
  ];
  if (!acts) return columns;
  return [
    ...columns,
    {
      key: 'do',
      title: t.do,
      cell: (item) => (
        <span className="worklist-acts">
          {actsOf(item).map((act) => (
            <Button key={act} kind="quiet" aria-label={t.titles[act](item.item_code ?? item.item)} onClick={() => onDo({ item, act })}>
              {t.acts[act]}
            </Button>
          ))}
        </span>
      ),
    },
  ];
}

/** The clock in words: what counts next, from when; and, before that, what the law lets it come to. */
function Next({ item, today }: { readonly item: Undelivered; readonly today: CivilDay }) {
  const t = useTexts(undeliveredTexts);
  const { act, from } = dueOf(item);
  const words = act === 'notice' ? t.noticeFrom(item.clock.notices + 1, dayText(from)) : act === 'unclaimed' ? t.unclaimedFrom(dayText(from)) : t.settledFrom(dayText(from));
  return (
    <div className="worklist-clock">
      {from <= today ? <Verdict tone="warn">{words}</Verdict> : words}
      {from <= today && <small className="worklist-small">{t.now}</small>}
      {act === 'notice' && <small className="worklist-small">{t.unclaimedFrom(dayText(item.clock.unclaimed_from))}</small>}
    </div>
  );
}

function State({ item: { state, attempts, reason, unclaimed_on, public_notice } }: { readonly item: Undelivered }) {
  const t = useTexts(undeliveredTexts);
  const { codes } = useTexts(eventTexts);
  const why = (codes as Partial<Record<string, string>>)[reason ?? ''] ?? reason;
  return (
    <>
      {t.states[state]}
      {state === 'held_for_pickup' && <small className="worklist-small">{t.attempted(attempts, why ?? '')}</small>}
      {unclaimed_on !== undefined && <small className="worklist-small">{t.since(dayText(unclaimed_on))}</small>}
      {unclaimed_on !== undefined && <small className="worklist-small">{public_notice === undefined ? t.notPosted : t.postedOn(dayText(public_notice))}</small>}
    </>
  );
}
