// Who could have seen it: by person first, then act by act.
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

import type { components } from '../../api/api.d.ts';
import { useStore } from '../../app/store.ts';
import { actsTexts } from '../../i18n/acts.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { leaksTexts } from '../../i18n/leaks.ts';
import { fullMoment } from '../../i18n/moments.ts';
import { wordOf } from '../../i18n/word-of.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, dayText } from '../../kit/civil-day.ts';
import { csvOf } from '../../kit/csv.ts';
import { download } from '../../kit/download.ts';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { byPerson, type Person } from './leak-people.ts';
import { itemPath } from './paths.ts';

type Answer = components['schemas']['LeakAnswer'];
type Act = Answer['acts'][number];
type Span = components['schemas']['DaySpan'];

export function LeakAnswerView({ answer, ofPhone }: { readonly answer: Answer; readonly ofPhone: boolean }) {
  const t = useTexts(leaksTexts);
  const people = byPerson(answer.acts);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const spans = (of: readonly Span[]): string => of.map(({ from, to }) => (from === to ? t.spanOne(dayText(from)) : t.span(dayText(from), dayText(to)))).join(', ');
  return (
    <section className="trace-results" aria-labelledby="leak-answer">
      <h2 id="leak-answer" ref={head} tabIndex={-1}>
        {t.answer(people.length, answer.acts.length)}
      </h2>
      {ofPhone && (
        <p>
          {t.items(answer.items.length)} {t.byItem}
        </p>
      )}
      {answer.items_truncated && <Notice tone="warn">{t.itemsTruncated}</Notice>}
      {!answer.values_known && <Notice tone="unsure">{t.valuesUnknown}</Notice>}
      {answer.without_key.length > 0 && <Notice tone="unsure">{t.withoutKey(spans(answer.without_key))}</Notice>}
      {answer.not_matched.length > 0 && <Notice tone="unsure">{t.notMatched(spans(answer.not_matched))}</Notice>}
      {answer.damaged > 0 && <Notice tone="bad">{t.damaged(answer.damaged)}</Notice>}
      {answer.truncated && <Notice tone="warn">{t.truncated}</Notice>}
      {answer.acts.length === 0 && <p>{t.nobody}</p>}
      {answer.acts.length > 0 && <People people={people} />}
      {answer.acts.length > 0 && <Acts acts={answer.acts} />}
    </section>
  );
}

function People({ people }: { readonly people: readonly Person[] }) {
  const t = useTexts(leaksTexts);
  const columns: Column<Person>[] = [
    { key: 'user', title: t.user, cell: ({ user, by }) => `${user} · ${by}` },
    { key: 'count', title: t.count, figures: true, cell: ({ count }) => count },
    { key: 'sight', title: t.sight, cell: ({ sights }) => sights.map((sight) => t.sights[sight]).join('; ') },
    { key: 'first', title: t.first, figures: true, cell: ({ first }) => fullMoment(new Date(first)) },
    { key: 'last', title: t.last, figures: true, cell: ({ last }) => fullMoment(new Date(last)) },
  ];
  return (
    <>
      <h3>{t.people}</h3>
      <Table caption={t.people} columns={columns} rows={people} keyOf={({ user, by }) => `${user} ${by}`} empty={null} />
    </>
  );
}

function Acts({ acts }: { readonly acts: readonly Act[] }) {
  const t = useTexts(leaksTexts);
  const words = useTexts(actsTexts);
  const spoken = useStore(language);
  const purpose = ({ purpose: code, purpose_text: text }: Act): string => text?.[spoken] ?? code ?? t.termOver;
  const columns: Column<Act>[] = [
    { key: 'at', title: t.at, figures: true, cell: ({ at }) => fullMoment(new Date(at)) },
    { key: 'user', title: t.user, cell: ({ user, by }) => `${user} · ${by}` },
    { key: 'sight', title: t.sight, cell: ({ sight }) => t.sights[sight] },
    { key: 'kind', title: t.kind, cell: ({ kind }) => wordOf(words.kinds, kind) },
    { key: 'purpose', title: t.purpose, cell: purpose },
    { key: 'item', title: t.about, cell: ({ item }) => (item === undefined ? '–' : <Link href={itemPath(item)}>{item.slice(-12)}</Link>) },
  ];
  const save = (): void => {
    const head = [t.at, t.user, t.staff, t.sight, t.kind, t.purpose, t.about, t.act];
    const rows = acts.map((act) => [act.at, act.user, act.by, t.sights[act.sight], wordOf(words.kinds, act.kind), purpose(act), act.item ?? '', act.act]);
    const file = new Blob([csvOf([head, ...rows])], { type: 'text/csv' });
    void download(Promise.resolve({ ok: true, data: file }), t.csvName(civilDayOf(new Date().toISOString())));
  };
  return (
    <>
      <h3>{t.acts}</h3>
      <Table caption={t.acts} columns={columns} rows={acts} keyOf={({ act }) => act} empty={null} />
      <p className="dialog-buttons">
        <Button onClick={save}>{t.exportCsv}</Button>
      </p>
    </>
  );
}
