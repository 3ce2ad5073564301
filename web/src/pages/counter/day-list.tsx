// The items of this counter today, newest first: those that were accepted, or those that were refused.
import { useEffect, useState, type ReactNode } from 'react';

import type { Failure } from '../../api/problem.ts';
import { useStore } from '../../app/store.ts';
import { askDayItems, type DayItem } from '../../counter/day-items.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { dayTexts } from '../../i18n/day.ts';
import { clock, number } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { slotName } from '../../i18n/slots.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { CounterTabs } from './counter-tabs.tsx';

interface Props {
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
  readonly refused: boolean;
  /** Behind each row. */
  readonly actions?: (item: DayItem, anew: () => void) => ReactNode;
}

interface Loaded {
  readonly items: readonly DayItem[];
  readonly before: string | null;
}

export function DayList({ counter, rules, refused, actions }: Props) {
  const t = useTexts(dayTexts);
  const { loaded, failure, anew, more } = useDay(counter.counter);
  const columns = useColumns(rules, refused, actions ? (item) => actions(item, anew) : undefined);
  const rows = loaded?.items.filter(({ state }) => (state === 'refused') === refused) ?? [];
  const title = refused ? t.refusals(counter.name) : t.today(counter.name);
  return (
    <div className="day">
      <div className="counter-top">
        <h1>{title}</h1>
        <CounterTabs />
      </div>
      <FailureNotice failure={failure} />
      <div aria-busy={loaded === null}>
        {loaded && <Table caption={title} columns={columns} rows={rows} keyOf={({ item }) => item} empty={refused ? t.noRefusals : t.none} />}
      </div>
      <p className="day-buttons">
        {loaded?.before != null && <Button onClick={more}>{t.more}</Button>}
        <Button kind="quiet" onClick={anew}>
          {t.anew}
        </Button>
      </p>
    </div>
  );
}

function useDay(counter: string) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    void askDayItems(counter).then((answer) => {
      if (gone) return;
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) setLoaded({ items: answer.data.items, before: answer.data.before ?? null });
    });
    return () => {
      gone = true;
    };
  }, [counter, turn]);
  const more = async (): Promise<void> => {
    if (loaded?.before == null) return;
    const answer = await askDayItems(counter, loaded.before);
    if (answer.ok) setLoaded({ items: [...loaded.items, ...answer.data.items], before: answer.data.before ?? null });
    else setFailure(answer.failure);
  };
  return { loaded, failure, anew: () => setTurn((before) => before + 1), more: () => void more() };
}

function useColumns(rules: CounterRules, refused: boolean, actions?: (item: DayItem) => ReactNode): Column<DayItem>[] {
  const t = useTexts(dayTexts);
  const c = useTexts(counterTexts);
  const { slots } = useTexts(inspectionTexts);
  const spoken = useStore(language);
  const reason = (code: string): string => rules.reasons.find((each) => each.code === code)?.[spoken] ?? code;
  const state = (name: string): string => (t.states as Partial<Record<string, string>>)[name] ?? name;
  const columns: Column<DayItem>[] = [
    { key: 'number', title: t.number, figures: true, cell: (item) => item.number },
    { key: 'time', title: t.time, figures: true, cell: (item) => clock(new Date(item.accepted_at)) },
    { key: 'type', title: t.type, cell: (item) => c.contents.types[item.type] },
  ];
  if (refused) return [...columns, { key: 'reasons', title: t.reasons, cell: (item) => (item.reasons ?? []).map(reason).join('; ') }];
  columns.push(
    { key: 'code', title: t.code, cell: (item) => <span className="figures">{item.item_code}</span> },
    { key: 'weight', title: t.weight, figures: true, cell: (item) => (item.weight_g === undefined ? '' : `${number(item.weight_g)} g`) },
    { key: 'state', title: t.state, cell: (item) => state(item.state) },
    { key: 'pictures', title: t.pictures, cell: (item) => <PicturesOf due={(item.pictures_due ?? []).map((slot) => slotName(slot, slots))} /> },
  );
  if (actions) columns.push({ key: 'actions', title: t.actions, cell: actions });
  return columns;
}

function PicturesOf({ due }: { readonly due: readonly string[] }) {
  const t = useTexts(dayTexts);
  return due.length === 0 ? <Verdict tone="ok">{t.allPictures}</Verdict> : <Verdict tone="warn">{t.picturesDue(due.join(', '))}</Verdict>;
}
