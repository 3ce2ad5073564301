// What the two sides say to one another inside the seals. Who reads checks it as if a stranger had written it: the other side has the key,
// but may be another version, or another phone that saw the code.
import { numberMax, pointsMax, strokesMax, type Stroke } from '../device/strokes.ts';
import { hex } from '../offline/bytes.ts';

/** From the phone. `phone`: a number that it made up when it read the code; the counter follows the first one only. */
export type Piece =
  | { readonly kind: 'here'; readonly phone: string }
  | { readonly kind: 'picture'; readonly phone: string; readonly slot: string } // the body is the JPEG
  | { readonly kind: 'signature'; readonly phone: string; readonly strokes: readonly Stroke[] }; // the body is the PNG

/** Who has taken a part; what was taken at the counter is replaced only after the clerk dropped it. */
export type Held = 'nothing' | 'phone' | 'counter';

export interface Slot {
  readonly slot: string;
  readonly needed: boolean;
  readonly held: Held;
}

/** Why a piece was not taken: it is no picture or cannot be opened, the counter has its own, or the item was being decided. */
export type Why = 'broken' | 'held' | 'late';

export interface Refused {
  readonly number: number;
  readonly why: Why;
}

/** From the counter: all that the phone is to know, said anew when it changes. */
export interface Note {
  readonly turn: number; // grows: an older one that comes later is not read
  readonly phone: string | null; // the one that is followed
  readonly slots: readonly Slot[];
  readonly signature: Held | 'none';
  readonly got: number; // pieces that the counter is done with
  readonly refused: readonly Refused[]; // those of them that it did not take
}

const slotsMax = 12;
const piecesMax = 64; // of one pairing

type Members = Partial<Record<string, unknown>>;
const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? { ...value } : {});
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPhone = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
const isSlot = (value: unknown): value is string => typeof value === 'string' && /^[a-z_]{1,24}$/.test(value);

function isStrokes(value: unknown): value is readonly Stroke[] {
  if (!Array.isArray(value) || value.length > strokesMax) return false;
  const strokes = value as readonly unknown[];
  const whole = strokes.every((stroke) => Array.isArray(stroke) && stroke.length % 3 === 0 && stroke.every((each) => isCount(each) && each <= numberMax));
  return whole && (strokes as readonly Stroke[]).reduce((sum, stroke) => sum + stroke.length / 3, 0) <= pointsMax;
}

export function readPiece(value: unknown): Piece | null {
  const { kind, phone, slot, strokes } = members(value);
  if (!isPhone(phone)) return null;
  if (kind === 'here') return { kind, phone };
  if (kind === 'picture' && isSlot(slot)) return { kind, phone, slot };
  if (kind === 'signature' && isStrokes(strokes)) return { kind, phone, strokes };
  return null;
}

const isHeld = (value: unknown): value is Held => value === 'nothing' || value === 'phone' || value === 'counter';
const isWhy = (value: unknown): value is Why => value === 'broken' || value === 'held' || value === 'late';

function readSlot(value: unknown): Slot | null {
  const { slot, needed, held } = members(value);
  return isSlot(slot) && typeof needed === 'boolean' && isHeld(held) ? { slot, needed, held } : null;
}

function readRefused(value: unknown): Refused | null {
  const { number, why } = members(value);
  return isCount(number) && isWhy(why) ? { number, why } : null;
}

/** Null where one of them is none, or there are too many. */
function readAll<T>(value: unknown, max: number, read: (each: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value) || value.length > max) return null;
  const all = (value as readonly unknown[]).map(read).filter((each) => each !== null);
  return all.length === value.length ? all : null;
}

export function readNote(value: unknown): Note | null {
  const { turn, phone, signature, got, ...lists } = members(value);
  const followed = phone === null || isPhone(phone);
  if (!isCount(turn) || !isCount(got) || !followed || !(signature === 'none' || isHeld(signature))) return null;
  const slots = readAll(lists['slots'], slotsMax, readSlot);
  const refused = readAll(lists['refused'], piecesMax, readRefused);
  return slots && refused && { turn, phone, slots, signature, got, refused };
}

/** A phone's number, made up. */
export const newPhone = (): string => hex(crypto.getRandomValues(new Uint8Array(8)));

/** The slot that is due: the first needed one that is not taken; `signature` when only that is missing; null when nothing is. */
export function due(note: Note): string | null {
  const missing = note.slots.find(({ needed, held }) => needed && held === 'nothing');
  return missing?.slot ?? (note.signature === 'nothing' ? 'signature' : null);
}
