// Finding an item: for a purpose, by one thing, over some days; and what was found, masked. What was typed and found stays in memory (kept.ts).
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { useStore } from '../../app/store.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, plusDays, typedDay } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import { forgetAll, keepResults, results, useForgetting } from './kept.ts';
import { actsPath, complaintsPath, itemPath, leaksPath } from './paths.ts';
import { PurposeFields } from './purpose-fields.tsx';
import { itemIdOf, recognised, searchFields, type SearchField } from './recognise.ts';
import { ResultsView } from './results-view.tsx';
import './trace.css';

type Search = components['schemas']['Search'];

const days_max = 400;
const days_scanned_max = 31;
const days_back = 100;
const day_ms = 86_400_000;

export default function TracePage() {
  const t = useTexts(traceTexts);
  const found = useStore(results);
  useForgetting();
  return (
    <div className="trace">
      <div className="trace-top">
        <h1>{t.title}</h1>
        <p className="trace-links">
          <Link className="button button-plain" href={complaintsPath}>
            {t.toComplaints}
          </Link>
          <Link className="button button-plain" href={leaksPath}>
            {t.toLeaks}
          </Link>
          <Link className="button button-plain" href={actsPath}>
            {t.toActs}
          </Link>
        </p>
      </div>
      <p>{t.lead}</p>
      <SearchForm />
      {found !== null && <ResultsView results={found} />}
    </div>
  );
}

function SearchForm() {
  const t = useTexts(traceTexts);
  const [, go] = useLocation();
  const found = useStore(results);
  const [today] = useState(() => civilDayOf(new Date().toISOString()));
  const [purpose, setPurpose] = useState(found?.purpose ?? '');
  const [note, setNote] = useState(found?.note ?? '');
  const [value, setValue] = useState('');
  const [chosen, setChosen] = useState<SearchField | ''>('');
  const [from, setFrom] = useState(() => plusDays(today, -days_back));
  const [to, setTo] = useState(today);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [tried, setTried] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const guess = recognised(value);
  const field = chosen === '' ? guess : chosen;

  function mistakesOf(): Mistake[] {
    const list: Mistake[] = [];
    if (purpose === '') list.push({ at: 'trace-purpose', text: t.purposeEmpty });
    if (value.trim() === '' || field === null) list.push({ at: 'trace-value', text: t.valueEmpty });
    if (typedDay(from) === null) list.push({ at: 'trace-from', text: t.dayEmpty });
    if (typedDay(to) === null) list.push({ at: 'trace-to', text: t.dayEmpty });
    if (list.some(({ text }) => text === t.dayEmpty)) return list;
    const days = Math.round((Date.parse(to) - Date.parse(from)) / day_ms) + 1;
    const max = field === 'text' ? days_scanned_max : days_max;
    if (days < 1) list.push({ at: 'trace-to', text: t.dayOrder });
    else if (days > max) list.push({ at: 'trace-from', text: t.daysLong(days, max) });
    return list;
  }

  async function search(): Promise<void> {
    setFailure(null);
    const item = itemIdOf(value);
    if (item !== null) return go(itemPath(item));
    const list = mistakesOf();
    setMistakes(list);
    setTried((before) => before + 1);
    if (list.length > 0 || field === null) return;
    const body: Search = { id: makeItemId(Date.now()), purpose, ...(note.trim() !== '' && { note: note.trim() }), from, to, [field]: value.trim() };
    forgetAll();
    setBusy(true);
    const answer = await ask(api.POST('/api/v1/searches', { body }));
    setBusy(false);
    if (answer.ok) return keepResults({ answer: answer.data, purpose, note });
    const said = answer.failure.kind === 'problem' ? answer.failure.errors : [];
    const known = said.flatMap(({ field: at, text }) => (places[at] === undefined ? [] : [{ at: places[at], text }]));
    if (known.length > 0) setMistakes(known);
    else setFailure(answer.failure);
  }

  const wrong = (at: string): string | undefined => mistakes.find((each) => each.at === at)?.text;
  return (
    <form
      className="card trace-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void search();
      }}
    >
      <Mistakes list={mistakes} tried={tried} />
      <PurposeFields prefix="trace" purpose={purpose} note={note} wrong={wrong('trace-purpose')} onPurpose={setPurpose} onNote={setNote} />
      <Field
        id="trace-value"
        label={t.value}
        hint={chosen === '' && guess !== null ? t.recognised(t.fields[guess]) : t.valueHint}
        error={wrong('trace-value')}
        value={value}
        autoComplete="off"
        spellCheck={false}
        translate="no"
        maxLength={120}
        onChange={({ target }) => setValue(target.value)}
      />
      <Labelled id="trace-by" label={t.by}>
        {(control) => (
          <select {...control} className="input" value={chosen} onChange={({ target }) => setChosen(searchFields.find((each) => each === target.value) ?? '')}>
            <option value="">{guess === null ? t.autoNone : t.auto(t.fields[guess])}</option>
            {searchFields.map((each) => (
              <option key={each} value={each}>
                {t.fields[each]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Field id="trace-from" label={t.from} error={wrong('trace-from')} type="date" max={today} value={from} onChange={({ target }) => setFrom(target.value)} />
      <Field id="trace-to" label={t.to} error={wrong('trace-to')} type="date" max={today} value={to} onChange={({ target }) => setTo(target.value)} />
      <div className="trace-whole">
        <FailureNotice failure={failure} />
        <p className="dialog-buttons">
          <Button kind="main" type="submit" busy={busy}>
            {t.search}
          </Button>
        </p>
      </div>
    </form>
  );
}

/** Where the server's words about a member stand. */
const places: Readonly<Partial<Record<string, string>>> = {
  ...Object.fromEntries(searchFields.map((each) => [each, 'trace-value'])),
  purpose: 'trace-purpose',
  note: 'trace-note',
  from: 'trace-from',
  '': 'trace-value',
};
