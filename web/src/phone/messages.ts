// What the two sides say to one another inside the seals. Who reads checks it as if a stranger had written it: the other side has the key,
// but may be another version, or another phone that saw the code.
import { numberMax, pointsMax, strokesMax, type Stroke } from '../device/strokes.ts';
import { hex } from '../offline/bytes.ts';

/** From the phone. `phone`: a number that it made up when it read the code; the counter follows the first one only. */
export type Piece =
  | { readonly kind: 'here'; readonly phone: string }
  | { readonly kind: 'picture'; readonly phone: string; readonly slot: string } // the body is the JPEG
  | { readonly kind: 'signature'; readonly phone: string; readonly strokes: readonly Stroke[] }; // the body is the PNG

export interface Slot {
  readonly slot: string;
  readonly needed: boolean;
  readonly taken: boolean;
}

/** From the counter: all that the phone is to know, said anew when it changes. */
export interface Note {
  readonly turn: number; // grows: an older one that comes later is not read
  readonly phone: string | null; // the one that is followed
  readonly slots: readonly Slot[];
  readonly signature: 'wanted' | 'taken' | 'none';
  readonly got: number; // pieces that the counter has seen
}

const slotsMax = 12;

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

function readSlot(value: unknown): Slot | null {
  const { slot, needed, taken } = members(value);
  return isSlot(slot) && typeof needed === 'boolean' && typeof taken === 'boolean' ? { slot, needed, taken } : null;
}

export function readNote(value: unknown): Note | null {
  const { turn, phone, slots, signature, got } = members(value);
  const followed = phone === null || isPhone(phone);
  const asked = signature === 'wanted' || signature === 'taken' || signature === 'none';
  if (!isCount(turn) || !isCount(got) || !followed || !asked || !Array.isArray(slots) || slots.length > slotsMax) return null;
  const read = slots.map(readSlot).filter((slot) => slot !== null);
  return read.length === slots.length ? { turn, phone, slots: read, signature, got } : null;
}

/** A phone's number, made up. */
export const newPhone = (): string => hex(crypto.getRandomValues(new Uint8Array(8)));

/** The slot that is due: the first needed one that is not taken; `signature` when only that is missing; null when nothing is. */
export function due(note: Note): string | null {
  const missing = note.slots.find(({ needed, taken }) => needed && !taken);
  return missing?.slot ?? (note.signature === 'wanted' ? 'signature' : null);
}
