// The PIN of the shift, asked for where the server cannot be: on the lock screen, and at a start without a network.
import { useEffect, useRef, useState } from 'react';

import { Button } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Notice } from '../kit/verdict.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shiftTexts } from '../i18n/shift.ts';
import { isPin } from '../offline/shift.ts';
import { enterWithPin, userOfShift } from './by-shift.ts';
import './sign-in-form.css';

/** `user`: nobody else's PIN will do. */
export default function PinForm({ user }: { readonly user?: string }) {
  const t = useTexts(shiftTexts);
  const field = useRef<HTMLInputElement>(null);
  const [whose, setWhose] = useState<string | null>(null);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const [closed, setClosed] = useState(false);
  useEffect(() => void userOfShift().then(setWhose), []);

  async function send(pin: string): Promise<void> {
    if (!isPin(pin)) return setWrong(t.pinForm);
    setBusy(true);
    const no = await enterWithPin(pin).catch(() => null);
    setBusy(false);
    if (no?.kind === 'closed') setClosed(true);
    if (no?.kind === 'wrong') {
      setWrong(t.pinWrong(no.left));
      field.current?.select();
    }
  }

  if (closed) {
    return (
      <Notice tone="warn" alert>
        {t.closed}
      </Notice>
    );
  }
  if (whose === null || (user !== undefined && whose !== user)) return <p>{t.noShift}</p>;
  return (
    <form
      className="sign-in"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send(field.current?.value ?? '');
      }}
    >
      <Field ref={field} label={t.pinOf(whose)} hint={t.pinHint} error={wrong} name="pin" type="password" inputMode="numeric" autoComplete="off" maxLength={6} autoFocus />
      <Button kind="main" type="submit" busy={busy}>
        {t.pinGo}
      </Button>
    </form>
  );
}
