import type { ItemType } from '../../counter/rules.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useDesk, useForm, useLocked } from './desk-context.ts';
import { useRules } from './rules-context.ts';
import { ThingLine } from './thing-row.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

export function Contents() {
  const t = useTexts(counterTexts);
  const type = useForm((form) => form.type);
  const rule = useRules().item_types.find((each) => each.type === type);
  return (
    <section className="card desk-card desk-contents" aria-labelledby="desk-contents">
      <header className="desk-head">
        <h2 id="desk-contents">{t.sections.contents}</h2>
        <TypeChoice />
      </header>
      {rule?.declaration === true ? <Declaration /> : <p className="panel panel-quiet">{t.contents.sealed}</p>}
    </section>
  );
}

function TypeChoice() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const type = useForm((form) => form.type);
  const locked = useLocked();
  return (
    <select
      className="input desk-choice"
      aria-label={t.contents.type}
      value={type}
      disabled={locked}
      onChange={({ target }) => desk.change({ type: target.value as ItemType })}
    >
      {useRules().item_types.map((each) => (
        <option key={each.type} value={each.type}>
          {t.contents.types[each.type]}
        </option>
      ))}
    </select>
  );
}

function Declaration() {
  const t = useTexts(counterTexts);
  const things = useForm((form) => form.things);
  return (
    <>
      <div className="things">
        <p className="thing thing-heads" aria-hidden="true">
          <span>{t.contents.thing}</span>
          <span>{t.contents.quantity}</span>
          <span>{t.contents.value}</span>
          <span>{t.contents.result}</span>
        </p>
        <ol>
          {things.map((row, at) => (
            <ThingLine key={row.key} row={row} at={at} only={things.length === 1} />
          ))}
        </ol>
      </div>
      <VerdictPanel />
    </>
  );
}
