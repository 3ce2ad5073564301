// Which site, which scanner, until when it is inspected; and the red bar where that is over.
import { useState } from 'react';

import { sortingTexts } from '../../i18n/sorting.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Field, Labelled } from '../../kit/field.tsx';
import { SecondSelect } from '../../kit/second-select.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import type { SortingRules } from './event.ts';
import type { Shift } from './use-shift.ts';

interface Props {
  readonly rules: SortingRules;
  readonly shift: Shift;
}

export function ScannerBar({ rules, shift }: Props) {
  const t = useTexts(sortingTexts);
  const { site, scanner, scanners, override, chooseSite, chooseScanner } = shift;
  return (
    <>
      <div className="sorting-bar">
        {rules.sites.length > 1 && (
          <Labelled label={t.site}>
            {(control) => (
              <select className="input" {...control} value={site} onChange={({ target }) => chooseSite(target.value)}>
                {rules.sites.map((each) => (
                  <option key={each.site} value={each.site}>
                    {each.name} ({each.site})
                  </option>
                ))}
              </select>
            )}
          </Labelled>
        )}
        {scanner !== null && (
          <Labelled label={t.scanner}>
            {(control) => (
              <select className="input" {...control} value={scanner.equipment} onChange={({ target }) => chooseScanner(target.value)}>
                {scanners.map(({ equipment }) => (
                  <option key={equipment} value={equipment}>
                    {equipment}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
        )}
        {scanner?.valid === true && scanner.valid_until !== undefined && <Verdict tone="ok">{t.validUntil(dayText(scanner.valid_until))}</Verdict>}
      </div>
      {scanner === null && <Notice tone="warn">{t.noScanner}</Notice>}
      {scanner?.valid === false && override === null && <Over key={scanner.equipment} rules={rules} shift={shift} />}
      {override !== null && <Notice tone="bad">{t.overOn(override.second_person)}</Notice>}
    </>
  );
}

function Over({ rules, shift: { scanner, goOn } }: Props) {
  const t = useTexts(sortingTexts);
  const [remark, setRemark] = useState('');
  const [second, setSecond] = useState('');
  const [asked, setAsked] = useState(false);
  return (
    <Notice tone="bad" alert>
      <p>{t.over(scanner?.equipment ?? '', scanner?.valid_until === undefined ? '' : dayText(scanner.valid_until))}</p>
      <form
        className="sorting-over"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (remark.trim() !== '' && second !== '') goOn({ remark: remark.trim(), second_person: second });
        }}
      >
        <Field label={t.overReason} value={remark} maxLength={300} error={asked && remark.trim() === '' ? t.reasonNeeded : undefined} onChange={({ target }) => setRemark(target.value)} />
        <SecondSelect nobody={t.secondChoose} label={t.second} staff={rules.staff} value={second} error={asked && second === '' ? t.secondNeeded : undefined} onChoose={setSecond} />
        <Button type="submit">{t.overGo}</Button>
      </form>
    </Notice>
  );
}
