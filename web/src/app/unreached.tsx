// The first question, "who is signed in?", found no server. Asks again by itself.
import { Suspense, useEffect } from 'react';

import { Button } from '../kit/button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { PinForm } from './pin.ts';
import { Plain } from './plain.tsx';
import { resume, session } from './session.ts';

export function Unreached() {
  const t = useTexts(shellTexts);
  useEffect(() => {
    // The PIN may have opened it meanwhile.
    const again = setInterval(() => void (session.get().state === 'unreached' && resume()), 5000);
    return () => clearInterval(again);
  }, []);
  return (
    <Plain title={t.states.unreachedTitle} tone="warn">
      <p>{t.states.unreached}</p>
      <Suspense>
        <PinForm />
      </Suspense>
      <Button onClick={() => void resume()}>
        {t.again}
      </Button>
    </Plain>
  );
}
