import { useEffect, useState } from 'react';

import { maskedNumber } from '../../counter/mask.ts';
import { parsePhone } from '../../counter/phone.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { day } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { useStore } from '../../app/store.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { useDesk, useForm, useLocked, useWords, useWrong } from './desk-context.ts';
import { Entry } from './entry.tsx';
import { PlaceButton } from './place-button.tsx';
import { useRules } from './rules-context.ts';

export function Sender({ onCamera }: { readonly onCamera: () => void }) {
  const t = useTexts(counterTexts);
  const method = useForm((form) => form.method);
  const rule = useRules().methods.find(({ code }) => code === method);
  const has = (member: string): boolean => rule?.needs.includes(member) ?? false;
  return (
    <section className="card desk-card" aria-labelledby="desk-sender">
      <header className="desk-head">
        <h2 id="desk-sender">{t.sections.sender}</h2>
        <MethodChoice />
      </header>
      {has('card_text') && <Card onCamera={onCamera} />}
      {has('identity_number') && <NumberEntry />}
      {has('passport') && <Entry place="passport" member="passport" label={t.sender.passport} capitals maxLength={20} />}
      {has('tax_code') && <Entry place="taxCode" member="taxCode" label={t.sender.taxCode} digits maxLength={14} />}
      {has('name') && <Entry place="name" member="name" label={t.sender.name} />}
      {has('face_matches') && <Face />}
      <Warnings />
      <SenderPhone />
    </section>
  );
}

function MethodChoice() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const spoken = useStore(language);
  const method = useForm((form) => form.method);
  const locked = useLocked();
  return (
    <select
      className="input desk-choice"
      aria-label={t.sender.method}
      value={method}
      disabled={locked}
      onChange={({ target }) => {
        desk.change({ method: target.value, card: null, way: null, faceMatches: false, phoneOffered: null, phoneFromItem: null });
        desk.goToSection('sender');
      }}
    >
      {useRules().methods.map((each) => (
        <option key={each.code} value={each.code}>
          {each[spoken]}
        </option>
      ))}
    </select>
  );
}

function Card({ onCamera }: { readonly onCamera: () => void }) {
  const t = useTexts(counterTexts);
  const card = useForm((form) => form.card);
  if (card === null) return <CardScan onCamera={onCamera} />;
  return (
    <div className="person">
      <p className="person-top">
        <span className="person-name">{card.name}</span>
        <Verdict tone="ok">{t.sender.cardRead}</Verdict>
      </p>
      <p className="person-line figures">
        <Masked number={card.number.digits} /> · {t.sender.born(day(new Date(card.born)))}
      </p>
      <p className="person-line">{card.residence}</p>
    </div>
  );
}

/** One field for a scanner and for hands: a card, or the digits of its number. */
function CardScan({ onCamera }: { readonly onCamera: () => void }) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const words = useWords();
  const wrong = useWrong('card');
  const locked = useLocked();
  const [typed, setTyped] = useState('');
  return (
    <div className="card-scan">
      <Field
        label={t.sender.card}
        hint={t.sender.cardHint}
        error={wrong && words('wrong', wrong)}
        value={typed}
        data-place="card"
        inputMode="numeric"
        maxLength={40}
        autoComplete="off"
        readOnly={locked}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || typed.replace(/[^0-9]/g, '') === '') return;
          event.preventDefault();
          desk.typeNumber(typed);
        }}
      />
      <Button kind="quiet" onClick={onCamera} className="small">
        {t.sender.camera}
      </Button>
    </div>
  );
}

/** Typed from a paper: whole while it is typed, masked when the focus has gone on. */
function NumberEntry() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const words = useWords();
  const wrong = useWrong('number');
  const number = useForm((form) => form.number);
  const locked = useLocked();
  const [inside, setInside] = useState(false);
  const revealed = useAlt();
  const shown = inside || revealed || wrong ? number : maskedNumber(number);
  return (
    <Field
      label={t.sender.number}
      aside={<Verdict tone="unsure">{t.sender.typed}</Verdict>}
      error={wrong && words('wrong', wrong)}
      className="figures"
      value={shown}
      data-place="number"
      inputMode="numeric"
      maxLength={20}
      autoComplete="off"
      readOnly={locked}
      onFocus={() => setInside(true)}
      onBlur={() => setInside(false)}
      onChange={({ target }) => desk.change({ number: target.value })}
    />
  );
}

function Face() {
  const t = useTexts(counterTexts);
  const confirmed = useForm((form) => form.faceMatches);
  const read = useForm((form) => form.card !== null);
  if (!read) return null;
  return (
    <PlaceButton place="face" done={confirmed}>
      {confirmed ? t.sender.faceDone : t.sender.face}
    </PlaceButton>
  );
}

function Warnings() {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const words = useWords();
  const warnings = useForm((form) => desk.warnings(form).join(' '));
  if (warnings === '') return null;
  return (
    <>
      <Notice tone="warn" alert>
        {warnings
          .split(' ')
          .map((code) => words('warnings', { code }))
          .join(' ')}
      </Notice>
      <Entry place="remark" member="remark" label={t.sender.remark} hint={t.sender.remarkHint} maxLength={200} />
    </>
  );
}

function SenderPhone() {
  const t = useTexts(counterTexts);
  const offered = useForm((form) => form.phoneOffered);
  const taken = useForm((form) => form.phoneFromItem !== null);
  const typed = useForm((form) => form.senderPhone);
  const phone = parsePhone(typed);
  const madeUp = phone.ok && phone.madeUp ? t.phoneMadeUp : undefined;
  if (taken && offered) {
    return <p className="person-line figures">{t.sender.phoneTaken(offered.phone)}</p>;
  }
  const hint = offered && typed === '' ? t.sender.phoneOffered(offered.phone) : madeUp;
  return <Entry place="senderPhone" member="senderPhone" label={t.sender.phone} hint={hint} digits maxLength={20} />;
}

export function Masked({ number }: { readonly number: string }) {
  const t = useTexts(counterTexts);
  const revealed = useAlt();
  return <span title={t.sender.reveal}>{revealed ? number : maskedNumber(number)}</span>;
}

/** True while Alt is held; not when it is part of another key. */
function useAlt(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.key !== 'Alt') return setHeld(false);
      event.preventDefault(); // the browser's menu
      setHeld(true);
    };
    const up = (): void => setHeld(false);
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    addEventListener('blur', up);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', up);
    };
  }, []);
  return held;
}

