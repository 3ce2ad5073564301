import { useEffect, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { PasswordField } from '../../app/password-field.tsx';
import { forget } from '../../app/session.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import { Button } from '../../kit/button.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { accountTexts } from '../../i18n/account.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';

const length_min = 14;

export function PasswordForm({ user }: { readonly user: string }) {
  const t = useTexts(accountTexts);
  const failureText = useFailureText();
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(0);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);

  const begun = wanted !== '' || again !== '';
  useEffect(() => (begun ? takeInHand() : undefined), [begun]);

  function found(list: readonly Mistake[]): void {
    setMistakes(list);
    setTried(tried + 1);
  }

  async function send(): Promise<void> {
    setFailure(null);
    const letters = wanted.length;
    const list = [
      ...(letters < length_min ? [{ at: 'new-password', text: t.passwordShort(letters) }] : []),
      ...(wanted !== again ? [{ at: 'new-password-again', text: t.passwordDiffers }] : []),
    ];
    found(list);
    if (list.length > 0) return;
    setBusy(true);
    const answer = await ask(api.PUT('/api/v1/users/{user}/password', { params: { path: { user } }, body: { password: wanted } }));
    setBusy(false);
    if (answer.ok) return forget(); // the server has ended every session of this account
    const said = answer.failure.kind === 'problem' ? answer.failure.errors : [];
    if (said.length > 0) found(said.map(({ text }) => ({ at: 'new-password', text })));
    else setFailure(answer.failure);
  }

  const wrong = (id: string): string | undefined => mistakes.find(({ at }) => at === id)?.text;
  return (
    <section className="card" aria-labelledby="password">
      <h2 id="password">{t.passwordTitle}</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <Mistakes list={mistakes} tried={tried} />
        {failure !== null && (
          <Notice tone="bad" alert>
            {failureText(failure)}
          </Notice>
        )}
        <input type="text" hidden readOnly autoComplete="username" value={user} />
        <PasswordField
          id="new-password"
          label={t.passwordNew}
          hint={t.passwordHint}
          error={wrong('new-password')}
          autoComplete="new-password"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <PasswordField
          id="new-password-again"
          label={t.passwordAgain}
          error={wrong('new-password-again')}
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <p className="field-hint">{t.passwordEnds}</p>
        <Button type="submit" busy={busy}>
          {t.passwordGo}
        </Button>
      </form>
    </section>
  );
}
