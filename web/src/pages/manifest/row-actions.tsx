// What can be done with one row: inspect it at the counter, say that it was not accepted there, print its label.
import { useState } from 'react';
import { useLocation } from 'wouter';

import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { manifestTexts } from '../../i18n/manifest.ts';
import { Button } from '../../kit/button.tsx';
import { openAtCounter } from '../../manifest/at-counter.ts';
import { noteAtCounter, type ListedRow } from '../../manifest/list.ts';
import { standingOf } from '../../manifest/rows.ts';
import { printSlip } from '../../print/printing.ts';
import { labelOfRow } from '../../manifest/label.ts';
import { deskAt } from '../counter/current-desk.ts';

interface Props {
  readonly row: ListedRow;
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
}

export function RowActions({ row, counter, rules }: Props) {
  const t = useTexts(manifestTexts);
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const { entry, name } = row;
  const named = (action: string) => ({ kind: 'quiet', className: 'small', 'aria-label': t.ofRow(action, row.row) }) as const;
  const label = labelOfRow(row, counter, rules);
  if (label) {
    return (
      <Button {...named(t.label)} onClick={() => printSlip(label)}>
        {t.label}
      </Button>
    );
  }
  if (entry?.state === 'counter') {
    return (
      <Button {...named(t.notAccepted)} onClick={() => void noteAtCounter(name, null)}>
        {t.notAccepted}
      </Button>
    );
  }
  if (entry !== null || standingOf(row) === 'wrong') return null;
  const open = async (): Promise<void> => {
    const opened = await openAtCounter(deskAt(counter.counter, rules), row);
    if (opened) go('/app/quay');
    else setBusy(true);
  };
  return (
    <>
      <Button {...named(t.inspect)} onClick={() => void open()}>
        {t.inspect}
      </Button>
      {busy && (
        <p className="field-error" role="alert">
          {t.counterBusy}
        </p>
      )}
    </>
  );
}
