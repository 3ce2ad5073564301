// The form as the document that the server takes (docs/reference/openapi.json, Intake). Only what the type of item and the method of
// identification ask for goes in.
import { gramsTyped, quantityOf, valueOf } from './amounts.ts';
import { declared, type Form, type Picture } from './form.ts';
import { personName } from './person-name.ts';
import { parsePhone } from './phone.ts';
import { provinceOf } from './provinces.ts';
import { needsExplaining, type Intake, type MethodRule, type Outcome, type TypeRule } from './rules.ts';

export interface Deciding {
  readonly counter: string;
  readonly at: Date;
  readonly type: TypeRule;
  readonly method: MethodRule;
  readonly outcome: Outcome | null;
  readonly refuse: readonly string[];
}

const phoneText = (typed: string): string => {
  const phone = parsePhone(typed);
  return phone.ok ? phone.digits : typed.trim();
};

type Sender = NonNullable<Intake['sender']>;
type Recipient = NonNullable<Intake['recipient']>;

/** What is known of the sender: all that the method needs where the item is accepted; in a refusal what there is, null without a name. */
function senderOf(form: Form, needs: readonly string[]): Sender | null {
  const sender: Sender = { method: form.method };
  if (form.phoneFromItem !== null) sender.phone_from = form.phoneFromItem;
  else if (form.senderPhone.trim() !== '') sender.phone = phoneText(form.senderPhone);
  const add = (member: 'name' | 'identity_number' | 'passport' | 'tax_code', text: string): void => {
    if (needs.includes(member) && text !== '') sender[member] = text;
  };
  if (form.card && needs.includes('card_text')) sender.card_text = form.card.text;
  if (needs.includes('face_matches')) sender.face_matches = form.faceMatches;
  add('identity_number', form.number.replace(/[^0-9]/g, ''));
  add('passport', form.passport);
  add('tax_code', form.taxCode);
  add('name', form.name.trim());
  if (form.remark.trim() !== '') sender.remark = form.remark.trim();
  return sender.card_text === undefined && sender.name === undefined ? null : sender;
}

/** Null while a part of it is missing, which only a refusal may have. */
function recipientOf(form: Form): Recipient | null {
  const name = personName(form.recipientName);
  const phone = parsePhone(form.recipientPhone);
  const { province, commune, street } = form;
  if (name === undefined || !phone.ok || !provinceOf(province) || commune.trim() === '') return null;
  return { name, phone: phone.digits, address: { province, commune: commune.trim(), street: street.trim() } };
}

/** Of the pictures that the type of item has a slot for, the required first. */
export function picturesOf(form: Form, type: TypeRule): readonly Picture[] {
  const slots = [...type.slots_required, ...type.slots_allowed];
  const all = form.signature && !form.unsigned ? [...form.pictures, form.signature] : form.pictures;
  return slots.flatMap((slot) => all.filter((picture) => picture.slot === slot));
}

export function intakeOf(form: Form, deciding: Deciding): Intake {
  const { type, method, outcome } = deciding;
  const intake: Intake = {
    counter: deciding.counter,
    accepted_at: deciding.at.toISOString(),
    item: { ...form.given, type: form.type, things: [] },
    pictures: picturesOf(form, type).map(({ slot, sha256, bytes }) => ({ slot, sha256, size: bytes.size })),
    refuse: [...deciding.refuse],
  };
  const sender = senderOf(form, method.needs);
  if (sender) intake.sender = sender;
  const recipient = recipientOf(form);
  if (form.recipientTaken) intake.recipient_from = form.recipientTaken.fromItem;
  else if (recipient) intake.recipient = recipient;
  if (type.declaration) {
    intake.item.things = declared(form).map(({ text, quantity, value }) => ({
      text: text.trim().normalize('NFC'),
      quantity: quantityOf(quantity) ?? 1,
      value_vnd: valueOf(value) ?? null,
    }));
  }
  const grams = gramsTyped(form.weight);
  if (grams !== undefined) intake.item.weight_g = grams;
  if (type.joint_inspection) {
    intake.inspection = { method: 'visual', conditions_explained: outcome !== null && needsExplaining(outcome) && form.explainedFor !== null };
  }
  if (type.confirmations) {
    intake.confirmations = form.unsigned
      ? { sender: 'witnessed', witness: `${form.whyUnsigned.trim()}; ${form.witness.trim()}`, clerk: form.clerkConfirms }
      : { sender: form.signature ? 'signature' : null, strokes: form.signature?.strokes ?? null, clerk: form.clerkConfirms };
  }
  return intake;
}
