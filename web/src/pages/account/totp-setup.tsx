// Sets the second step up: a secret from the server, shown as a QR code and as letters, then a first code to prove that the phone has it.
// The secret is in memory while this is shown, and nowhere else.
import { useRef, useState } from 'react';

import { beginTotp, confirmTotp, type TotpSecret } from '../../api/totp.ts';
import type { Failure } from '../../api/problem.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { accountTexts } from '../../i18n/account.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { QrCode } from './qr-code.tsx';

type Step = { readonly at: 'start' } | { readonly at: 'shown'; readonly made: TotpSecret } | { readonly at: 'done' };

export function TotpSetup({ user }: { readonly user: string }) {
  const t = useTexts(accountTexts);
  const failureText = useFailureText();
  const [step, setStep] = useState<Step>({ at: 'start' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function begin(): Promise<void> {
    setBusy(true);
    setFailure(null);
    const answer = await beginTotp(user);
    setBusy(false);
    if (answer.ok) setStep({ at: 'shown', made: answer.data });
    else setFailure(answer.failure);
  }

  return (
    <section className="card" aria-labelledby="totp">
      <h2 id="totp">{t.totpTitle}</h2>
      {failure !== null && (
        <Notice tone="bad" alert>
          {failureText(failure)}
        </Notice>
      )}
      {step.at === 'start' && (
        <>
          <p>{t.totpWhy}</p>
          <div>
            <Button busy={busy} onClick={() => void begin()}>
              {t.totpStart}
            </Button>
          </div>
        </>
      )}
      {step.at === 'shown' && <Confirm user={user} made={step.made} onDone={() => setStep({ at: 'done' })} />}
      {step.at === 'done' && (
        <div role="status">
          <Notice tone="ok">{t.totpDone}</Notice>
        </div>
      )}
    </section>
  );
}

function Confirm({ user, made, onDone }: { readonly user: string; readonly made: TotpSecret; readonly onDone: () => void }) {
  const t = useTexts(accountTexts);
  const { totpForm } = useTexts(shellTexts).signIn;
  const failureText = useFailureText();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function confirm(): Promise<void> {
    const digits = code.replace(/\D/g, '');
    setWrong('');
    if (digits.length !== 6) {
      setWrong(totpForm(digits.length));
      input.current?.focus();
      return;
    }
    setBusy(true);
    const answer = await confirmTotp(user, digits);
    setBusy(false);
    if (answer.ok) return onDone();
    setWrong(failureText(answer.failure));
    input.current?.focus();
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void confirm();
      }}
    >
      <p>{t.totpScan}</p>
      <QrCode text={made.uri} label={t.totpQr} />
      <p>
        {t.totpTyped}: <span className="totp-secret">{made.secret.replace(/(.{4})(?=.)/g, '$1 ')}</span>
      </p>
      <Field
        ref={input}
        label={t.totpCode}
        error={wrong}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button kind="main" type="submit" busy={busy}>
        {t.totpConfirm}
      </Button>
    </form>
  );
}
