// A dialog that does one thing to one item or account: what it means, what it needs, a button that does it and one that does not.
import { useState, type ReactNode } from 'react';

import type { Answer, Failure } from '../api/problem.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useFailureText } from '../i18n/problems.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Notice } from './verdict.tsx';

export interface ActDialogProps<T> {
  readonly title: string;
  readonly lead: string;
  readonly confirm: string;
  readonly danger?: boolean;
  /** Null: what was typed is not enough, and the fields say so. */
  readonly act: () => Promise<Answer<T>> | null;
  readonly onDone: (answered: T) => void;
  readonly onClose: () => void;
  /** Words for codes of the server that this act knows better than i18n/problems.ts. */
  readonly words?: Readonly<Partial<Record<string, string>>>;
  readonly className?: string;
  readonly children?: ReactNode;
}

export function ActDialog<T>({ title, lead, confirm, danger = false, act, onDone, onClose, words = {}, className = '', children }: ActDialogProps<T>) {
  const t = useTexts(shellTexts);
  const text = useFailureText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const doIt = async (): Promise<void> => {
    const acting = busy ? null : act();
    if (acting === null) return;
    setBusy(true);
    const answer = await acting;
    setBusy(false);
    if (answer.ok) onDone(answer.data);
    else setFailure(answer.failure);
  };
  return (
    <Dialog title={title} onClose={onClose} className={className}>
      <form
        className="act"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void doIt();
        }}
      >
        <p>{lead}</p>
        {children}
        {failure && (
          <Notice tone="bad" alert>
            {(failure.kind === 'problem' && words[failure.code]) || text(failure)}
            {failure.kind === 'problem' && failure.errors.map(({ field, text: said }) => <p key={field}>{said}</p>)}
          </Notice>
        )}
        <p className="dialog-buttons">
          <Button kind="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button kind={danger ? 'danger' : 'main'} type="submit" busy={busy}>
            {confirm}
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
