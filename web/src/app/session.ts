// Who is signed in at this screen. The server's cookie is the session; this is what the screen knows of it. A locked screen keeps its
// session, so that what was begun goes on being sent, but shows nothing until the same person's password has been asked again.
import { api, ask, csrf, sessionOver } from '../api/client.ts';
import type { components } from '../api/api.d.ts';
import type { Answer } from '../api/problem.ts';
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

export type Session =
  | { readonly state: 'asking' }
  | { readonly state: 'unreached' }
  | { readonly state: 'out'; readonly ended: boolean }
  | { readonly state: 'in'; readonly actor: Actor; readonly locked: boolean };

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

function enter(known: Known, locked: boolean): void {
  if (known.csrf !== undefined) csrf.set(known.csrf);
  const expiresAt = known.expires_at === undefined ? null : new Date(known.expires_at);
  const { user, role, by, site } = known;
  session.set({ state: 'in', actor: { user, role, by, site: site ?? null, expiresAt }, locked });
}

function leave(ended: boolean): void {
  csrf.set('');
  localStorage.removeItem(lockKey);
  session.set({ state: 'out', ended });
}

/** After the page is loaded: is there a session already? */
export async function resume(): Promise<void> {
  const answer = await ask(api.GET('/api/v1/sessions'));
  if (answer.ok) enter(answer.data, lockedBefore());
  else if (answer.failure.kind === 'unreached') session.set({ state: 'unreached' });
  else leave(false);
}

export async function signIn(credentials: Credentials): Promise<Answer<unknown>> {
  const answer = await ask(api.POST('/api/v1/sessions', { body: credentials }));
  if (answer.ok) {
    localStorage.removeItem(lockKey);
    enter(answer.data, false);
  }
  return answer;
}

export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/v1/sessions'));
  leave(false);
}

export function lock(): void {
  const now = session.get();
  if (now.state !== 'in' || now.locked) return;
  localStorage.setItem(lockKey, '1');
  session.set({ ...now, locked: true });
}

sessionOver.tell = () => {
  if (session.get().state === 'in') leave(true);
};

// Another tab locked, unlocked or signed out.
addEventListener('storage', ({ key, newValue }) => {
  if (key === lockKey && newValue === '1') lock();
});
