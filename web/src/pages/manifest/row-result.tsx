// How a row stands: what is wrong with it, or what has become of it.
import type { ReactNode } from 'react';

import { useStore } from '../../app/store.ts';
import type { CounterRules } from '../../counter/rules.ts';
import { clock, moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { columnName, manifestTexts } from '../../i18n/manifest.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Verdict, type Tone } from '../../kit/verdict.tsx';
import type { List, ListedRow } from '../../manifest/list.ts';
import { standingOf, type Cell, type Standing } from '../../manifest/rows.ts';

const tones: Record<Standing, Tone> = { good: 'ok', by_hand: 'warn', prohibited: 'bad', wrong: 'bad' };

interface Props {
  readonly row: ListedRow;
  readonly list: List;
  readonly rules: CounterRules;
}

export function RowResult({ row, list, rules }: Props) {
  const t = useTexts(manifestTexts);
  const spoken = useStore(language);
  const failureText = useFailureText();
  const { entry, failure } = row;
  const reason = (code: string): string => rules.reasons.find((each) => each.code === code)?.[spoken] ?? code;
  const words = (code: string): string => list.reading.texts.find((each) => each.code === code)?.[spoken] ?? code;
  if (entry?.state === 'done') {
    const { decision, code, reasons } = entry.done;
    const before = row.before && t.before(moment(new Date(entry.at)));
    const more = [decision === 'refused' && reasons.map(reason).join('; '), before].filter(Boolean).join('; ');
    return (
      <Result tone={decision === 'accepted' ? 'ok' : 'bad'} word={decision === 'accepted' ? t.accepted : t.refused}>
        {code !== null && <span className="figures">{code}</span>} {more}
      </Result>
    );
  }
  if (entry?.state === 'counter') return <Result tone="unsure" word={t.atCounter(clock(new Date(entry.at)))}>{t.notAcceptedWhy}</Result>;
  if (failure) {
    const fields = failure.kind === 'problem' ? failure.errors.map(({ text }) => text).join(' ') : '';
    return <Result tone="bad" word={t.bad}>{fields === '' ? failureText(failure) : fields}</Result>;
  }
  if (entry?.state === 'sent') return <Result tone="unsure" word={t.underWay} />;
  const standing = standingOf(row);
  const cells: readonly Cell[] = row.wrong ?? row.by_hand ?? [];
  return (
    <Result tone={tones[standing]} word={t.standing[standing]}>
      {standing === 'prohibited' && row.refusals?.map(reason).join('; ')}
      {cells.map(({ field, reason: code }) => (
        <p key={`${field} ${code}`} className="manifest-wrong">
          {field !== '' && <b>{columnName(field, t)}: </b>}
          {words(code)}
        </p>
      ))}
      {row.mended !== undefined && <small>{t.withMending}: {row.mended.map(({ field }) => columnName(field, t)).join(', ')}</small>}
    </Result>
  );
}

function Result({ tone, word, children }: { readonly tone: Tone; readonly word: string; readonly children?: ReactNode }) {
  return (
    <div className="manifest-result">
      <Verdict tone={tone}>{word}</Verdict> {children}
    </div>
  );
}
