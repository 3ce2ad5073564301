// Why the screening says what it says, of the worst thing: what it is, on which ground, under which list, and what to do now.
import { memo, useDeferredValue } from 'react';

import { useStore } from '../../app/store.ts';
import { declared, declaredText, type ThingRow } from '../../counter/form.ts';
import { needsExplaining, outcomes, type Verdict as Screened } from '../../counter/rules.ts';
import { findingsOf, saidOf, toneOf, type Finding } from '../../counter/verdicts.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { Verdict } from '../../kit/verdict.tsx';
import { screening } from '../../screening/screening.ts';
import { useDesk, useForm } from './desk-context.ts';
import { PlaceButton } from './place-button.tsx';

interface Worst {
  readonly text: string;
  readonly verdict: Screened;
}

const rank = ({ verdict }: Worst): number => outcomes.indexOf(verdict.outcome) * 2 + (saidOf(verdict) === 'unknown' ? 1 : 0);

/** Behind the key that is being answered; the thing's own line answers at once. */
export function VerdictPanel() {
  return <Why things={useDeferredValue(useForm((form) => form.things))} />;
}

const Why = memo(function Why({ things }: { readonly things: readonly ThingRow[] }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const engine = useStore(screening);
  const explainedFor = useForm((form) => form.explainedFor);
  if (engine === null) return <p className="panel panel-quiet">{t.contents.noEngine}</p>;
  const screened = things.flatMap(({ text }): Worst[] => {
    const verdict = desk.verdict(text);
    return verdict ? [{ text: text.trim(), verdict }] : [];
  });
  const [worst] = screened.toSorted((one, other) => rank(other) - rank(one));
  if (!worst) return null;
  const said = saidOf(worst.verdict);
  const all = desk.outcome();
  const form = desk.form.get();
  return (
    <div className={`panel panel-${toneOf(said)}`} role={said === 'prohibited' ? 'alert' : 'status'}>
      <p className="panel-top">
        <Verdict tone={toneOf(said)}>{t.contents.verdicts[said]}</Verdict> <q lang="vi">{worst.text}</q>
      </p>
      <p>{t.contents.whatToDo[said]}</p>
      {findingsOf(worst.verdict)
        .slice(0, 3)
        .map((finding) => (
          <Found key={finding.entry} finding={finding} />
        ))}
      <p className="panel-list">{t.contents.list(engine.rules.slice(0, 8))}</p>
      {all !== null && needsExplaining(all) && declared(form).length > 0 && (
        <PlaceButton place="explain" done={explainedFor === declaredText(form)}>
          {explainedFor === declaredText(form) ? t.contents.explained : t.contents.explain}
        </PlaceButton>
      )}
    </div>
  );
});

function Found({ finding }: { readonly finding: Finding }) {
  const t = useTexts(counterTexts);
  const spoken = useStore(language);
  const name = spoken === 'vi' ? finding.name_vi : finding.name_en;
  return (
    <dl className="found">
      <dt>{name ?? finding.words}</dt>
      {finding.conditions !== undefined && finding.conditions !== '' && (
        <dd lang="vi">
          <strong>{t.contents.conditions}:</strong> {finding.conditions}
        </dd>
      )}
      {finding.legal_basis && finding.legal_basis.length > 0 && (
        <dd lang="vi" className="found-basis">
          {t.contents.basis}: {finding.legal_basis.join('; ')}
        </dd>
      )}
    </dl>
  );
}
