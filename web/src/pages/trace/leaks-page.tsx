// After a leak: who could have seen an item, or a phone number. The number is typed, asked, and forgotten; an item comes by its id in the
// address, which is opaque.
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { leaksTexts } from '../../i18n/leaks.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { LeakAnswerView } from './leak-answer.tsx';
import { useForgetting } from './kept.ts';
import { actsPath, leaksPath } from './paths.ts';
import { itemIdOf } from './recognise.ts';
import './trace.css';

type Answer = components['schemas']['LeakAnswer'];

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.trim() : '');

export default function LeaksPage() {
  const t = useTexts(leaksTexts);
  const [query] = useSearchParams();
  const item = itemIdOf(query.get('item') ?? '');
  useForgetting();
  return (
    <div className="trace">
      <div className="trace-top">
        <h1>{t.title}</h1>
        <p className="trace-links">
          <Link className="button button-plain" href={actsPath}>
            {t.toActs}
          </Link>
        </p>
      </div>
      <p>{t.lead}</p>
      <QuestionForm key={item ?? ''} item={item} />
    </div>
  );
}

function QuestionForm({ item }: { readonly item: string | null }) {
  const t = useTexts(leaksTexts);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problems = failure?.kind === 'problem' ? failure.errors : [];
  const of = (name: string): string | undefined => problems.find(({ field }) => field === name)?.text;
  const send = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const [from, to, note] = ['from', 'to', 'note'].map((name) => textOf(data.get(name)));
    setBusy(true);
    setAnswer(null);
    const asked = await ask(
      api.POST('/api/v1/leak-questions', {
        body: {
          id: makeItemId(Date.now()),
          ...(item === null ? { phone: textOf(data.get('phone')) } : { item }),
          ...(from ? { from } : {}),
          ...(to ? { to } : {}),
          ...(note ? { note } : {}),
        },
      }),
    );
    setBusy(false);
    setFailure(asked.ok ? null : asked.failure);
    if (!asked.ok) return;
    form.reset();
    setAnswer(asked.data);
  };
  return (
    <>
      <form
        className="card trace-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        {item === null ? (
          <Field name="phone" label={t.phone} hint={t.phoneHint} error={of('phone')} inputMode="tel" maxLength={20} autoComplete="off" />
        ) : (
          <p className="trace-whole">
            <b>{t.ofItem(item.slice(-12))}</b> · <Link href={leaksPath}>{t.ofPhone}</Link>
          </p>
        )}
        <Field name="from" label={t.from} type="date" error={of('from')} />
        <Field name="to" label={t.to} type="date" />
        <Field name="note" label={t.note} error={of('note')} maxLength={300} autoComplete="off" />
        <div className="trace-whole">
          <FailureNotice failure={failure} />
          <p className="dialog-buttons">
            <Button kind="main" type="submit" busy={busy}>
              {t.ask}
            </Button>
          </p>
          <p role="status" className="visually-hidden">
            {busy ? t.asking : ''}
          </p>
        </div>
      </form>
      {answer !== null && <LeakAnswerView key={answer.question} answer={answer} ofPhone={item === null} />}
    </>
  );
}
