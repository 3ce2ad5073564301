// What is wrong at a place, as a code for which the page has words (i18n/counter.vi.ts): those of the server where it has one.
import { gramsTyped, quantityOf, valueOf } from './amounts.ts';
import { parseCitizenNumber } from './citizen-number.ts';
import type { Facts, Place } from './flow.ts';
import { declared, type Form } from './form.ts';
import { personName } from './person-name.ts';
import { parsePhone } from './phone.ts';
import { provinceOf } from './provinces.ts';

export interface Wrong {
  readonly code: string;
  /** Digits that are there, where the words say how many are missing. */
  readonly count?: number;
}

export function phoneWrong(typed: string): Wrong | undefined {
  if (typed.trim() === '') return { code: 'phone_empty' };
  const phone = parsePhone(typed);
  return phone.ok ? undefined : { code: phone.reason, count: phone.digits };
}

export function nameWrong(typed: string): Wrong | undefined {
  if (typed.trim() === '') return { code: 'name_empty' };
  return personName(typed) === undefined ? { code: 'name_form' } : undefined;
}

function thingWrong(form: Form, place: Place): Wrong | undefined {
  const [, key, member] = place.split(':');
  const row = form.things.find((each) => String(each.key) === key);
  if (!row) return undefined;
  if (member === 'text' && declared(form).length === 0) return { code: 'thing_empty' };
  if (member === 'text' && new TextEncoder().encode(row.text).length > 500) return { code: 'too_long' };
  if (member === 'quantity' && quantityOf(row.quantity) === undefined) return { code: 'quantity_form' };
  if (member === 'value' && valueOf(row.value) === undefined) return { code: 'value_form' };
  return undefined;
}

export function wrongAt(form: Form, place: Place, { day }: Facts): Wrong | undefined {
  switch (place) {
    case 'card':
      return form.card === null ? { code: 'card_missing' } : undefined;
    case 'number': {
      const read = parseCitizenNumber(form.number, Number(day.slice(0, 4)));
      return read.ok ? undefined : { code: read.reason, count: form.number.replace(/[^0-9]/g, '').length };
    }
    case 'passport':
      return /^[A-Z0-9]{5,20}$/.test(form.passport) ? undefined : { code: 'passport_form' };
    case 'taxCode':
      return /^[0-9]{10}(-?[0-9]{3})?$/.test(form.taxCode) ? undefined : { code: 'tax_code_form' };
    case 'name':
      return nameWrong(form.name);
    case 'face':
      return form.faceMatches ? undefined : { code: 'face_unconfirmed' };
    case 'remark':
      return form.remark.trim() === '' ? { code: 'remark_empty' } : undefined;
    case 'senderPhone':
      return form.phoneFromItem === null ? phoneWrong(form.senderPhone) : undefined;
    case 'recipientPhone':
      return phoneWrong(form.recipientPhone);
    case 'recipientName':
      return nameWrong(form.recipientName);
    case 'province':
      return provinceOf(form.province) ? undefined : { code: 'province_unknown' };
    case 'commune':
      return form.commune.trim() === '' ? { code: 'commune_empty' } : undefined;
    case 'signature':
      return form.signature === null ? { code: 'signature_missing' } : undefined;
    case 'whyUnsigned':
      return form.whyUnsigned.trim() === '' ? { code: 'why_empty' } : undefined;
    case 'witness':
      return form.witness.trim() === '' ? { code: 'witness_empty' } : undefined;
    case 'weight':
      return gramsTyped(form.weight) === undefined ? { code: 'weight_form' } : undefined;
    case 'clerk':
      return form.clerkConfirms ? undefined : { code: 'missing' };
    default:
      if (place.startsWith('picture:')) {
        return form.pictures.some(({ slot }) => place === `picture:${slot}`) ? undefined : { code: 'picture_missing' };
      }
      return place.startsWith('thing:') ? thingWrong(form, place) : undefined;
  }
}
