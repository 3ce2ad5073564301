// The data and pictures of an item: closed until somebody says what for, and closed again after a quarter of an hour.
import { useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { hasCode, type Failure } from '../../api/problem.ts';
import { useStore } from '../../app/store.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { provinces } from '../../counter/provinces.ts';
import { eventTexts } from '../../i18n/events.ts';
import { clock } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { wordOf } from '../../i18n/word-of.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { closeOpening, keepOpening, opening, openingOver, results } from './kept.ts';
import { usePurposes } from './names.ts';
import { fieldWords, groupsOf, type GroupName, type OpenedField } from './opened-groups.ts';
import { Pictures } from './pictures.tsx';
import { PurposeFields } from './purpose-fields.tsx';

export function OpenedView({ item }: { readonly item: string }) {
  const t = useTexts(traceTexts);
  const open = useStore(opening);
  const over = useStore(openingOver);
  const mine = open?.opened.item === item ? open : null;
  return (
    <section className="card trace-opened" aria-labelledby="opened">
      <h2 id="opened">{t.openTitle}</h2>
      {mine === null ? (
        <>
          {over === item && (
            <Notice tone="warn" alert>
              {t.openOver}
            </Notice>
          )}
          <OpenForm item={item} />
        </>
      ) : (
        <Shown item={item} />
      )}
    </section>
  );
}

function OpenForm({ item }: { readonly item: string }) {
  const t = useTexts(traceTexts);
  const found = useStore(results);
  const [purpose, setPurpose] = useState(found?.purpose ?? '');
  const [note, setNote] = useState(found?.note ?? '');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function open(): Promise<void> {
    setFailure(null);
    setWrong(purpose === '' ? t.purposeEmpty : undefined);
    if (purpose === '') return document.getElementById('open-purpose')?.focus();
    setBusy(true);
    const body = { id: makeItemId(Date.now()), purpose, ...(note.trim() !== '' && { note: note.trim() }) };
    const answer = await ask(api.POST('/api/v1/items/{item}/openings', { params: { path: { item } }, body }));
    setBusy(false);
    if (answer.ok) keepOpening({ opened: answer.data, purpose });
    else setFailure(answer.failure);
  }

  return (
    <form
      className="trace-open-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void open();
      }}
    >
      <p className="trace-whole">{t.openLead}</p>
      <PurposeFields prefix="open" purpose={purpose} note={note} wrong={wrong} onPurpose={setPurpose} onNote={setNote} />
      <div className="trace-whole">
        {failure !== null && hasCode(failure, 'term_over') ? <Notice tone="unsure">{t.termOver}</Notice> : <FailureNotice failure={failure} />}
        <p className="dialog-buttons">
          <Button kind="main" type="submit" busy={busy}>
            {t.openGo}
          </Button>
        </p>
      </div>
    </form>
  );
}

function Shown({ item }: { readonly item: string }) {
  const t = useTexts(traceTexts);
  const open = useStore(opening);
  const purposes = usePurposes();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), []);
  if (open === null) return null;
  const { opened, purpose } = open;
  const groups = groupsOf(opened.fields);

  async function identity(): Promise<void> {
    setFailure(null);
    setBusy(true);
    const body = { id: makeItemId(Date.now()), purpose, fields: ['identity'], identity: true };
    const answer = await ask(api.POST('/api/v1/items/{item}/openings', { params: { path: { item } }, body }));
    setBusy(false);
    const now = opening.get();
    if (!answer.ok) return setFailure(answer.failure);
    // The earlier opening goes on counting: a look at the number makes nothing stay longer.
    if (now !== null) opening.set({ ...now, opened: { ...now.opened, fields: { ...now.opened.fields, ...answer.data.fields } } });
  }

  return (
    <>
      <div className="trace-top">
        <p ref={head} tabIndex={-1} role="status">
          <b>{t.openUntil(clock(new Date(opened.until)))}</b> {t.openFor(purposes.find(({ code }) => code === purpose)?.words ?? purpose)} {t.watched}
        </p>
        <Button kind="quiet" onClick={closeOpening}>
          {t.closeNow}
        </Button>
      </div>
      <Pictures opened={opened} />
      <div className="trace-groups">
        {[...groups].map(([group, fields]) => (
          <Group key={group} group={group} fields={fields} />
        ))}
      </div>
      {!groups.has('identity') && (
        <div className="trace-identity">
          {failure !== null && hasCode(failure, 'term_over') ? <Notice tone="unsure">{t.identityGone}</Notice> : <FailureNotice failure={failure} />}
          <p className="field-hint">{t.identityLead}</p>
          <p>
            <Button busy={busy} onClick={() => void identity()}>
              {t.identity}
            </Button>
          </p>
        </div>
      )}
    </>
  );
}

function Group({ group, fields }: { readonly group: GroupName; readonly fields: readonly OpenedField[] }) {
  const t = useTexts(traceTexts);
  const codes = useTexts(eventTexts).codes;
  const spoken = useStore(language);
  const shown = ({ label, value }: OpenedField): string => {
    if (label.endsWith('.province')) return provinces.find(({ code }) => code === value)?.[spoken] ?? value;
    if (label.endsWith('.method')) return wordOf(codes, value);
    if (label.endsWith('.face_matches')) return value === 'true' ? t.yes : t.no;
    return value;
  };
  return (
    <section className="trace-group">
      <h3>{t.groups[group]}</h3>
      <dl className="trace-details">
        {fields.map((field) => (
          <div key={field.label}>
            <dt>{fieldWords(field.label, t)}</dt>
            <dd translate="no">{shown(field)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
