// Lies over everything and blurs it, other dialogs too. The page behind stays as it was.
import { Suspense } from 'react';

import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { online } from './connection.ts';
import { idle_ms_max } from './idle.tsx';
import { PinForm } from './pin.ts';
import { signOut, type LockReason } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';
import { useStore } from './store.ts';
import './lock-screen.css';


export default function LockScreen({ user, reason }: { readonly user: string; readonly reason: LockReason }) {
  const t = useTexts(shellTexts);
  const why = { idle: t.lock.why(idle_ms_max / 60_000), asked: t.lock.whyAsked, ended: t.lock.whyEnded }[reason];
  return (
    <Dialog title={t.lock.title} must className="lock-screen" onClose={() => undefined}>
      <p>
        {why}
        <br />
        <b translate="no">{t.lock.as(user)}</b>
      </p>
      {useStore(online) ? (
        <>
          <SignInForm knownUser={user} go={t.lock.go} />
          <Button kind="quiet" onClick={() => void signOut()}>
            {t.lock.other}
          </Button>
        </>
      ) : (
        <Suspense>
          <PinForm user={user} />
        </Suspense>
      )}
    </Dialog>
  );
}
