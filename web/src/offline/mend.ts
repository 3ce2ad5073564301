// A record that the server refused for what stands in it. This machine cannot open it; the node does, for a clerk of the counter who is
// signed in. What is mended goes back under the device's next number: the item keeps its id, its code and its pictures, so its label holds.
import type { FieldError } from '../api/problem.ts';
import { strict, type Db, type KeptRecord } from './db.ts';
import { means } from './device.ts';
import { sealedRecord } from './record.ts';

/** Something in the document that the server does not take. */
export interface Wrong {
  readonly field: string;
  readonly text: string;
  /** Null: it is nothing that can be typed in one line. */
  readonly value: string | null;
}

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** `item.things[0].text` */
const steps = (field: string): string[] => field.split(/[.[\]]+/).filter((step) => step !== '');

/** Own members only: a field is named by the server, but what it leads to must lie in the document. */
function holderOf(document: unknown, field: string): { readonly holder: Node; readonly last: string } | null {
  const path = steps(field);
  const last = path.pop();
  let holder = document;
  for (const step of path) holder = isNode(holder) && Object.hasOwn(holder, step) ? holder[step] : null;
  return last !== undefined && isNode(holder) && Object.hasOwn(holder, last) ? { holder, last } : null;
}

function valueAt(document: unknown, field: string): string | null {
  const at = holderOf(document, field);
  const value = at?.holder[at.last];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

export function wrongIn(document: string, errors: readonly FieldError[]): Wrong[] {
  const whole: unknown = JSON.parse(document);
  return errors.map(({ field, text }) => ({ field, text, value: valueAt(whole, field) }));
}

/** The document with other values; its members keep their order and their kind, a number stays one where digits were typed. */
export function mended(document: string, values: ReadonlyMap<string, string>): string {
  const whole: unknown = JSON.parse(document);
  for (const [field, typed] of values) {
    const at = holderOf(whole, field);
    if (at === null) continue;
    const digits = typeof at.holder[at.last] === 'number' && /^\d{1,12}$/.test(typed.trim());
    at.holder[at.last] = digits ? Number(typed.trim()) : typed.trim().normalize('NFC');
  }
  return JSON.stringify(whole);
}

/** False where this machine lacks the means to seal for that counter, or another tab was faster; nothing has changed then. */
export async function putBack(db: Db, { item, counter }: KeptRecord, document: string, clerk: string, now: Date): Promise<boolean> {
  const there = await means(db, counter, now);
  if (typeof there === 'string') return false;
  const { device, key } = there;
  // Screened again by the node alone: what this machine once said was of the text before.
  const { envelope, digest } = await sealedRecord({ item, document, clerk, screened: null }, device, key);
  const tx = db.transaction(['records', 'devices'], 'readwrite', strict);
  const [record, latest] = await Promise.all([tx.objectStore('records').get(item), tx.objectStore('devices').get(counter)]);
  const inTurn = latest?.id === device.id && latest.sequence === device.sequence && latest.previous === device.previous;
  if (record?.state !== 'refused' || !inTurn) {
    tx.abort();
    await tx.done.catch(() => undefined);
    return false;
  }
  const sequence = device.sequence + 1;
  await Promise.all([
    tx.objectStore('records').put({ ...record, envelope, device: device.id, sequence, previous: device.previous, state: 'waiting', refused: null }),
    tx.objectStore('devices').put({ ...latest, sequence, previous: digest }),
    tx.done,
  ]);
  return true;
}
