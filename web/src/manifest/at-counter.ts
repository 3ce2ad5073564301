// A row of a list, put before the clerk as a sender's declaration beforehand: a proposal, every step at the counter is done as without it.
// The journal says that it lies there before the counter opens, so that a tab that is killed in between leaves a question and no second item.
import { serverNow } from '../counter/day-rules.ts';
import type { Declaration } from '../counter/declaration-code.ts';
import type { Desk } from '../counter/desk.ts';
import { nextMissing } from '../counter/flow.ts';
import { isUntouched, type Form } from '../counter/form.ts';
import type { Intake } from '../counter/rules.ts';
import { noteAtCounter, type ListedRow } from './list.ts';

export function declarationOf({ sender, recipient, item }: Intake): Declaration {
  const { province = '', commune = '', street = '' } = recipient?.address ?? {};
  return {
    senderPhone: sender?.phone ?? '',
    recipient: { name: recipient?.name ?? '', phone: recipient?.phone ?? '', province, commune, street },
    type: item.type,
    things: item.things.map(({ text, quantity, value_vnd }) => ({ text, quantity, valueVnd: value_vnd ?? null })),
  };
}

/** What a list says beyond a declaration. Not the weight: here it is weighed. */
export function knownOf({ sender, item }: Intake): Partial<Form> {
  const { code, order_code, service } = item;
  return {
    given: { ...(code != null && { code }), ...(order_code != null && { order_code }), ...(service != null && { service }) },
    method: sender?.method ?? '',
    name: sender?.name ?? '',
    number: sender?.identity_number ?? '',
    taxCode: sender?.tax_code ?? '',
  };
}

/** False where the counter has something else in hand. */
export async function openAtCounter(desk: Desk, { name, intake }: ListedRow): Promise<boolean> {
  if (intake === undefined || desk.locked || !isUntouched(desk.form.get())) return false;
  await noteAtCounter(name, { state: 'counter', at: serverNow().getTime() });
  desk.startAnew();
  desk.propose(declarationOf(intake), knownOf(intake));
  desk.goTo(nextMissing(desk.steps(), null));
  follow(desk, name);
  return true;
}

/** Until the item is no longer in hand: decided, or let go of. */
function follow(desk: Desk, name: string): void {
  const { born } = desk.form.get();
  const end = desk.form.subscribe(() => {
    if (desk.form.get().born === born) return;
    end();
    queueMicrotask(() => {
      const acceptance = desk.decided.get()?.acceptance;
      const done = acceptance && { decision: acceptance.decision, code: acceptance.item_code ?? null, reasons: acceptance.reasons.map(({ code }) => code) };
      void noteAtCounter(name, done ? { state: 'done', at: serverNow().getTime(), done } : null).catch(() => undefined);
    });
  });
}
