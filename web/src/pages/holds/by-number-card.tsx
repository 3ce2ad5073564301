// For who may approve and not see the list: the number, and what is behind it only after the word was given. Who placed the hold shows the
// paper.
import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import type { Hold } from './hold.ts';

export function ByNumberCard({ onApproved }: { readonly onApproved: (hold: Hold) => void }) {
  const t = useTexts(holdsTexts);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<string>();
  const [asking, setAsking] = useState<number | null>(null);
  const next = (): void => {
    const right = /^[1-9]\d{0,8}$/.test(typed.trim());
    setSaid(right ? undefined : t.byNumberForm);
    setAsking(right ? Number(typed.trim()) : null);
  };
  const done = (hold: Hold): void => {
    setAsking(null);
    setTyped('');
    onApproved(hold);
  };
  return (
    <section className="card" aria-labelledby="by-number">
      <h2 id="by-number">{t.byNumberTitle}</h2>
      <p>{t.byNumberLead}</p>
      <form
        className="hold-by-number"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          next();
        }}
      >
        <Field label={t.byNumber} error={said} name="number" inputMode="numeric" autoComplete="off" maxLength={9} value={typed} onChange={({ target }) => setTyped(target.value)} />
        <Button kind="main" type="submit">
          {t.approve}
        </Button>
      </form>
      {asking !== null && (
        <ActDialog
          title={t.approveTitle(asking)}
          lead={t.approveLead}
          confirm={t.approve}
          words={t.refused}
          act={() => ask(api.POST('/api/v1/holds/{hold}/approvals', { params: { path: { hold: asking } } }))}
          onDone={done}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}
