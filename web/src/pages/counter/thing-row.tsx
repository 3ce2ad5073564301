// One thing of the declaration: words, how many, worth how much, and what the screening says of it while it is typed.
import { memo, useId } from 'react';

import { useStore } from '../../app/store.ts';
import { valueOf } from '../../counter/amounts.ts';
import type { ThingRow } from '../../counter/form.ts';
import { named } from '../../counter/suggest.ts';
import { saidOf, toneOf } from '../../counter/verdicts.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { money } from '../../i18n/formats.ts';
import { goodsNames } from '../../i18n/goods-names.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Verdict } from '../../kit/verdict.tsx';
import { screening } from '../../screening/screening.ts';
import { useDesk, useLocked, useWords, useWrong } from './desk-context.ts';
import { SuggestField } from './suggest-field.tsx';

const names = named(goodsNames);

interface Props {
  readonly row: ThingRow;
  readonly at: number;
  readonly only: boolean;
}

export const ThingLine = memo(function ThingLine({ row, at, only }: Props) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const words = useWords();
  const locked = useLocked();
  const engine = useStore(screening);
  const error = useId();
  const place = (member: string): string => `thing:${row.key}:${member}`;
  const wrongs = [useWrong(place('text')), useWrong(place('quantity')), useWrong(place('value'))];
  const [wrong] = wrongs.filter((each) => each !== undefined);
  const label = t.contents.row(at + 1);
  const said = { 'aria-describedby': wrong ? error : undefined, readOnly: locked };
  const verdict = row.text.trim() === '' ? null : (engine?.screen(row.text) ?? null);
  const value = valueOf(row.value);
  return (
    <li className="thing">
      <SuggestField
        {...said}
        aria-label={`${label}: ${t.contents.thing}`}
        aria-invalid={wrongs[0] ? true : undefined}
        placeholder={only ? t.contents.first : t.contents.more}
        data-place={place('text')}
        maxLength={300}
        names={names}
        value={row.text}
        onText={(text) => desk.changeRow(row.key, { text })}
        onTake={(text) => {
          desk.changeRow(row.key, { text });
          desk.enter(place('text'));
        }}
      />
      <input
        {...said}
        className="input figures"
        aria-label={`${label}: ${t.contents.quantity}`}
        aria-invalid={wrongs[1] ? true : undefined}
        data-place={place('quantity')}
        inputMode="numeric"
        maxLength={9}
        value={row.quantity}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => desk.changeRow(row.key, { quantity: target.value })}
      />
      <input
        {...said}
        className="input figures"
        aria-label={`${label}: ${t.contents.value}`}
        aria-invalid={wrongs[2] ? true : undefined}
        data-place={place('value')}
        inputMode="numeric"
        maxLength={14}
        title={value ? money(value) : undefined}
        value={row.value}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => desk.changeRow(row.key, { value: target.value })}
      />
      <span className="thing-verdict">{verdict && <Verdict tone={toneOf(saidOf(verdict))}>{t.contents.verdicts[saidOf(verdict)]}</Verdict>}</span>
      {wrong && (
        <p className="field-error thing-error" id={error}>
          {words('wrong', wrong)}
        </p>
      )}
    </li>
  );
});
