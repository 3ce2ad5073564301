// Refusing is a result like accepting: reasons of the rules, a record, a notice for the sender.
import { useState } from 'react';

import { useStore } from '../../app/store.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Notice } from '../../kit/verdict.tsx';
import type { Desk } from '../../counter/desk.ts';
import type { Named } from '../../counter/rules.ts';

interface Props {
  readonly desk: Desk;
  readonly reasons: readonly Named[];
  readonly onClose: () => void;
}

const prohibited = 'prohibited_goods';

/** What stops a parcel for good stands first, what says the least stands last. */
function inOrder(reasons: readonly Named[]): readonly Named[] {
  const rank = ({ code }: Named): number => (code === prohibited ? 0 : code === 'other' ? 2 : 1);
  return [...reasons].sort((one, other) => rank(one) - rank(other));
}

export default function RefuseDialog({ desk, reasons, onClose }: Props) {
  const t = useTexts(counterTexts);
  const spoken = useStore(language);
  const [chosen, setChosen] = useState<readonly string[]>(() => (desk.facts().outcome === 'prohibited' ? [prohibited] : []));
  const [asked, setAsked] = useState(false);
  const refuse = (): void => {
    setAsked(true);
    if (chosen.length === 0) return;
    onClose();
    void desk.refuse(chosen);
  };
  return (
    <Dialog title={t.refuse.title} onClose={onClose}>
      <form
        className="refuse"
        onSubmit={(event) => {
          event.preventDefault();
          refuse();
        }}
      >
        <p>{t.refuse.lead}</p>
        <fieldset aria-describedby={asked && chosen.length === 0 ? 'refuse-wrong' : undefined}>
          <legend>{t.refuse.reasons}</legend>
          {inOrder(reasons).map((reason, at) => (
            <label key={reason.code} className="refuse-reason">
              <input
                type="checkbox"
                autoFocus={at === 0}
                checked={chosen.includes(reason.code)}
                onChange={({ target }) => setChosen(target.checked ? [...chosen, reason.code] : chosen.filter((code) => code !== reason.code))}
              />
              {reason[spoken]}
            </label>
          ))}
        </fieldset>
        {asked && chosen.length === 0 && (
          <p className="field-error" id="refuse-wrong" role="alert">
            {t.refuse.needOne}
          </p>
        )}
        {chosen.includes(prohibited) && <Notice tone="warn">{t.refuse.handOver}</Notice>}
        <p className="dialog-buttons">
          <Button kind="quiet" onClick={onClose}>
            {t.refuse.back}
          </Button>
          <Button kind="danger" type="submit">
            {t.refuse.confirm}
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
