// Which step of an acceptance comes next: the order of the law (identify, recipient, declare, screen, inspect together, confirm, weigh,
// decide), as a pure function of what is there. Enter asks for the next place that is still missing; the page only puts the focus there.
import { gramsTyped, quantityOf, valueOf } from './amounts.ts';
import { parseCitizenNumber } from './citizen-number.ts';
import { declared, declaredText, type Form } from './form.ts';
import { personName } from './person-name.ts';
import { parsePhone } from './phone.ts';
import { provinceOf } from './provinces.ts';
import { needsExplaining, type MethodRule, type Outcome, type TypeRule } from './rules.ts';

/** Where the focus can be. A row of the declaration is `thing:<key>:text`, a picture `picture:<slot>`. */
export type Place = string;

export interface Facts {
  readonly type: TypeRule;
  readonly method: MethodRule;
  /** Of the declaration as it stands; null while nothing is declared or the engine is not there yet. */
  readonly outcome: Outcome | null;
  readonly warnings: number; // of the sender's card
  readonly day: string;
}

export type Section = 'sender' | 'recipient' | 'contents' | 'inspection' | 'decision';

export interface Step {
  readonly place: Place;
  readonly section: Section;
  readonly done: boolean;
}

const step = (section: Section, place: Place, done: boolean): Step => ({ place, section, done });

function senderSteps(form: Form, { method, warnings, day }: Facts): Step[] {
  const has = (member: string) => method.needs.includes(member);
  const steps: Step[] = [];
  const add = (place: Place, done: boolean) => steps.push(step('sender', place, done));
  if (has('card_text')) add('card', form.card !== null);
  if (has('identity_number')) add('number', parseCitizenNumber(form.number, Number(day.slice(0, 4))).ok);
  if (has('passport')) add('passport', /^[A-Z0-9]{5,20}$/.test(form.passport));
  if (has('tax_code')) add('taxCode', /^[0-9]{10}(-?[0-9]{3})?$/.test(form.taxCode));
  if (has('name')) add('name', personName(form.name) !== undefined);
  if (has('face_matches')) add('face', form.faceMatches);
  if (warnings > 0) add('remark', form.remark.trim() !== '');
  add('senderPhone', form.phoneFromItem !== null || parsePhone(form.senderPhone).ok);
  return steps;
}

function recipientSteps(form: Form): Step[] {
  const known = form.recipientTaken !== null;
  const steps = [step('recipient', 'recipientPhone', known || parsePhone(form.recipientPhone).ok)];
  const offered = form.recipientsOffered.length > 0;
  if (offered) steps.push(step('recipient', 'recipientChoice', known || form.passed.has('recipientChoice')));
  if (known) return steps;
  return [
    ...steps,
    step('recipient', 'recipientName', personName(form.recipientName) !== undefined),
    step('recipient', 'province', provinceOf(form.province) !== undefined),
    step('recipient', 'commune', form.commune.trim() !== ''),
    step('recipient', 'street', form.street.trim() !== '' || form.passed.has('street')),
  ];
}

function contentsSteps(form: Form, { type, outcome }: Facts): Step[] {
  if (!type.declaration) return [];
  const rows = declared(form);
  const last = form.things.at(-1);
  const steps = rows.flatMap(({ key, text, quantity, value }) => [
    step('contents', `thing:${key}:text`, new TextEncoder().encode(text).length <= 500),
    step('contents', `thing:${key}:quantity`, quantityOf(quantity) !== undefined),
    step('contents', `thing:${key}:value`, valueOf(value) !== undefined),
  ]);
  if (last && (rows.length === 0 || !form.thingsDone)) steps.push(step('contents', `thing:${last.key}:text`, false));
  if (outcome !== null && needsExplaining(outcome)) steps.push(step('contents', 'explain', form.explainedFor === declaredText(form)));
  return steps;
}

function inspectionSteps(form: Form, { type }: Facts): Step[] {
  const taken = (slot: string) => form.developing.includes(slot) || form.pictures.some((picture) => picture.slot === slot);
  const steps = type.slots_required.map((slot) => step('inspection', `picture:${slot}`, taken(slot)));
  if (!type.confirmations) return steps;
  if (form.unsigned) {
    steps.push(step('inspection', 'whyUnsigned', form.whyUnsigned.trim() !== ''));
    steps.push(step('inspection', 'witness', form.witness.trim() !== ''));
  } else {
    steps.push(step('inspection', 'signature', form.signature !== null || form.developing.includes('signature')));
  }
  steps.push(step('inspection', 'clerk', form.clerkConfirms));
  return steps;
}

/** All places of this item in their order, the decision apart. */
export function stepsOf(form: Form, facts: Facts): readonly Step[] {
  const weight = facts.type.weight ? [step('decision', 'weight', gramsTyped(form.weight) !== undefined)] : [];
  return [...senderSteps(form, facts), ...recipientSteps(form), ...contentsSteps(form, facts), ...inspectionSteps(form, facts), ...weight];
}

/** Where Enter goes from `here`: the next place that is missing, from the beginning again behind the last; `accept` when none is. */
export function nextMissing(steps: readonly Step[], here: Place | null): Place {
  const at = steps.findIndex(({ place }) => place === here);
  const missing = [...steps.slice(at + 1), ...steps.slice(0, at + 1)].find(({ done }) => !done);
  return missing?.place ?? 'accept';
}

/**
 * Where Enter goes from `here`. Through a line of the declaration it goes from left to right, since quantity and value have what they need
 * from the beginning; everywhere else to what is missing.
 */
export function nextPlace(form: Form, steps: readonly Step[], here: Place): Place {
  const [kind, key, member] = here.split(':');
  const row = kind === 'thing' ? form.things.find((each) => String(each.key) === key) : undefined;
  if (row && row.text.trim() !== '') {
    if (member === 'text') return `thing:${row.key}:quantity`;
    if (member === 'quantity') return `thing:${row.key}:value`;
    const after = form.things[form.things.indexOf(row) + 1];
    if (after && !form.thingsDone) return `thing:${after.key}:text`;
  }
  return nextMissing(steps, here);
}

/** Where an F-key goes: what is missing in the section, else its first place. */
export function entryOf(steps: readonly Step[], section: Section): Place | null {
  const within = steps.filter((each) => each.section === section);
  return (within.find(({ done }) => !done) ?? within[0])?.place ?? null;
}

export const missingOf = (steps: readonly Step[]): readonly Place[] => steps.filter(({ done }) => !done).map(({ place }) => place);

export const sectionDone = (steps: readonly Step[], section: Section): boolean =>
  steps.filter((each) => each.section === section).every(({ done }) => done);
