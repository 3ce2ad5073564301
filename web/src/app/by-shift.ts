// Signed in by the PIN of the shift, while the server cannot be asked. When it can be again, it is: a session that is over asks for the password,
// over what was begun meanwhile.
import { api, ask, csrf } from '../api/client.ts';
import { hasCode } from '../api/problem.ts';
import { openQueue } from '../offline/db.ts';
import { checkPin, closeShift, shiftNow, type Checked } from '../offline/shift.ts';
import { online } from './connection.ts';
import { enterByShift, lock, type Actor } from './session.ts';

/** Whose shift is open here. */
export async function userOfShift(): Promise<string | null> {
  const shift = await openQueue().then((db) => shiftNow(db, new Date())).catch(() => null);
  return shift?.actor.user ?? null;
}

/** With the session; `except`: unless it is this user's, who signed in once more. */
export async function endShift(except?: string): Promise<void> {
  if (except === undefined || (await userOfShift()) !== except) await closeShift(await openQueue());
}

const again_ms = 10_000;

/** False where the server has said neither yes nor no. */
async function confirmed({ user }: Actor): Promise<boolean> {
  const answer = await ask(api.GET('/api/v1/sessions', { signal: AbortSignal.timeout(again_ms) }));
  if (!answer.ok) return hasCode(answer.failure, 'not_signed_in'); // the client has locked the screen then
  if (answer.data.user === user && 'csrf' in answer.data) csrf.set(answer.data.csrf);
  else lock('ended');
  return true;
}

/** The line is there, or comes back. */
const onLine = (): Promise<void> =>
  new Promise((tell) => {
    if (online.get()) return tell();
    const stop = online.subscribe(() => {
      stop();
      tell(); // it changes to nothing but true
    });
  });

let confirming = false; // the PIN may be given several times while the line is down

async function untilConfirmed(actor: Actor): Promise<void> {
  if (confirming) return;
  confirming = true;
  for (let known = false; !known; ) {
    await onLine();
    known = await confirmed(actor);
    if (!known) await new Promise((tell) => setTimeout(tell, again_ms));
  }
  confirming = false;
}

export async function enterWithPin(pin: string): Promise<Exclude<Checked, { readonly kind: 'right' }> | null> {
  const checked = await checkPin(await openQueue(), pin, new Date());
  if (checked.kind !== 'right') return checked;
  enterByShift(checked.actor);
  void untilConfirmed(checked.actor);
  return null;
}
