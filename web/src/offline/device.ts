// What a counter needs before its network is gone, fetched while there is one: its enrolled device, item codes of its own, the node's keys.
import { makeItemId } from '../counter/item-id.ts';
import { hasCode } from '../api/problem.ts';
import { base64 } from './bytes.ts';
import type { Calls } from './calls.ts';
import { strict, type Db, type Device, type WeekKey } from './db.ts';
import { keyFor, weekOf } from './envelope.ts';
import { noneBefore } from './record.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const codesWanted = 50;
const codesFew = 25;
const week_ms = 7 * 86_400_000;

/** What is still missing; `null` where the counter can work without a network. */
export type Missing = 'device' | 'revoked' | 'key' | 'codes' | null;

export interface Means {
  readonly device: Device;
  readonly key: WeekKey;
  readonly codes: readonly string[];
}

export async function means(db: Db, counter: string, now: Date): Promise<Means | Exclude<Missing, null>> {
  const [device, keys, codes] = await Promise.all([db.get('devices', counter), db.get('keep', 'week-keys'), db.get('codes', counter)]);
  if (device?.revoked) return 'revoked';
  if (!device?.enrolled) return 'device';
  const key = keyFor(now, keys ?? []);
  if (key === null) return 'key';
  return { device, key, codes: codes ?? [] };
}

/** What is missing where nothing can be fetched. */
export async function lacking(db: Db, counter: string, now: Date): Promise<Missing> {
  const there = await means(db, counter, now);
  if (typeof there === 'string') return there;
  return there.codes.length === 0 ? 'codes' : null;
}

/** The machine's device at this counter; its private half never leaves the browser, not even for this app. */
async function deviceAt(db: Db, counter: string, now: Date): Promise<Device> {
  const known = await db.get('devices', counter);
  if (known) return known;
  const keys = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const device: Device = { id: makeItemId(now.getTime()), counter, keys, enrolled: false, sequence: 0, previous: noneBefore };
  const tx = db.transaction('devices', 'readwrite', strict);
  const first = (await tx.store.get(counter)) ?? device; // another tab may have been faster
  await tx.store.put(first);
  await tx.done;
  return first;
}

const askAgain_ms = 3_600_000; // the server may have been set back, or the device revoked
const enrolledAt = new Map<string, number>();

async function enrol(db: Db, calls: Calls, counter: string, now: Date): Promise<boolean> {
  const { id, keys, enrolled, revoked: before } = await deviceAt(db, counter, now);
  if (before) return false;
  if (enrolled && now.getTime() - (enrolledAt.get(id) ?? -Infinity) < askAgain_ms) return true;
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const answer = await calls.enrol({ id, counter, public_key: base64(spki) });
  const revoked = !answer.ok && hasCode(answer.failure, 'device_revoked'); // for good: on line it works, and what waits is still sent
  if (!answer.ok && !revoked) return enrolled;
  if (answer.ok) enrolledAt.set(id, now.getTime());
  const tx = db.transaction('devices', 'readwrite', strict);
  const device = await tx.store.get(counter);
  if (device?.id === id) await tx.store.put({ ...device, enrolled: answer.ok, ...(revoked && { revoked }) });
  await tx.done;
  return answer.ok;
}

export async function fetchKeys(db: Db, calls: Calls, now: Date): Promise<boolean> {
  const kept = (await db.get('keep', 'week-keys')) ?? [];
  const nextWeek = weekOf(new Date(now.getTime() + week_ms));
  if (kept.some(({ week }) => week === nextWeek)) return true;
  const fetched = await calls.weekKeys();
  if (fetched === null) return keyFor(now, kept) !== null;
  const older = kept.filter(({ week }) => fetched.every((key) => key.week !== week) && keyFor(now, [{ week, publicKey: new Uint8Array(0) }]) !== null);
  await db.put('keep', [...older, ...fetched], 'week-keys');
  return true;
}

async function reserveCodes(db: Db, calls: Calls, counter: string): Promise<boolean> {
  const kept = (await db.get('codes', counter)) ?? [];
  if (kept.length > codesFew) return true;
  const fresh = await calls.reserveCodes(counter, codesWanted);
  if (fresh === null) return kept.length > 0;
  const tx = db.transaction('codes', 'readwrite', strict);
  await tx.store.put([...((await tx.store.get(counter)) ?? []), ...fresh], counter);
  await tx.done;
  return true;
}

/** This machine under another number, for who may stand at the counter; what it has accepted under the revoked one keeps that. */
export async function enrolAnew(db: Db, counter: string): Promise<void> {
  const tx = db.transaction('devices', 'readwrite', strict);
  if ((await tx.store.get(counter))?.revoked) await tx.store.delete(counter);
  await tx.done;
}

/** Called when the counter opens, when the line is back, and now and then; what is there is not fetched again. */
export async function prepare(db: Db, calls: Calls, counter: string, now: Date): Promise<Missing> {
  if (!(await enrol(db, calls, counter, now))) return (await db.get('devices', counter))?.revoked ? 'revoked' : 'device';
  if (!(await fetchKeys(db, calls, now))) return 'key';
  return (await reserveCodes(db, calls, counter)) ? null : 'codes';
}
