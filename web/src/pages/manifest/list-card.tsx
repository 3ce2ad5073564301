// What a list comes to: what was mended and left out, how the rows stand, the way on, and the rows themselves.
import { useMemo, useState } from 'react';

import { useStore } from '../../app/store.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { number } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { columnName, manifestTexts } from '../../i18n/manifest.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { takeAsNew, type List } from '../../manifest/list.ts';
import { mendedIn } from '../../manifest/rows.ts';
import { RowsTable } from './rows-table.tsx';
import { SendBar } from './send-bar.tsx';

interface Props {
  readonly list: List;
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
}

export function ListCard({ list, counter, rules }: Props) {
  const t = useTexts(manifestTexts);
  const sampled = rules.methods.find(({ code }) => code === list.method)?.sampled ?? false;
  if (list.rows.length === 0) return <div className="table-empty">{t.noRows}</div>;
  return (
    <div className="manifest-list">
      <h2>{list.file.name}</h2>
      <ToKnow list={list} />
      <DoneBefore list={list} />
      {sampled && <SendBar list={list} counter={counter} rules={rules} />}
      <RowsTable list={list} counter={counter} rules={rules} />
    </div>
  );
}

function ToKnow({ list }: { readonly list: List }) {
  const t = useTexts(manifestTexts);
  const spoken = useStore(language);
  const { ignored, hidden, texts } = list.reading;
  const mended = useMemo(() => mendedIn(list.rows), [list.rows]);
  const words = (code: string): string => texts.find((each) => each.code === code)?.[spoken] ?? code;
  if (mended.length === 0 && ignored.length === 0 && hidden === 0) return null;
  return (
    <Notice tone={mended.length + hidden > 0 ? 'warn' : 'unsure'}>
      {mended.map(({ field, reason, rows, first }) => (
        <p key={`${field} ${reason}`}>{t.mended(columnName(field, t), number(rows), number(first), words(reason))}</p>
      ))}
      {hidden > 0 && <p>{t.hidden(number(hidden))}</p>}
      {ignored.length > 0 && <p>{t.ignored(ignored.join(', '))}</p>}
    </Notice>
  );
}

function DoneBefore({ list }: { readonly list: List }) {
  const t = useTexts(manifestTexts);
  const [asking, setAsking] = useState(false);
  const rows = list.rows.filter(({ before, entry }) => before && entry?.state === 'done');
  if (rows.length === 0) return null;
  const again = async () => {
    await takeAsNew(rows);
    return { ok: true, data: null } as const;
  };
  return (
    <Notice tone="unsure">
      <p>{t.beforeTitle(number(rows.length))}</p>
      <Button kind="quiet" className="small" onClick={() => setAsking(true)}>
        {t.beforeNew}
      </Button>
      {asking && (
        <ActDialog
          title={t.beforeNewTitle}
          lead={t.beforeNewLead(number(rows.length))}
          confirm={t.beforeNewConfirm}
          danger
          act={again}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        />
      )}
    </Notice>
  );
}
