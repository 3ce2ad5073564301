// What a search found, as much of it as is needed to choose; and what it could not look at.
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

import { dayTexts } from '../../i18n/day.ts';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { forgetAll, type Found, type Results } from './kept.ts';
import { useNames } from './names.ts';
import { itemPath } from './paths.ts';
import { searchFields } from './recognise.ts';

export function ResultsView({ results: { answer } }: { readonly results: Results }) {
  const t = useTexts(traceTexts);
  const states = useTexts(dayTexts).states;
  const names = useNames();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [answer]);
  const columns: Column<Found>[] = [
    { key: 'code', title: t.code, cell: ({ item_code }) => <span className="trace-code">{item_code}</span> },
    { key: 'at', title: t.acceptedAt, figures: true, cell: ({ accepted_at }) => moment(new Date(accepted_at)) },
    { key: 'site', title: t.site, cell: ({ site }) => names.site(site) },
    { key: 'type', title: t.type, cell: ({ type }) => t.types[type] },
    { key: 'state', title: t.state, cell: ({ state }) => states[state] },
    { key: 'sender', title: t.sender, cell: ({ sender }) => sender },
    { key: 'recipient', title: t.recipient, cell: ({ recipient }) => recipient },
    {
      key: 'open',
      title: t.open,
      cell: ({ item, item_code }) => (
        <Link className="button button-quiet" href={itemPath(item)} aria-label={t.openOf(item_code)}>
          {t.open}
        </Link>
      ),
    },
  ];
  const by = searchFields.find((each) => each === answer.searched_by) ?? 'text';
  const spans = answer.without_key.map(({ from, to }) => (from === to ? t.spanOne(dayText(from)) : t.span(dayText(from), dayText(to)))).join(', ');
  return (
    <section className="trace-results" aria-labelledby="trace-results">
      <div className="trace-top">
        <h2 id="trace-results" ref={heading} tabIndex={-1}>
          {t.results(answer.results.length)}
        </h2>
        <Button kind="quiet" onClick={forgetAll}>
          {t.forget}
        </Button>
      </div>
      <p className="field-hint">
        {t.resultsOf(t.fields[by], dayText(answer.from), dayText(answer.to))} {t.searched(answer.days_searched)}
      </p>
      {answer.truncated && <Notice tone="warn">{t.cut(dayText(answer.reached))}</Notice>}
      {answer.days_without_key > 0 && <Notice tone="unsure">{t.withoutKey(answer.days_without_key, spans)}</Notice>}
      {answer.damaged > 0 && <Notice tone="bad">{t.damaged(answer.damaged)}</Notice>}
      <Table caption={t.title} columns={columns} rows={answer.results} keyOf={({ item }) => item} empty={t.none} />
    </section>
  );
}
