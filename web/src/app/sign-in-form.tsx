// Name and password, then the six digits where the account has a second step. A native form: password managers fill it, paste works, Enter
// sends. The same form unlocks a locked screen, where the name is known already.
import { useEffect, useRef, useState } from 'react';

import { hasCode, type Failure } from '../api/problem.ts';
import { Button } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Notice } from '../kit/verdict.tsx';
import { useFailureText } from '../i18n/problems.ts';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { PasswordField } from './password-field.tsx';
import { signIn } from './session.ts';
import './sign-in-form.css';

type Wrong = Partial<Record<'user' | 'password' | 'totp', string>>;

interface Props {
  /** Whose screen it is, where that is not asked. */
  readonly knownUser?: string;
  readonly go: string;
  readonly onDone?: () => void;
}

export function SignInForm({ knownUser, go, onDone }: Props) {
  const t = useTexts(shellTexts).signIn;
  const failureText = useFailureText();
  const form = useRef<HTMLFormElement>(null);
  const [secondStep, setSecondStep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid], [name=totp]')?.focus();
  }, [wrong, secondStep]);

  async function send(data: FormData): Promise<void> {
    const user = knownUser ?? textOf(data, 'user').trim();
    const password = textOf(data, 'password');
    const totp = textOf(data, 'totp').replace(/\s/g, '');
    const mistakes: Wrong = {
      ...(user === '' && { user: t.userEmpty }),
      ...(password === '' && { password: t.passwordEmpty }),
      ...(secondStep && !/^\d{6}$/.test(totp) && { totp: t.totpForm(totp.replace(/\D/g, '').length) }),
    };
    setWrong(mistakes);
    setFailure(null);
    if (Object.keys(mistakes).length > 0) return;
    setBusy(true);
    const answer = await signIn({ user, password, ...(secondStep && { totp }) });
    setBusy(false);
    if (answer.ok) return onDone?.();
    if (hasCode(answer.failure, 'totp_required') && !secondStep) setSecondStep(true);
    else if (secondStep && (hasCode(answer.failure, 'totp_required') || hasCode(answer.failure, 'totp_wrong'))) setWrong({ totp: t.totpWrong });
    else setFailure(answer.failure);
  }

  return (
    <form
      ref={form}
      className="sign-in"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send(new FormData(event.currentTarget));
      }}
    >
      {failure !== null && (
        <Notice tone="bad" alert>
          {failureText(failure)}
        </Notice>
      )}
      <div className="sign-in-first" hidden={secondStep}>
        {knownUser === undefined ? (
          <Field
            label={t.user}
            name="user"
            error={wrong.user}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        ) : (
          <input type="hidden" name="user" autoComplete="username" value={knownUser} />
        )}
        <PasswordField label={t.password} name="password" error={wrong.password} autoComplete="current-password" autoFocus={knownUser !== undefined} />
      </div>
      {secondStep && (
        <Field
          label={t.totp}
          hint={t.totpHint}
          name="totp"
          error={wrong.totp}
          className="sign-in-totp"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
        />
      )}
      <Button kind="main" type="submit" busy={busy}>
        {go}
      </Button>
      {secondStep && (
        <Button kind="quiet" onClick={() => setSecondStep(false)}>
          {t.back}
        </Button>
      )}
    </form>
  );
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
