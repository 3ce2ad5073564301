// The frame of a form at a door: what it is about, what it asks, why it was refused, and its two buttons within the thumb's reach.
import type { ReactNode } from 'react';

import type { Failure } from '../../api/problem.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import { Notice } from '../../kit/verdict.tsx';

interface Props {
  readonly title: string;
  readonly code: string;
  readonly lead?: string;
  readonly go: string;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly mistakes: readonly Mistake[];
  readonly tried: number;
  readonly onGo: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function FormFrame({ title, code, lead, go, busy, failure, mistakes, tried, onGo, onCancel, children }: Props) {
  const t = useTexts(deliveryTexts);
  const words = useFailureText();
  return (
    <form
      className="door-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onGo();
      }}
    >
      <h1>{title}</h1>
      <p className="figures stop-code">{code}</p>
      {lead !== undefined && <p>{lead}</p>}
      <Mistakes list={mistakes} tried={tried} />
      {failure && (
        <Notice tone="bad" alert>
          {words(failure)}
          {failure.kind === 'problem' && failure.errors.map(({ field, text }) => <p key={field}>{text}</p>)}
        </Notice>
      )}
      {children}
      <div className="door-buttons">
        <Button kind="quiet" onClick={onCancel}>
          {t.cancel}
        </Button>
        <Button kind="main" type="submit" busy={busy}>
          {go}
        </Button>
      </div>
    </form>
  );
}
