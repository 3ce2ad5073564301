import { useId, useMemo, useState } from 'react';

import type { Returning } from '../../counter/form.ts';
import { parsePhone } from '../../counter/phone.ts';
import { provinceOf, provinces } from '../../counter/provinces.ts';
import { named } from '../../counter/suggest.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { useStore } from '../../app/store.ts';
import { Button } from '../../kit/button.tsx';
import { Labelled } from '../../kit/field.tsx';
import { useDesk, useForm, useLocked, useWords, useWrong } from './desk-context.ts';
import { Entry } from './entry.tsx';
import { SuggestField } from './suggest-field.tsx';

export function Recipient() {
  const t = useTexts(counterTexts);
  const taken = useForm((form) => form.recipientTaken);
  const typed = useForm((form) => form.recipientPhone);
  const offered = useForm((form) => form.recipientsOffered);
  const another = useForm((form) => form.passed.has('recipientChoice'));
  const phone = parsePhone(typed);
  return (
    <section className="card desk-card" aria-labelledby="desk-recipient">
      <header className="desk-head">
        <h2 id="desk-recipient">{t.sections.recipient}</h2>
      </header>
      {taken ? (
        <Taken recipient={taken} />
      ) : (
        <>
          <Entry place="recipientPhone" member="recipientPhone" label={t.recipient.phone} hint={phone.ok && phone.madeUp ? t.phoneMadeUp : undefined} digits maxLength={20} />
          {offered.length > 0 && !another ? <Offered offered={offered} /> : <Typed />}
        </>
      )}
    </section>
  );
}

function Taken({ recipient }: { readonly recipient: Returning }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  return (
    <div className="person">
      <p className="person-name">{recipient.name}</p>
      <p className="person-line figures">
        {recipient.phone} · {t.recipient.times(recipient.times)}
      </p>
      <p className="person-line">
        {recipient.commune}, {provinceOf(recipient.province)?.vi}
      </p>
      <Button
        kind="quiet"
        className="person-change"
        onClick={() => {
          desk.change({ recipientTaken: null, recipientsOffered: [], recipientPhone: '' });
          desk.goTo('recipientPhone');
        }}
      >
        {t.recipient.change}
      </Button>
    </div>
  );
}

/** Only recipients of this very sender, masked. Arrows choose, Enter takes. */
function Offered({ offered }: { readonly offered: readonly Returning[] }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const group = useId();
  const [chosen, setChosen] = useState(0);
  const take = (at: number): void => {
    const recipient = offered[at];
    if (recipient) desk.change({ recipientTaken: recipient });
    desk.enter('recipientChoice');
  };
  return (
    <fieldset className="offered">
      <legend>{t.recipient.offered}</legend>
      {[...offered, null].map((each, at) => (
        <label key={each?.fromItem ?? 'another'} className="offered-one">
          <input
            type="radio"
            name={group}
            checked={chosen === at}
            data-place={chosen === at ? 'recipientChoice' : undefined}
            onChange={() => setChosen(at)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              take(at);
            }}
          />
          {each === null ? (
            <span>{t.recipient.another}</span>
          ) : (
            <span>
              <strong>{each.name}</strong> · {each.commune}, {provinceOf(each.province)?.vi} <small>{t.recipient.times(each.times)}</small>
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

function Typed() {
  const t = useTexts(counterTexts);
  return (
    <>
      <Entry place="recipientName" member="recipientName" label={t.recipient.name} />
      <div className="pair">
        <ProvinceEntry />
        <Entry place="commune" member="commune" label={t.recipient.commune} />
      </div>
      <Entry place="street" member="street" label={t.recipient.street} />
    </>
  );
}

function ProvinceEntry() {
  const t = useTexts(counterTexts);
  const spoken = useStore(language);
  const desk = useDesk();
  const words = useWords();
  const wrong = useWrong('province');
  const code = useForm((form) => form.province);
  const locked = useLocked();
  const [typed, setTyped] = useState('');
  const names = useMemo(() => named(provinces.map((each) => each[spoken])), [spoken]);
  return (
    <Labelled label={t.recipient.province} error={wrong && words('wrong', wrong)}>
      {(control) => (
        <SuggestField
          {...control}
          data-place="province"
          maxLength={40}
          readOnly={locked}
          names={names}
          value={provinceOf(code)?.[spoken] ?? typed}
          onText={(text) => {
            setTyped(text);
            desk.change({ province: provinces.find((each) => each[spoken] === text.trim())?.code ?? '' });
          }}
          onTake={(text) => {
            setTyped('');
            desk.change({ province: provinces.find((each) => each[spoken] === text)?.code ?? '' });
            desk.enter('province');
          }}
        />
      )}
    </Labelled>
  );
}
