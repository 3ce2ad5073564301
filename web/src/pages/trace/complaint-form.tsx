// Filing a complaint at the desk. A code is looked up by a search for this purpose, which is put on record as one.
import { useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { Answer, Failure } from '../../api/problem.ts';
import { useStore } from '../../app/store.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { complaintsTexts } from '../../i18n/complaints.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, plusDays } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import type { Complaint, Kinds } from './complaints-page.tsx';
import { itemIdOf } from './recognise.ts';

const days_back = 399;

interface Props {
  readonly kinds: Kinds;
  readonly onDone: (filed: Complaint) => void;
  readonly onClose: () => void;
}

/** Null: there is none. */
async function findItem(code: string): Promise<Answer<string | null>> {
  const id = itemIdOf(code);
  if (id !== null) return { ok: true, data: id };
  const today = civilDayOf(new Date().toISOString());
  const body = { id: makeItemId(Date.now()), purpose: 'complaint', from: plusDays(today, -days_back), item_code: code };
  const answer = await ask(api.POST('/api/v1/searches', { body }));
  const isNoCode = !answer.ok && answer.failure.kind === 'problem' && answer.failure.errors.some(({ field }) => field === 'item_code');
  if (isNoCode) return { ok: true, data: null };
  return answer.ok ? { ok: true, data: answer.data.results[0]?.item ?? null } : answer;
}

export function ComplaintForm({ kinds, onDone, onClose }: Props) {
  const t = useTexts(complaintsTexts);
  const shell = useTexts(shellTexts);
  const spoken = useStore(language);
  const [id] = useState(() => makeItemId(Date.now())); // of the command: sent again it does nothing twice
  const form = useRef<HTMLFormElement>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [tried, setTried] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => takeInHand(), []);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  function found(list: readonly Mistake[]): void {
    setMistakes(list);
    setTried((before) => before + 1);
  }

  async function send(data: FormData): Promise<void> {
    setFailure(null);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const fee = text('fee').replaceAll(/[\s.]/g, '');
    const list: Mistake[] = [
      ...(text('code') === '' ? [{ at: 'complaint-code', text: t.codeEmpty }] : []),
      ...(text('words') === '' ? [{ at: 'complaint-words', text: t.wordsEmpty }] : []),
      ...(fee !== '' && !/^\d{1,12}$/.test(fee) ? [{ at: 'complaint-fee', text: t.feeWrong }] : []),
    ];
    found(list);
    if (list.length > 0) return;
    setBusy(true);
    const item = await findItem(text('code'));
    if (!item.ok || item.data === null) {
      setBusy(false);
      return item.ok ? found([{ at: 'complaint-code', text: t.codeUnknown }]) : setFailure(item.failure);
    }
    const answer = await ask(
      api.POST('/api/v1/complaints', {
        body: {
          id,
          item: item.data,
          kind: text('kind'),
          as: text('as') === 'recipient' ? 'recipient' : 'sender',
          words: text('words'),
          international: data.get('international') !== null,
          ...(text('name') !== '' && { name: text('name') }),
          ...(text('contact') !== '' && { contact: text('contact') }),
          ...(fee !== '' && { fee_vnd: Number(fee) }),
        },
      }),
    );
    setBusy(false);
    if (answer.ok) onDone(answer.data);
    else setFailure(answer.failure);
  }

  const wrong = (at: string): string | undefined => mistakes.find((each) => each.at === at)?.text;
  return (
    <section className="card" aria-labelledby="complaint-form">
      <h2 id="complaint-form">{t.formTitle}</h2>
      <form
        ref={form}
        className="trace-open-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send(new FormData(event.currentTarget));
        }}
      >
        <Mistakes list={mistakes} tried={tried} />
        <Field id="complaint-code" name="code" label={t.code} hint={t.codeHint} error={wrong('complaint-code')} autoComplete="off" spellCheck={false} maxLength={40} />
        <Labelled id="complaint-kind" label={t.kind}>
          {(control) => (
            <select {...control} name="kind" className="input">
              {kinds.kinds.map((each) => (
                <option key={each.code} value={each.code}>
                  {each[spoken]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled id="complaint-as" label={t.as}>
          {(control) => (
            <select {...control} name="as" className="input">
              <option value="sender">{t.sides.sender}</option>
              <option value="recipient">{t.sides.recipient}</option>
            </select>
          )}
        </Labelled>
        <Field id="complaint-fee" name="fee" label={t.fee} hint={t.feeHint} error={wrong('complaint-fee')} inputMode="numeric" autoComplete="off" maxLength={16} />
        <Field id="complaint-name" name="name" label={t.name} autoComplete="off" maxLength={200} />
        <Field id="complaint-contact" name="contact" label={t.contact} autoComplete="off" maxLength={200} />
        <div className="trace-whole">
          <Labelled id="complaint-words" label={t.words} error={wrong('complaint-words')}>
            {(control) => <textarea {...control} name="words" className="input" rows={4} maxLength={1300} />}
          </Labelled>
          <label className="trace-check">
            <input type="checkbox" name="international" /> {t.international}
          </label>
          <FailureNotice failure={failure} />
          <p className="dialog-buttons">
            <Button kind="quiet" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button kind="main" type="submit" busy={busy}>
              {t.file}
            </Button>
          </p>
        </div>
      </form>
    </section>
  );
}
