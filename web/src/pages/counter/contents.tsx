import type { Service } from '../../counter/rules.ts';
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
        <span className="desk-choices">
          <ServiceChoice />
          <TypeChoice />
        </span>
      </header>
      {rule?.declaration === true ? <Declaration /> : <p className="panel panel-quiet">{t.contents.sealed}</p>}
    </section>
  );
}

function TypeChoice() {
  const t = useTexts(counterTexts).contents;
  const desk = useDesk();
  const type = useForm((form) => form.type);
  const types = useRules().item_types.map((each) => each.type);
  return <Choice label={t.type} value={type} of={types} names={t.types} onChoose={(chosen) => desk.change({ type: chosen })} />;
}

function ServiceChoice() {
  const t = useTexts(counterTexts).contents;
  const desk = useDesk();
  const given = useForm((form) => form.given);
  const services = Object.keys(t.services) as Service[];
  return <Choice label={t.service} value={given.service ?? 'standard'} of={services} names={t.services} onChoose={(service) => desk.change({ given: { ...given, service } })} />;
}

interface ChoiceProps<Code extends string> {
  readonly label: string;
  readonly value: Code;
  readonly of: readonly Code[];
  readonly names: Readonly<Record<Code, string>>;
  readonly onChoose: (code: Code) => void;
}

function Choice<Code extends string>({ label, value, of, names, onChoose }: ChoiceProps<Code>) {
  return (
    <select className="input desk-choice" aria-label={label} value={value} disabled={useLocked()} onChange={({ target }) => onChoose(target.value as Code)}>
      {of.map((code) => (
        <option key={code} value={code}>
          {names[code]}
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
