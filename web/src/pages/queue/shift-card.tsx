import { useEffect, useState } from 'react';

import { online } from '../../app/connection.ts';
import { session } from '../../app/session.ts';
import { SignInForm } from '../../app/sign-in-form.tsx';
import { useStore } from '../../app/store.ts';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shiftTexts } from '../../i18n/shift.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { openQueue, type Shift } from '../../offline/db.ts';
import { closeShift, isGuessed, isPin, openShift, shiftNow } from '../../offline/shift.ts';

const known = (): Promise<Shift | null> => openQueue().then((db) => shiftNow(db, new Date())).catch(() => null);

export function ShiftCard() {
  const t = useTexts(shiftTexts);
  const [shift, setShift] = useState<Shift | null>(null);
  useEffect(() => void known().then(setShift), []);
  const end = async (): Promise<void> => {
    await closeShift(await openQueue());
    setShift(null);
  };
  return (
    <section className="card" aria-labelledby="shift">
      <h2 id="shift">{t.shift}</h2>
      <p>{t.shiftWhy}</p>
      {shift ? (
        <p className="queue-row">
          <Verdict tone="ok">{t.shiftOpen(shift.actor.user, moment(new Date(shift.until)))}</Verdict>
          <Button kind="quiet" onClick={() => void end()}>
            {t.shiftEnd}
          </Button>
        </p>
      ) : (
        <p>
          <Verdict tone="warn">{t.shiftNone}</Verdict>
        </p>
      )}
      {useStore(online) && <PinChoice anew={shift !== null} onOpened={() => void known().then(setShift)} />}
    </section>
  );
}

function PinChoice({ anew, onOpened }: { readonly anew: boolean; readonly onOpened: () => void }) {
  const t = useTexts(shiftTexts);
  const now = useStore(session);
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [wrong, setWrong] = useState<{ readonly pin?: string; readonly again?: string }>({});
  const [busy, setBusy] = useState(false);
  const [proven, setProven] = useState(false);
  if (now.state !== 'in') return null;

  async function send(): Promise<void> {
    const mistakes = {
      ...(!isPin(pin) ? { pin: t.pinForm } : isGuessed(pin) ? { pin: t.pinGuessed } : {}),
      ...(pin !== again && { again: t.pinDiffers }),
    };
    setWrong(mistakes);
    if (now.state !== 'in' || Object.keys(mistakes).length > 0) return;
    setBusy(true);
    const opened = await openQueue().then((db) => openShift(db, now.actor, pin, new Date())).then(() => true, () => false);
    setBusy(false);
    if (!opened) return setWrong({ pin: t.diskRefuses });
    setPin('');
    setAgain('');
    setProven(false);
    onOpened();
  }

  // Whoever finds the screen open must not be able to come back to it.
  if (!proven) return <SignInForm knownUser={now.actor.user} go={anew ? t.shiftAnew : t.shiftGo} onDone={() => setProven(true)} />;
  const digits = { type: 'password', inputMode: 'numeric', autoComplete: 'off', maxLength: 6 } as const;
  return (
    <form
      className="queue-pin"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send();
      }}
    >
      <Field label={t.pinNew} hint={t.pinNewHint} error={wrong.pin} name="pin" {...digits} value={pin} onChange={({ target }) => setPin(target.value)} />
      <Field label={t.pinAgain} error={wrong.again} name="pin-again" {...digits} value={again} onChange={({ target }) => setAgain(target.value)} />
      <Button type="submit" kind="main" busy={busy}>
        {anew ? t.shiftAnew : t.shiftGo}
      </Button>
    </form>
  );
}
