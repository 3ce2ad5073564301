// Signing out at once where nothing would be left behind; else the count is named first.
import { useEffect, useState } from 'react';
import { Link } from 'wouter';

import type { Failure } from '../api/problem.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Notice } from '../kit/verdict.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useFailureText } from '../i18n/problems.ts';
import { shellTexts } from '../i18n/shell.ts';
import { queue } from './connection.ts';
import { queuePath } from './line-badge.tsx';
import { signOut } from './session.ts';
import { useStore } from './store.ts';
import { handsFull } from './work-in-hand.ts';

export default function SignOut({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(shellTexts);
  const { waiting } = useStore(queue);
  const unfinished = useStore(handsFull);
  const [agreed, setAgreed] = useState(waiting === 0 && !unfinished);
  const failureText = useFailureText();
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    if (!agreed) return;
    void signOut().then((answer) => {
      if (!answer.ok) setFailure(answer.failure);
    });
  }, [agreed]);

  if (agreed && failure === null) return null;
  return (
    <Dialog title={failure ? t.bar.signOut : t.bar.signOutTitle} onClose={onClose}>
      {failure && <Notice tone="warn">{failure.kind === 'unreached' ? t.bar.signOutUnreached : failureText(failure)}</Notice>}
      {!failure && waiting > 0 && <Notice tone="warn">{t.bar.signOutQueue(waiting)}</Notice>}
      {!failure && waiting > 0 && (
        <p>
          <Link href={queuePath} onClick={onClose}>
            {t.bar.signOutSee}
          </Link>
        </p>
      )}
      {!failure && unfinished && <Notice tone="warn">{t.bar.handsFull}</Notice>}
      <div className="dialog-buttons">
        <Button onClick={onClose} kind={failure ? 'main' : 'plain'}>
          {failure ? t.close : t.cancel}
        </Button>
        {!failure && (
          <Button kind="danger" onClick={() => setAgreed(true)}>
            {t.bar.signOutAnyway}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
