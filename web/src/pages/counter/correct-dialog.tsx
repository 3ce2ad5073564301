import { useState } from 'react';

import { correct, type Correction, type DayItem } from '../../counter/day-items.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { provinces } from '../../counter/provinces.ts';
import type { Service } from '../../counter/rules.ts';
import { dayTexts } from '../../i18n/day.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { serviceTexts } from '../../i18n/services.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { useStore } from '../../app/store.ts';
import { Field, Labelled } from '../../kit/field.tsx';

interface Props {
  readonly item: DayItem;
  readonly site: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const nothing = { name: '', phone: '', province: '', commune: '', street: '', service: '' };
// What an item can be corrected to: never back to the ordinary service.
const series: readonly Service[] = ['administrative_procedure', 'party_state'];

/** Only what was filled in is corrected; the server says whether a second person is needed. */
export function CorrectDialog({ item, site, onDone, onClose }: Props) {
  const t = useTexts(dayTexts);
  const services = useTexts(serviceTexts);
  const spoken = useStore(language);
  const [id] = useState(() => makeItemId(Date.now()));
  const [to, setTo] = useState(nothing);
  const [wrong, setWrong] = useState<string>();
  const field = (member: keyof typeof nothing, label: string) => (
    <Field label={label} value={to[member]} maxLength={120} autoComplete="off" onChange={({ target }) => setTo({ ...to, [member]: target.value })} />
  );
  const act = () => {
    const { name, phone, province, commune, street } = to;
    const service = series.find((each) => each === to.service);
    const moves = province !== '' || commune.trim() !== '' || street.trim() !== '';
    if (moves && (province === '' || commune.trim() === '')) return (setWrong(t.correctAddress), null);
    if (!moves && name.trim() === '' && phone.trim() === '' && service === undefined) return (setWrong(t.correctEmpty), null);
    setWrong(undefined);
    const correction: Correction = {
      ...(name.trim() !== '' && { recipient_name: name.trim() }),
      ...(phone.trim() !== '' && { recipient_phone: phone.trim() }),
      ...(moves && { recipient_address: { province, commune: commune.trim(), street: street.trim() } }),
      ...(service && { service }),
    };
    return correct(item.item, id, site, correction);
  };
  return (
    <ActDialog title={t.correctTitle(item.item_code ?? '')} lead={t.correctLead} confirm={t.confirmCorrect} act={act} onDone={onDone} onClose={onClose}>
      {field('name', t.recipientName)}
      {field('phone', t.recipientPhone)}
      <Labelled label={t.province}>
        {(control) => (
          <select {...control} className="input" value={to.province} onChange={({ target }) => setTo({ ...to, province: target.value })}>
            <option value="">{t.keep}</option>
            {provinces.map((province) => (
              <option key={province.code} value={province.code}>
                {province[spoken]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {field('commune', t.commune)}
      {field('street', t.street)}
      <Labelled label={t.service}>
        {(control) => (
          <select {...control} className="input" value={to.service} onChange={({ target }) => setTo({ ...to, service: target.value })}>
            <option value="">{t.keep}</option>
            {series.map((service) => (
              <option key={service} value={service}>
                {services[service]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {wrong !== undefined && (
        <p className="field-error" role="alert">
          {wrong}
        </p>
      )}
    </ActDialog>
  );
}
