// A new request: who asks, whether it was seen who that is, and what is asked. The clocks run from today.
import { useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { useStore } from '../../app/store.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import type { Kinds, SubjectRequest } from './request.ts';

interface Props {
  readonly kinds: Kinds;
  readonly onDone: (filed: SubjectRequest) => void;
  readonly onClose: () => void;
}

const fields: readonly string[] = ['name', 'phone', 'identity_number', 'contact', 'note'];

export function RequestForm({ kinds, onDone, onClose }: Props) {
  const t = useTexts(subjectsTexts);
  const shell = useTexts(shellTexts);
  const spoken = useStore(language);
  const [id] = useState(() => makeItemId(Date.now())); // of the command: sent again it does nothing twice
  const form = useRef<HTMLFormElement>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [tried, setTried] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => takeInHand(), []);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);

  function found(list: readonly Mistake[]): void {
    setMistakes(list);
    setTried((before) => before + 1);
  }

  /** What the server says of one field stands at that field. */
  function failed(why: Failure): void {
    const list = why.kind === 'problem' ? why.errors.filter(({ field }) => fields.includes(field)).map(({ field, text }) => ({ at: `subject-${field}`, text })) : [];
    if (list.length > 0) found(list);
    else setFailure(why);
  }

  async function send(data: FormData): Promise<void> {
    setFailure(null);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const list: Mistake[] = [
      ...(text('name') === '' ? [{ at: 'subject-name', text: t.nameEmpty }] : []),
      ...(text('phone') === '' && text('identity_number') === '' ? [{ at: 'subject-phone', text: t.numberEmpty }] : []),
    ];
    found(list);
    if (list.length > 0) return;
    setBusy(true);
    const asked = kinds.asks.find(({ code }) => code === text('ask'))?.code ?? 'access';
    const body = { id, ask: asked, name: text('name'), third_party: data.get('third_party') !== null };
    const more = Object.fromEntries(fields.filter((field) => field !== 'name' && text(field) !== '').map((field) => [field, text(field)]));
    let answer = await ask(api.POST('/api/v1/subject-requests', { body: { ...body, ...more } }));
    const method = text('method');
    if (answer.ok && method !== '') {
      const path = { request: answer.data.number };
      answer = await ask(api.POST('/api/v1/subject-requests/{request}/steps', { params: { path }, body: { step: 'identify', method } }));
    }
    setBusy(false);
    if (answer.ok) onDone(answer.data);
    else failed(answer.failure);
  }

  const wrong = (at: string): string | undefined => mistakes.find((each) => each.at === at)?.text;
  const typed = { autoComplete: 'off', spellCheck: false, maxLength: 200 } as const;
  return (
    <section className="card" aria-labelledby="subject-form">
      <h2 id="subject-form">{t.formTitle}</h2>
      <form
        ref={form}
        className="worklist-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send(new FormData(event.currentTarget));
        }}
      >
        <Mistakes list={mistakes} tried={tried} />
        <Labelled id="subject-ask" label={t.ask} hint={t.askHint}>
          {(control) => (
            <select {...control} name="ask" className="input">
              {kinds.asks.map((each) => (
                <option key={each.code} value={each.code}>
                  {each[spoken]} · {t.days(each.days)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled id="subject-method" label={t.method} hint={t.methodHint}>
          {(control) => (
            <select {...control} name="method" className="input">
              <option value="">{t.methodLater}</option>
              <Methods kinds={kinds} />
            </select>
          )}
        </Labelled>
        <Field id="subject-name" name="name" label={t.name} error={wrong('subject-name')} {...typed} />
        <Field id="subject-phone" name="phone" label={t.phone} hint={t.phoneHint} error={wrong('subject-phone')} inputMode="tel" {...typed} />
        <Field id="subject-identity_number" name="identity_number" label={t.identity} error={wrong('subject-identity_number')} {...typed} />
        <Field id="subject-contact" name="contact" label={t.contact} hint={t.contactHint} error={wrong('subject-contact')} {...typed} />
        <div className="worklist-whole">
          <Labelled id="subject-note" label={t.note} error={wrong('subject-note')}>
            {(control) => <textarea {...control} name="note" className="input" rows={3} maxLength={300} />}
          </Labelled>
          <label className="worklist-check">
            <input type="checkbox" name="third_party" /> {t.thirdParty}
          </label>
          <FailureNotice failure={failure} />
          <p className="dialog-buttons">
            <Button kind="quiet" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button kind="main" type="submit" busy={busy}>
              {t.fileGo}
            </Button>
          </p>
        </div>
      </form>
    </section>
  );
}

/** How it may be seen who asks. */
export function Methods({ kinds }: { readonly kinds: Kinds | null }) {
  const spoken = useStore(language);
  return kinds?.methods.map((each) => (
    <option key={each.code} value={each.code}>
      {each[spoken]}
    </option>
  ));
}
