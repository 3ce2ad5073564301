// Placing a hold: on what ground, of which items or what time, until when, and who else answers for it. What was asked for is copied, and
// every copy opened, before the answer comes.
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { hasCode, type Failure } from '../../api/problem.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { number as figures } from '../../i18n/formats.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, instantOf, plusMonths, type CivilDay } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Mistakes, type Mistake } from '../../kit/mistakes.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { askedItems, codesMax, itemsMax } from './asked-items.ts';
import { findItems } from './find-items.ts';
import { holdMonthsMax, type Ground, type Hold } from './hold.ts';
import { SecondPerson } from './second-person.tsx';
import { useUntilWrong } from './until.ts';

type Register = components['schemas']['Register'];
type NewHold = components['schemas']['NewHold'];

const grounds: readonly Ground[] = ['complaint', 'claim', 'incident', 'subject_request', 'investigation'];
const scopes = ['items', 'site', 'camera'] as const;
type Scope = (typeof scopes)[number];
const daysMax = 31;
const day_ms = 86_400_000;

interface Props {
  readonly register: Register | null;
  readonly today: CivilDay;
  readonly onDone: (hold: Hold) => void;
  readonly onClose: () => void;
}

export function PlaceForm({ register, today, onDone, onClose }: Props) {
  const t = useTexts(holdsTexts);
  const shell = useTexts(shellTexts);
  const [id] = useState(() => makeItemId(Date.now())); // of the command: sent again it does nothing twice
  const form = useRef<HTMLFormElement>(null);
  const [scope, setScope] = useState<Scope>('items');
  const [second, setSecond] = useState('');
  const [tried, setTried] = useState(0);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [doing, setDoing] = useState<'finding' | 'placing' | null>(null);
  const untilWrong = useUntilWrong(today);
  useEffect(() => takeInHand(), []);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);

  function found(list: readonly Mistake[]): void {
    setMistakes(list);
    setTried((before) => before + 1);
  }

  async function send(data: FormData): Promise<void> {
    setFailure(null);
    const typed = readForm(data);
    const asked = askedItems(typed.items);
    const list = [...mistakesOf(typed, asked), ...whoAndUntil(typed.until)];
    found(list);
    if (list.length > 0) return;
    const span = scope === 'items' ? {} : { from: instantOf(typed.from) ?? '', to: instantOf(typed.to, true) ?? '' };
    let items: readonly string[] = [];
    if (scope === 'items') {
      setDoing('finding');
      const searched = await findItems(asked, typed.ground, today);
      setDoing(null);
      if (!searched.ok) return setFailure(searched.failure);
      if (searched.data.unknown.length > 0) return found([{ at: 'hold-items', text: t.codesUnknown(searched.data.unknown.join(', ')) }]);
      items = searched.data.ids;
    }
    const body: NewHold = {
      id,
      ground: typed.ground,
      ...(typed.paper !== '' && { paper: typed.paper }),
      ...(typed.note !== '' && { note: typed.note }),
      until: typed.until,
      second_person: second,
      ...(scope === 'items' && { items: [...items] }),
      ...(scope === 'site' && { site: typed.site }),
      ...(scope === 'camera' && { camera: typed.camera }),
      ...span,
    };
    setDoing('placing');
    const answer = await ask(api.POST('/api/v1/holds', { body }));
    setDoing(null);
    if (answer.ok) return onDone(answer.data);
    const said = answer.failure.kind === 'problem' ? answer.failure.errors : [];
    const known = said.flatMap(({ field, text }) => (fields.has(field) ? [{ at: fieldId(field), text }] : []));
    if (known.length > 0) found(known);
    else setFailure(answer.failure);
  }

  function mistakesOf(typed: Typed, asked: ReturnType<typeof askedItems>): Mistake[] {
    const list: Mistake[] = [];
    const add = (field: string, text: string): void => void list.push({ at: fieldId(field), text });
    if (typed.ground === 'investigation' && typed.paper === '') add('paper', t.paperNeeded);
    if (scope === 'items') {
      const count = asked.ids.length + asked.codes.length;
      if (count === 0) add('items', t.itemsEmpty);
      else if (asked.codes.length > codesMax) add('items', t.codesTooMany(asked.codes.length, codesMax));
      else if (count > itemsMax) add('items', t.itemsTooMany(count, figures(itemsMax)));
      return list;
    }
    if (scope === 'site' && typed.site === '') add('site', t.siteEmpty);
    if (scope === 'camera' && typed.camera === '') add('camera', t.cameraEmpty);
    const from = instantOf(typed.from);
    const to = instantOf(typed.to, true);
    if (from === null) add('from', t.fromEmpty);
    if (to === null) add('to', t.toEmpty);
    if (from === null || to === null) return list;
    const days = Math.round((Date.parse(civilDayOf(to)) - Date.parse(civilDayOf(from))) / day_ms) + 1;
    if (to < from) add('to', t.toBefore);
    else if (days > daysMax) add('to', t.spanLong(days));
    return list;
  }

  function whoAndUntil(until: string): Mistake[] {
    const over = untilWrong(until);
    return [...(over === undefined ? [] : [{ at: fieldId('until'), text: over }]), ...(second === '' ? [{ at: fieldId('second_person'), text: t.secondEmpty }] : [])];
  }

  const wrong = (field: string): string | undefined => mistakes.find(({ at }) => at === fieldId(field))?.text;
  return (
    <section className="card" aria-labelledby="hold-form">
      <h2 id="hold-form">{t.formTitle}</h2>
      <form
        ref={form}
        className="hold-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (doing === null) void send(new FormData(event.currentTarget));
        }}
      >
        <Mistakes list={mistakes} tried={tried} />
        <Choice id={fieldId('ground')} name="ground" label={t.ground} options={grounds.map((each) => ({ value: each, words: t.grounds[each] }))} />
        <Field id={fieldId('paper')} name="paper" label={t.paper} hint={t.paperHint} error={wrong('paper')} autoComplete="off" maxLength={300} />
        <fieldset className="hold-scope">
          <legend>{t.scope}</legend>
          {scopes.map((each) => (
            <label key={each}>
              <input type="radio" name="scope" value={each} checked={scope === each} onChange={() => setScope(each)} />
              {t.scopes[each]}
            </label>
          ))}
        </fieldset>
        {/* What was typed for one is still there when one comes back to it. */}
        <div className="hold-whole" hidden={scope !== 'items'}>
          <Labelled id={fieldId('items')} label={t.itemsLabel} hint={t.itemsHint} error={wrong('items')}>
            {(control) => <textarea {...control} name="items" className="input" rows={4} spellCheck={false} autoComplete="off" translate="no" />}
          </Labelled>
        </div>
        <div hidden={scope !== 'site'}>
          <Choice
            id={fieldId('site')}
            name="site"
            label={t.site}
            error={wrong('site')}
            empty={t.choose}
            options={(register?.sites ?? []).map(({ code, name }) => ({ value: code, words: `${name} (${code})` }))}
          />
        </div>
        <div hidden={scope !== 'camera'}>
          <Choice
            id={fieldId('camera')}
            name="camera"
            label={t.camera}
            error={wrong('camera')}
            empty={t.choose}
            options={(register?.equipment ?? []).filter(({ kind }) => kind === 'camera').map(({ code, site }) => ({ value: code, words: `${code} · ${site}` }))}
          />
        </div>
        <div className="hold-whole" hidden={scope === 'items'}>
          <div className="hold-span">
            <Field id={fieldId('from')} name="from" label={t.from} error={wrong('from')} type="datetime-local" />
            <Field id={fieldId('to')} name="to" label={t.to} error={wrong('to')} type="datetime-local" />
          </div>
        </div>
        <Field
          id={fieldId('until')}
          name="until"
          label={t.until}
          hint={t.untilHint}
          error={wrong('until')}
          type="date"
          min={today}
          max={plusMonths(today, holdMonthsMax)}
          defaultValue={plusMonths(today, 3)}
        />
        <SecondPerson id={fieldId('second_person')} staff={register?.staff ?? null} today={today} error={wrong('second_person')} onChoose={setSecond} />
        <Labelled id={fieldId('note')} label={t.note} hint={t.noteHint} error={wrong('note')} className="hold-whole">
          {(control) => <textarea {...control} name="note" className="input" rows={2} maxLength={500} />}
        </Labelled>
        <div className="hold-whole hold-parts">
          {failure !== null && hasCode(failure, 'nothing_to_hold') ? (
            <Notice tone="warn" alert>
              {t.nothingToHold}
            </Notice>
          ) : (
            <FailureNotice failure={failure} />
          )}
          <p role="status" className={doing === 'finding' ? '' : 'visually-hidden'}>
            {doing === 'finding' ? t.finding : ''}
          </p>
          <p className="dialog-buttons">
            <Button kind="quiet" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button kind="main" type="submit" busy={doing !== null}>
              {t.go}
            </Button>
          </p>
        </div>
      </form>
    </section>
  );
}

interface Typed {
  readonly ground: Ground;
  readonly paper: string;
  readonly items: string;
  readonly site: string;
  readonly camera: string;
  readonly from: string;
  readonly to: string;
  readonly until: string;
  readonly note: string;
}

/** Those of the document that have a place in the form. */
const fields = new Set(['ground', 'paper', 'items', 'site', 'camera', 'from', 'to', 'until', 'second_person', 'note']);
const fieldId = (field: string): string => `hold-${field}`;

function readForm(data: FormData): Typed {
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    ground: grounds.find((each) => each === text('ground')) ?? 'complaint',
    paper: text('paper'),
    items: text('items'),
    site: text('site'),
    camera: text('camera'),
    from: text('from'),
    to: text('to'),
    until: text('until'),
    note: text('note'),
  };
}

interface ChoiceProps {
  readonly id: string;
  readonly name: string;
  readonly label: ReactNode;
  readonly error?: string | undefined;
  readonly empty?: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
}

function Choice({ id, name, label, error, empty, options }: ChoiceProps) {
  return (
    <Labelled id={id} label={label} error={error}>
      {(control) => (
        <select {...control} name={name} className="input">
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
