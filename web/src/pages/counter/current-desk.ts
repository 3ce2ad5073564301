// The one desk of who is signed in. It outlives a look at another page, and goes with the session.
import { session } from '../../app/session.ts';
import { serverNow } from '../../counter/day-rules.ts';
import { Desk } from '../../counter/desk.ts';
import { isUntouched } from '../../counter/form.ts';
import { askReturning } from '../../counter/returning.ts';
import type { CounterRules } from '../../counter/rules.ts';
import type { Submit } from '../../counter/submission.ts';
import { printing, printSlip } from '../../print/printing.ts';
import { screening } from '../../screening/screening.ts';

// Loaded once the counter is open; nothing that is typed first waits for it.
const submit: Submit = async (...given) => {
  const loaded = await import('../../offline/submit.ts').catch(() => null);
  return loaded ? loaded.submit(...given) : { kind: 'unknown' };
};

const slips = () => import('../../print/slip.ts');

let held: { readonly counter: string; readonly day: string; readonly desk: Desk } | null = null;

export function deskAt(counter: string, rules: CounterRules): Desk {
  if (held?.counter === counter && (held.day === rules.day || held.desk.locked || !isUntouched(held.desk.form.get()))) return held.desk;
  const desk = new Desk({
    rules,
    counter,
    submit,
    askReturning,
    screen: (text) => screening.get()?.screen(text) ?? null,
    now: serverNow,
    onDecided: (acceptance, { form }) =>
      void slips().then(({ slipOf }) => printSlip(slipOf(form, acceptance, rules, acceptance.label)), () => undefined),
  });
  desk.decided.subscribe(() => {
    if (desk.decided.get() === null) printing.set(null); // the next person is here
  });
  void slips().catch(() => undefined); // there before it is needed
  held = { counter, day: rules.day, desk };
  return desk;
}

session.subscribe(() => {
  if (session.get().state !== 'out') return;
  held?.desk.startAnew();
  held = null;
  printing.set(null);
});
