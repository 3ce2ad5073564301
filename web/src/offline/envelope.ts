// What is sealed for the node, and how (docs/formats/queue.md): 0x01, the week of the key, the ephemeral point, the ciphertext.
import { joined, utf8, type Bytes } from './bytes.ts';
import type { WeekKey } from './db.ts';
import { pointBytes, seal } from './hpke.ts';

const version = 1;
const weekBytes = 10;
export const info = utf8('buuan/queue/v1');

export async function sealed(key: WeekKey, aad: string, plain: Bytes): Promise<Bytes> {
  const { enc, ciphertext } = await seal(key.publicKey, info, utf8(aad), plain);
  return joined(Uint8Array.of(version), utf8(key.week), enc, ciphertext);
}

export const deedAad = (event: string): string => `event/${event}`;
export const pictureAad = (item: string, slot: string): string => `${item}/${slot}`;

/** The parts of an envelope, for the tests and for a file that comes back. Null where it is none. */
export function envelopeParts(bytes: Bytes): { readonly week: string; readonly enc: Bytes; readonly ciphertext: Bytes } | null {
  const head = 1 + weekBytes + pointBytes;
  if (bytes.length < head + 16 || bytes[0] !== version) return null;
  const week = new TextDecoder().decode(bytes.subarray(1, 1 + weekBytes));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(week)) return null;
  return { week, enc: bytes.slice(1 + weekBytes, head), ciphertext: bytes.slice(head) };
}

const day_ms = 86_400_000;
const vietNamAhead_ms = 7 * 3_600_000;

/** The Monday of that moment's week in Viet Nam. */
export function weekOf(now: Date): string {
  const local = new Date(now.getTime() + vietNamAhead_ms);
  const sinceMonday = (local.getUTCDay() + 6) % 7;
  return new Date(local.getTime() - sinceMonday * day_ms).toISOString().slice(0, 10);
}

// The node destroys a week's key thirty days later; with less than two weeks left, what waits might never be opened.
const usableWeeks = 2;

/** The key to seal to now: this week's, or a recent one that the node still has for a good while. */
export function keyFor(now: Date, keys: readonly WeekKey[]): WeekKey | null {
  const thisWeek = weekOf(now);
  const oldest = weekOf(new Date(now.getTime() - usableWeeks * 7 * day_ms));
  const usable = keys.filter(({ week }) => week >= oldest && week <= thisWeek).sort((one, other) => one.week.localeCompare(other.week));
  return usable.at(-1) ?? null;
}
