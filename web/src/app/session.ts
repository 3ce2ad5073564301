// Who is signed in at this screen. The server's cookie is the session; this is what the screen knows of it. A locked screen keeps what was
// begun, and its session goes on sending what waits, but it shows nothing until the same person's password has been asked again. A session
// that the server ended locks the screen too: nothing that was typed is lost by it.
import { api, ask, csrf, sessionOver } from '../api/client.ts';
import type { components } from '../api/api.d.ts';
import { hasCode, type Answer } from '../api/problem.ts';
import { store } from './store.ts';

export type Role = 'clerk' | 'sorter' | 'courier' | 'officer' | 'auditor' | 'administrator';

export interface Actor {
  readonly user: string;
  readonly role: string;
  /** Staff number. */
  readonly by: string;
  readonly site: string | null;
  readonly expiresAt: Date | null;
}

/** Nobody touched it, someone asked for it, or the server ended the session. */
export type LockReason = 'idle' | 'asked' | 'ended';

export type Session =
  | { readonly state: 'asking' }
  | { readonly state: 'unreached' }
  | { readonly state: 'out' }
  | { readonly state: 'in'; readonly actor: Actor; readonly locked: LockReason | null };

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Six digits of the authenticator, where the account has one. */
  readonly totp?: string;
}

export const session = store<Session>({ state: 'asking' });

// Shared by all tabs and kept over a reload: a lock that F5 opens is none. It says that the screen is locked, not whose it is.
const lockKey = 'buuan.locked';
const lockedBefore = (): boolean => localStorage.getItem(lockKey) === '1';

type Known = components['schemas']['Actor'] & Partial<components['schemas']['Session']>;

function enter(known: Known, locked: LockReason | null): void {
  if (known.csrf !== undefined) csrf.set(known.csrf);
  const expiresAt = known.expires_at === undefined ? null : new Date(known.expires_at);
  const { user, role, by, site } = known;
  session.set({ state: 'in', actor: { user, role, by, site: site ?? null, expiresAt }, locked });
}

function out(): void {
  csrf.set('');
  localStorage.removeItem(lockKey);
  session.set({ state: 'out' });
}

/** `except`: who may go on with theirs. */
const endShift = (except?: string): void => void import('./by-shift.ts').then((byShift) => byShift.endShift(except)).catch(() => undefined);

/** The session is gone already, and nothing is kept of it: no shift either. */
export function forget(): void {
  endShift();
  out();
}

const patience_ms = 8000;

/** After the page is loaded: is there a session already? */
export async function resume(): Promise<void> {
  const answer = await ask(api.GET('/api/v1/sessions', { signal: AbortSignal.timeout(patience_ms) }));
  if (answer.ok) return enter(answer.data, lockedBefore() ? 'asked' : null);
  if (session.get().state === 'in') return; // by a PIN, or by another tab's word: what was begun stays
  if (answer.failure.kind === 'unreached') session.set({ state: 'unreached' });
  else out();
}

export async function signIn(credentials: Credentials): Promise<Answer<unknown>> {
  const answer = await ask(api.POST('/api/v1/sessions', { body: credentials }));
  if (answer.ok) {
    endShift(credentials.user);
    localStorage.removeItem(lockKey);
    enter(answer.data, null);
  }
  return answer;
}

/** The PIN of the shift was right, and the server cannot be asked: by-shift.ts. */
export function enterByShift(actor: Actor): void {
  localStorage.removeItem(lockKey);
  session.set({ state: 'in', actor, locked: null });
}

/** Where the server did not do it, the person stays signed in: the cookie would still open the door. */
export async function signOut(): Promise<Answer<unknown>> {
  const answer = await ask(api.DELETE('/api/v1/sessions'));
  if (answer.ok || hasCode(answer.failure, 'not_signed_in')) forget();
  return answer;
}

export function lock(reason: LockReason): void {
  const now = session.get();
  if (now.state !== 'in' || now.locked !== null) return;
  localStorage.setItem(lockKey, '1');
  session.set({ ...now, locked: reason });
}

sessionOver.tell = () => lock('ended');

// Another tab was locked, or opened again: the cookie is the same.
addEventListener('storage', ({ key, newValue }) => {
  if (key !== lockKey) return;
  if (newValue === '1') lock('asked');
  else void resume();
});
