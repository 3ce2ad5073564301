// The one desk of who is signed in. It outlives a look at another page, and goes with the session.
import { session } from '../../app/session.ts';
import { serverNow } from '../../counter/day-rules.ts';
import { Desk } from '../../counter/desk.ts';
import { askReturning } from '../../counter/returning.ts';
import type { CounterRules } from '../../counter/rules.ts';
import { submitOnLine } from '../../counter/submit-on-line.ts';
import { printing, printSlip } from '../../print/printing.ts';
import { screening } from '../../screening/screening.ts';
import { slipOf } from '../../print/slip.ts';

let held: { readonly counter: string; readonly day: string; readonly desk: Desk } | null = null;

export function deskAt(counter: string, rules: CounterRules): Desk {
  if (held?.counter === counter && (held.day === rules.day || held.desk.locked)) return held.desk;
  const desk = new Desk({
    rules,
    counter,
    submit: submitOnLine,
    askReturning,
    screen: (text) => screening.get()?.screen(text) ?? null,
    now: serverNow,
    onDecided: (acceptance, { form }) => printSlip(slipOf(form, acceptance, rules)),
  });
  desk.decided.subscribe(() => {
    if (desk.decided.get() === null) printing.set(null); // the next person is here
  });
  held = { counter, day: rules.day, desk };
  return desk;
}

session.subscribe(() => {
  if (session.get().state !== 'out') return;
  held?.desk.startAnew();
  held = null;
  printing.set(null);
});
