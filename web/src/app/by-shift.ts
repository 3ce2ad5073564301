// Signed in by the PIN of the shift, while the server cannot be asked. When it can be again, it is: a session that is over asks for the password,
// over what was begun meanwhile.
import { api, ask, csrf } from '../api/client.ts';
import { serverNow } from '../counter/day-rules.ts';
import { openQueue } from '../offline/db.ts';
import { checkPin, closeShift, shiftNow, type Checked } from '../offline/shift.ts';
import { lookAgain, online } from './connection.ts';
import { enterByShift, lock, type Actor } from './session.ts';

/** Whose shift is open here. */
export async function userOfShift(): Promise<string | null> {
  const shift = await openQueue().then((db) => shiftNow(db, serverNow())).catch(() => null);
  return shift?.actor.user ?? null;
}

/** With the session. */
export const endShift = (): Promise<void> => openQueue().then(closeShift);

async function confirmed({ user }: Actor): Promise<boolean> {
  const answer = await ask(api.GET('/api/v1/sessions'));
  if (!answer.ok) return answer.failure.kind !== 'unreached'; // the client has told that the session is over
  if (answer.data.user === user && 'csrf' in answer.data) csrf.set(answer.data.csrf);
  else lock('ended');
  return true;
}

export async function enterWithPin(pin: string): Promise<Exclude<Checked, { readonly kind: 'right' }> | null> {
  const checked = await checkPin(await openQueue(), pin, serverNow());
  if (checked.kind !== 'right') return checked;
  enterByShift(checked.actor);
  const stop = online.subscribe(() => {
    if (online.get()) void confirmed(checked.actor).then((known) => (known ? stop() : void lookAgain()));
  });
  return null;
}
