// What is printed of one item: the label on it, the receipt in the sender's hand, or the notice of a refusal. Made from the form and the
// server's answer in the moment of the decision; pure data, dropped when the next person comes.
import type { DayItem } from '../counter/day-items.ts';
import { declared, type Form } from '../counter/form.ts';
import { maskedName, maskedPhone } from '../counter/mask.ts';
import { parsePhone } from '../counter/phone.ts';
import { provinceOf } from '../counter/provinces.ts';
import { gramsTyped } from '../counter/amounts.ts';
import { findingsOf } from '../counter/verdicts.ts';
import type { Result } from '../counter/submission.ts';
import type { CounterOfSite, CounterRules, ItemType } from '../counter/rules.ts';

export interface Slip {
  readonly decision: Result['decision'];
  readonly code: string | null;
  /** Of the counter that day; the server gives it, so not without a network. */
  readonly number: number | null;
  readonly at: Date;
  readonly enterprise: string;
  readonly licence: string;
  readonly site: string;
  readonly counter: string;
  readonly type: ItemType;
  readonly grams: number | null;
  readonly sender: { readonly name: string; readonly phone: string };
  readonly recipient: { readonly name: string; readonly phone: string; readonly address: string };
  readonly things: readonly string[];
  readonly handling: readonly string[]; // conditions of what is inside
  readonly receipt: { readonly code: string; readonly url: string } | null;
  readonly reasons: readonly { readonly vi: string; readonly en: string }[];
}

const digitsOf = (typed: string): string => {
  const phone = parsePhone(typed);
  return phone.ok ? phone.digits : '';
};

/** Names and phones of a recipient whom the server knows better than the form. */
export interface LabelPart {
  readonly recipient_name: string;
  readonly recipient_phone: string;
  readonly address: { readonly province: string; readonly commune: string; readonly street: string };
}

export function slipOf(form: Form, acceptance: Result, rules: CounterRules, label?: LabelPart): Slip {
  const counter: CounterOfSite | undefined = rules.counters.find(({ counter: code }) => code === acceptance.counter);
  const to = label ?? {
    recipient_name: form.recipientName.trim(),
    recipient_phone: digitsOf(form.recipientPhone),
    address: { province: form.province, commune: form.commune.trim(), street: form.street.trim() },
  };
  const { street, commune, province } = to.address;
  return {
    decision: acceptance.decision,
    code: acceptance.item_code ?? null,
    number: acceptance.number,
    at: new Date(acceptance.accepted_at),
    enterprise: rules.enterprise,
    licence: rules.licence_number ?? '',
    site: counter?.site_name ?? acceptance.site,
    counter: counter?.name ?? acceptance.counter,
    type: form.type,
    grams: gramsTyped(form.weight) ?? null,
    sender: { name: maskedName(form.card?.name ?? form.name), phone: form.phoneOffered && form.phoneFromItem ? form.phoneOffered.phone : maskedPhone(digitsOf(form.senderPhone)) },
    recipient: {
      name: to.recipient_name,
      phone: to.recipient_phone,
      address: [street, commune, provinceOf(province)?.vi].filter((part) => part !== undefined && part !== '').join(', '),
    },
    things: declared(form).map(({ text, quantity }) => `${text.trim()} × ${quantity}`),
    handling: findingsOf(acceptance.verdict).flatMap(({ name_vi }) => (name_vi === undefined ? [] : [name_vi])),
    receipt: acceptance.receipt ?? null,
    reasons: acceptance.reasons,
  };
}

/** The label again, from the opened record of an item of today. */
export function labelOf(item: DayItem, fields: Readonly<Record<string, string>>, counter: CounterOfSite, rules: CounterRules): Slip {
  const field = (name: string): string => fields[name] ?? '';
  const place = [field('recipient.street'), field('recipient.commune'), provinceOf(field('recipient.province'))?.vi];
  return {
    decision: 'accepted',
    code: item.item_code ?? null,
    number: item.number,
    at: new Date(item.accepted_at),
    enterprise: rules.enterprise,
    licence: rules.licence_number ?? '',
    site: counter.site_name,
    counter: counter.name,
    type: item.type,
    grams: item.weight_g ?? null,
    sender: { name: maskedName(field('sender.name')), phone: maskedPhone(field('sender.phone')) },
    recipient: { name: field('recipient.name'), phone: field('recipient.phone'), address: place.filter((part) => part !== undefined && part !== '').join(', ') },
    things: [],
    handling: [],
    receipt: null,
    reasons: [],
  };
}
