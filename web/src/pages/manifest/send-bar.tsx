// Acceptance by sample: begins, counts, stops, goes on.
import { online } from '../../app/connection.ts';
import { useStore } from '../../app/store.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { manifestTexts } from '../../i18n/manifest.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { labelOfRow } from '../../manifest/label.ts';
import { isToSend, send, sending, stopSending, type List } from '../../manifest/list.ts';
import { printSlips } from '../../print/printing.ts';

interface Props {
  readonly list: List;
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
}

export function SendBar({ list, counter, rules }: Props) {
  const t = useTexts(manifestTexts);
  const now = useStore(sending);
  const reached = useStore(online);
  const failureText = useFailureText();
  const left = list.rows.filter(isToSend).length;
  const notTaken = list.rows.filter(({ failure }) => failure !== null).length;
  const decided = list.rows.flatMap(({ entry, before }) => (entry?.state === 'done' && !before ? [entry.done.decision] : []));
  const accepted = decided.filter((each) => each === 'accepted').length;
  const begun = decided.length > 0 || list.rows.some(({ entry }) => entry?.state === 'sent');
  const labels = now.kind === 'sending' ? [] : list.rows.flatMap((row) => (row.before ? [] : (labelOfRow(row, counter, rules) ?? [])));
  const goOn = begun || now.kind === 'broken';
  return (
    <div className="manifest-send">
      <div className="manifest-row">
        {now.kind === 'sending' && <Button onClick={stopSending}>{t.stop}</Button>}
        {now.kind !== 'sending' && left > 0 && (
          <Button kind="main" disabled={!reached} onClick={() => void send()}>
            {goOn ? t.goOn(number(left)) : t.send(number(left))}
          </Button>
        )}
        <p role="status">
          {now.kind === 'sending' && t.sending(number(now.of - left + notTaken), number(now.of))}
          {now.kind !== 'sending' && decided.length > 0 && t.finished(number(accepted), number(decided.length - accepted), number(left))}
        </p>
        {labels.length > 1 && <Button onClick={() => printSlips(labels)}>{t.labels(number(labels.length))}</Button>}
      </div>
      {now.kind === 'none' && !begun && left > 0 && <p className="field-hint">{t.sampleMeans}</p>}
      {now.kind === 'elsewhere' && <Notice tone="warn">{t.elsewhere}</Notice>}
      {now.kind === 'broken' && (
        <Notice tone="bad" alert>
          {failureText(now.failure)} {t.broken}
        </Notice>
      )}
    </div>
  );
}
