// A contract sender's list: the file is read row by row, then accepted by sample, or one row after the other at the counter.
// docs/guide/import.md says how it is worked with.
import { lazy, Suspense, useEffect } from 'react';

import { online } from '../../app/connection.ts';
import { useStore } from '../../app/store.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { manifestTexts } from '../../i18n/manifest.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Notice } from '../../kit/verdict.tsx';
import { letGo, work } from '../../manifest/list.ts';
import { CounterTabs } from '../counter/counter-tabs.tsx';
import { WithRules } from '../counter/with-rules.tsx';
import { ChooseCard } from './choose-card.tsx';
import { ListCard } from './list-card.tsx';
import './manifest-page.css';

const Sheet = lazy(() => import('../../print/sheet.tsx'));

export default function ManifestPage() {
  return <WithRules>{(counter, rules) => <Manifest key={counter.counter} counter={counter} rules={rules} />}</WithRules>;
}

function Manifest({ counter, rules }: { readonly counter: CounterOfSite; readonly rules: CounterRules }) {
  const t = useTexts(manifestTexts);
  const now = useStore(work);
  const reached = useStore(online);
  const elsewhere = now.kind === 'here' && now.list.counter !== counter.counter;
  useEffect(() => {
    if (elsewhere) letGo(); // the machine stands at another counter now
  }, [elsewhere]);
  return (
    <div className="manifest">
      <div className="counter-top">
        <h1>{t.title(counter.name)}</h1>
        <CounterTabs />
      </div>
      {!reached && <Notice tone="warn">{t.offLine}</Notice>}
      <ChooseCard counter={counter} rules={rules} />
      <div className="manifest-reading" role="status" aria-busy={now.kind === 'reading'}>
        {now.kind === 'reading' && t.reading(now.name)}
      </div>
      {now.kind === 'unreadable' && <Unreadable now={now} />}
      {now.kind === 'no_journal' && (
        <Notice tone="bad" alert>
          {t.noJournal}
        </Notice>
      )}
      {now.kind === 'here' && !elsewhere && <ListCard list={now.list} counter={counter} rules={rules} />}
      <Suspense>
        <Sheet />
      </Suspense>
    </div>
  );
}

function Unreadable({ now }: { readonly now: ReturnType<typeof work.get> & { readonly kind: 'unreadable' } }) {
  const t = useTexts(manifestTexts);
  const words = useFailureText();
  const { name, failure } = now;
  // Why a file cannot be read is said by the server in full; the help desk is for what it does not know.
  const known = failure.kind === 'problem' && failure.status === 422;
  const fields = t.fields as Partial<Record<string, string>>;
  const columns = failure.kind === 'problem' ? failure.errors.map(({ field }) => fields[field] ?? field) : [];
  return (
    <Notice tone="bad" alert>
      <strong>{t.unreadable(name)}</strong>
      <p>{known ? failure.title : words(failure)}</p>
      {columns.length > 0 && (
        <ul>
          {columns.map((column) => (
            <li key={column}>{column}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
