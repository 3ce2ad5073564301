// Delivery: who takes it, their name, and a signature or a picture.
import { useState } from 'react';

import type { Picture } from '../../counter/form.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Field } from '../../kit/field.tsx';
import type { Mistake } from '../../kit/mistakes.tsx';
import { BigChoice } from './big-choice.tsx';
import { useDeed, type FormProps } from './do-it.ts';
import { FormFrame } from './form-frame.tsx';
import { PlacePicture } from './place-picture.tsx';
import { SignPad } from './sign-pad.tsx';

type Relationship = keyof (typeof deliveryTexts)['vi']['relationships'];

export function DeliverForm(form: FormProps) {
  const t = useTexts(deliveryTexts);
  const { stop, onCancel } = form;
  const { does, busy, failure } = useDeed(form);
  const [who, setWho] = useState<Relationship | null>(null);
  const [name, setName] = useState('');
  const [signature, setSignature] = useState<Picture | null>(null);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [tried, setTried] = useState(0);
  const wrong = {
    who: who === null ? t.whoEmpty : undefined,
    name: name.trim() === '' ? t.receivedByEmpty : undefined,
    proof: signature === null && picture === null ? t.proofEmpty : undefined,
  };
  const places = { who: 'who', name: 'received-by', proof: 'sign' };
  const mistakes: Mistake[] = (['who', 'name', 'proof'] as const).flatMap((each) => {
    const text = wrong[each];
    return tried > 0 && text !== undefined ? [{ at: places[each], text }] : [];
  });
  const shown = (text: string | undefined): string | undefined => (tried > 0 ? text : undefined);
  const send = (): void => {
    setTried(tried + 1);
    if (who === null || wrong.name !== undefined || wrong.proof !== undefined) return;
    const pictures = [signature, picture].filter((each) => each !== null);
    void does('delivered', { relationship: who, received_by: name.trim(), ...(signature?.strokes !== undefined && { strokes: signature.strokes }) }, pictures);
  };
  return (
    <FormFrame
      title={t.deliverTitle(stop.recipient.name)}
      code={stop.item_code}
      go={t.deliverGo}
      busy={busy}
      failure={failure}
      mistakes={mistakes}
      tried={tried}
      onGo={send}
      onCancel={onCancel}
    >
      <BigChoice
        id="who"
        label={t.who}
        options={t.relationships}
        chosen={who}
        error={shown(wrong.who)}
        onChoose={(chosen) => {
          setWho(chosen);
          // Nobody types again what the label says.
          if (chosen === 'recipient' && name === '') setName(stop.recipient.name);
          if (chosen !== 'recipient' && name === stop.recipient.name) setName('');
        }}
      />
      <Field id="received-by" label={t.receivedBy} error={shown(wrong.name)} value={name} maxLength={120} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <fieldset className={`proof ${shown(wrong.proof) !== undefined ? 'field-wrong' : ''}`} aria-describedby={shown(wrong.proof) !== undefined ? 'proof-error' : undefined}>
        <legend>{t.proof}</legend>
        {shown(wrong.proof) !== undefined && (
          <p className="field-error" id="proof-error">
            {wrong.proof}
          </p>
        )}
        <SignPad onSigned={setSignature} />
        <PlacePicture label={t.byPicture} picture={picture} onPicture={setPicture} />
      </fieldset>
    </FormFrame>
  );
}
