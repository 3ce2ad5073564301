// A shift is opened on line, by who has just given the password, with a PIN. For a day at most, by this machine's clock, the PIN opens the
// counter where the server cannot be asked for the password: after a lock, a reload, a restart. It opens the screen with what was begun there;
// what lies on the disk is sealed to the node, whatever the PIN. Six digits are no secret to who copies the disk: docs/guide/web.md.
import type { Actor } from '../app/session.ts';
import { utf8, type Bytes } from './bytes.ts';
import { strict, type Db, type Shift } from './db.ts';

const longest_ms = 24 * 3_600_000;
export const tries = 5;
const iterations = 600_000; // OWASP, Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256

export const isPin = (text: string): boolean => /^\d{6}$/.test(text);

/** 000000, 123456: what is tried first. */
export function isGuessed(pin: string): boolean {
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at])));
  return steps.size === 1 && [0, 1, -1].some((step) => steps.has(step));
}

async function proofOf(pin: string, salt: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256));
}

export async function openShift(db: Db, { user, role, by, site }: Actor, pin: string, now: Date): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const shift: Shift = { actor: { user, role, by, site }, until: now.getTime() + longest_ms, salt, proof: await proofOf(pin, salt), triesLeft: tries };
  const tx = db.transaction('shift', 'readwrite', strict);
  await tx.store.put(shift, 'now');
  await tx.done;
}

export async function closeShift(db: Db): Promise<void> {
  await db.delete('shift', 'now');
}

const back_ms = 600_000;

/** A clock that was set back opens nothing. */
const isOpen = ({ until }: Shift, now: Date): boolean => until - longest_ms - back_ms <= now.getTime() && now.getTime() < until;

/** The one that is open, if its day is not over. */
export async function shiftNow(db: Db, now: Date): Promise<Shift | null> {
  const shift = await db.get('shift', 'now');
  return shift && isOpen(shift, now) ? shift : null;
}

/** Unless it was closed or opened anew meanwhile. */
async function giveTriesBack(db: Db, { salt }: Shift): Promise<void> {
  const tx = db.transaction('shift', 'readwrite', strict);
  const now = await tx.store.get('now');
  if (now && now.salt.every((byte, at) => byte === salt[at])) await tx.store.put({ ...now, triesLeft: tries }, 'now');
  await tx.done;
}

export type Checked = { readonly kind: 'right'; readonly actor: Actor } | { readonly kind: 'wrong'; readonly left: number } | { readonly kind: 'closed' };

/** A try is counted before it is looked at, so that pulling the plug gives none for free. The last one closes the shift. */
export async function checkPin(db: Db, pin: string, now: Date): Promise<Checked> {
  const tx = db.transaction('shift', 'readwrite', strict);
  const shift = await tx.store.get('now');
  if (!shift || shift.triesLeft <= 0 || !isOpen(shift, now)) {
    await tx.store.delete('now');
    await tx.done;
    return { kind: 'closed' };
  }
  const left = shift.triesLeft - 1;
  await tx.store.put({ ...shift, triesLeft: left }, 'now');
  await tx.done;
  const proof = await proofOf(pin, shift.salt);
  const differs = proof.reduce((sum, byte, at) => sum | (byte ^ (shift.proof[at] ?? 0)), 0);
  if (differs !== 0) {
    if (left === 0) await closeShift(db);
    return left === 0 ? { kind: 'closed' } : { kind: 'wrong', left };
  }
  await giveTriesBack(db, shift);
  return { kind: 'right', actor: { ...shift.actor, expiresAt: null } };
}
