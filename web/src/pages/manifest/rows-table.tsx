// The rows, each with how it stands and what is wrong with it beside it.
import { useState } from 'react';

import { useStore } from '../../app/store.ts';
import { provinceOf } from '../../counter/provinces.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { manifestTexts } from '../../i18n/manifest.ts';
import { Button } from '../../kit/button.tsx';
import { Labelled } from '../../kit/field.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { sending, type List, type ListedRow } from '../../manifest/list.ts';
import { standingOf, type Standing } from '../../manifest/rows.ts';
import { RowActions } from './row-actions.tsx';
import { RowResult } from './row-result.tsx';

interface Props {
  readonly list: List;
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
}

type Shown = Standing | 'done';

const pageRows = 100;
const shownOf = (row: ListedRow): Shown => (row.entry?.state === 'done' ? 'done' : standingOf(row));

export function RowsTable({ list, counter, rules }: Props) {
  const t = useTexts(manifestTexts);
  const [wanted, setWanted] = useState<Shown | ''>('');
  const [most, setMost] = useState(pageRows);
  const under = useStore(sending).kind === 'sending';
  const rows = wanted === '' ? list.rows : list.rows.filter((row) => shownOf(row) === wanted);
  const kinds = (['wrong', 'prohibited', 'by_hand', 'good', 'done'] as const).map((kind) => ({ kind, count: list.rows.filter((row) => shownOf(row) === kind).length }));
  const columns: Column<ListedRow>[] = [
    { key: 'row', title: t.row, figures: true, cell: ({ row }) => row },
    { key: 'result', title: t.result, cell: (row) => <RowResult row={row} list={list} rules={rules} /> },
    { key: 'recipient', title: t.recipient, cell: ({ intake }) => [intake?.recipient?.name, provinceOf(intake?.recipient?.address.province ?? '')?.vi].filter(Boolean).join(', ') },
    { key: 'contents', title: t.contents, cell: ({ intake }) => intake?.item.things.map(({ text }) => text).join('; ') ?? '' },
    { key: 'weight', title: t.weight, figures: true, cell: ({ intake }) => (intake?.item.weight_g == null ? '' : `${number(intake.item.weight_g)} g`) },
    { key: 'actions', title: t.actions, cell: (row) => !under && <RowActions row={row} counter={counter} rules={rules} /> },
  ];
  return (
    <>
      <Labelled label={t.show} className="manifest-show">
        {(control) => (
          <select
            className="input"
            {...control}
            value={wanted}
            onChange={({ target }) => {
              setWanted(target.value as Shown | '');
              setMost(pageRows);
            }}
          >
            <option value="">{t.all(number(list.rows.length))}</option>
            {kinds.map(
              ({ kind, count }) =>
                count > 0 && (
                  <option key={kind} value={kind}>
                    {t.some(t.counts[kind], number(count))}
                  </option>
                ),
            )}
          </select>
        )}
      </Labelled>
      <Table caption={list.file.name} columns={columns} rows={rows.slice(0, most)} keyOf={({ row }) => String(row)} empty={t.nothingHere} />
      {rows.length > most && (
        <p>
          <Button onClick={() => setMost(most + pageRows)}>{t.more(number(Math.min(pageRows, rows.length - most)))}</Button>
        </p>
      )}
    </>
  );
}
