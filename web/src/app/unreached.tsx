// The first question, "who is signed in?", found no server. Asks again by itself.
import { useEffect } from 'react';

import { Button } from '../kit/button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Plain } from './plain.tsx';
import { resume } from './session.ts';

export function Unreached() {
  const t = useTexts(shellTexts);
  useEffect(() => {
    const again = setInterval(() => void resume(), 5000);
    return () => clearInterval(again);
  }, []);
  return (
    <Plain title={t.states.unreachedTitle} tone="warn">
      <p>{t.states.unreached}</p>
      <Button kind="main" onClick={() => void resume()}>
        {t.again}
      </Button>
    </Plain>
  );
}
