// The form as the document that the server takes (docs/reference/openapi.json, Intake). Only what the type of item and the method of
// identification ask for goes in.
import { gramsTyped, quantityOf, valueOf } from './amounts.ts';
import { declared, type Form, type Picture } from './form.ts';
import { parsePhone } from './phone.ts';
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

function senderOf(form: Form, needs: readonly string[]): Sender {
  const sender: Sender = { method: form.method, phone: phoneText(form.senderPhone) };
  if (form.card && needs.includes('card_text')) sender.card_text = form.card.text;
  if (needs.includes('face_matches')) sender.face_matches = form.faceMatches;
  if (needs.includes('identity_number')) sender.identity_number = form.number.replace(/[^0-9]/g, '');
  if (needs.includes('passport')) sender.passport = form.passport;
  if (needs.includes('tax_code')) sender.tax_code = form.taxCode;
  if (needs.includes('name')) sender.name = form.name.trim();
  return sender;
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
    sender: senderOf(form, method.needs),
    recipient: {
      name: form.recipientName.trim(),
      phone: phoneText(form.recipientPhone),
      address: { province: form.province, commune: form.commune.trim(), street: form.street.trim() },
    },
    item: { type: form.type, things: [] },
    pictures: picturesOf(form, type).map(({ slot, sha256, bytes }) => ({ slot, sha256, size: bytes.size })),
    refuse: [...deciding.refuse],
  };
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
      : { sender: form.signature ? 'signature' : null, clerk: form.clerkConfirms };
  }
  return intake;
}
