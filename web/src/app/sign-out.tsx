// Signing out at once where nothing would be left behind; else the count is named first.
import { useEffect, useState } from 'react';

import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Notice } from '../kit/verdict.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { queue } from './connection.ts';
import { signOut } from './session.ts';
import { useStore } from './store.ts';
import { handsFull } from './work-in-hand.ts';

export function SignOut({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(shellTexts);
  const { waiting } = useStore(queue);
  const unfinished = useStore(handsFull);
  const [agreed, setAgreed] = useState(waiting === 0 && !unfinished);
  const [unreached, setUnreached] = useState(false);

  useEffect(() => {
    if (!agreed) return;
    void signOut().then((answer) => {
      if (!answer.ok && answer.failure.kind === 'unreached') setUnreached(true);
    });
  }, [agreed]);

  if (agreed && !unreached) return null;
  return (
    <Dialog title={unreached ? t.bar.signOut : t.bar.signOutTitle} onClose={onClose}>
      {unreached && <Notice tone="warn">{t.bar.signOutUnreached}</Notice>}
      {!unreached && waiting > 0 && <Notice tone="warn">{t.bar.signOutQueue(waiting)}</Notice>}
      {!unreached && unfinished && <Notice tone="warn">{t.bar.handsFull}</Notice>}
      <div className="dialog-buttons">
        <Button onClick={onClose} kind={unreached ? 'main' : 'plain'}>
          {unreached ? t.close : t.cancel}
        </Button>
        {!unreached && (
          <Button kind="danger" onClick={() => setAgreed(true)}>
            {t.bar.signOutAnyway}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
