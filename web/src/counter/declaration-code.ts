// What a sender declared beforehand, as the text of a QR code: docs/formats/declaration-code.md. It is made on the sender's
// phone, lies nowhere before the counter accepts it, and is only a proposal: every step at the counter is done as without it.
// It has digits alone, since a scanner that plays keyboard, and an input method behind it, leave nothing else whole.
import { crc32 } from './crc32.ts';

export interface DeclaredThing {
  text: string;
  quantity: number;
  valueVnd: number | null;
}
export interface Declaration {
  senderPhone: string;
  recipient: { name: string; phone: string; province: string; commune: string; street: string };
  type: 'letter' | 'document' | 'small_packet' | 'parcel';
  things: DeclaredThing[];
}

const mark = '7701';
const checkDigits = 10;
const digitsMax = 4000;
const types = ['letter', 'document', 'small_packet', 'parcel'] as const;
/** Digits that hold 0 to 5 bytes; 5 bytes are below 2^53. */
const digitsOf = [0, 3, 5, 8, 10, 13] as const;

export function looksLikeDeclaration(text: string): boolean {
  return text.startsWith(mark) && text.length > 30 && text.length <= digitsMax && /^[0-9]+$/.test(text);
}

function digitsOfBytes(bytes: Uint8Array): string {
  let digits = '';
  for (let at = 0; at < bytes.length; at += 5) {
    const block = bytes.subarray(at, at + 5);
    const number = block.reduce((sum, byte) => sum * 256 + byte, 0);
    digits += String(number).padStart(digitsOf[block.length] ?? 0, '0');
  }
  return digits;
}

function bytesOfDigits(digits: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at += 13) {
    const block = digits.slice(at, at + 13);
    const length = digitsOf.findIndex((each) => each === block.length);
    if (length <= 0) return undefined;
    let number = Number(block);
    if (number >= 256 ** length) return undefined;
    const part: number[] = [];
    for (let i = 0; i < length; i += 1) {
      part.unshift(number % 256);
      number = Math.floor(number / 256);
    }
    bytes.push(...part);
  }
  return Uint8Array.from(bytes);
}

export function declarationCode(declaration: Declaration): string {
  const { senderPhone, recipient: to, type, things } = declaration;
  const parts = [
    types.indexOf(type),
    senderPhone,
    [to.name, to.phone, to.province, to.commune, to.street],
    things.map((thing) => [thing.text, thing.quantity, thing.valueVnd]),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return mark + String(crc32(bytes)).padStart(checkDigits, '0') + digitsOfBytes(bytes);
}

function isText(value: unknown, bytesMax: number): value is string {
  return typeof value === 'string' && new TextEncoder().encode(value).length <= bytesMax && !/[\p{Cc}\p{Surrogate}]/u.test(value);
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}

function readThing(value: unknown): DeclaredThing | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [text, quantity, valueVnd] = value as unknown[];
  if (!isText(text, 500) || text.trim() === '' || !isCount(quantity, 100_000) || quantity === 0) return undefined;
  if (valueVnd !== null && !isCount(valueVnd, 1_000_000_000_000)) return undefined;
  return { text, quantity, valueVnd };
}

/** What the code says, or nothing where one digit of it is wrong. */
export function readDeclaration(text: string): Declaration | undefined {
  if (!looksLikeDeclaration(text)) return undefined;
  const bytes = bytesOfDigits(text.slice(mark.length + checkDigits));
  if (!bytes || crc32(bytes) !== Number(text.slice(mark.length, mark.length + checkDigits))) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [typeIndex, senderPhone, to, declared] = parts as unknown[];
  const type = typeof typeIndex === 'number' ? types[typeIndex] : undefined;
  if (!type || !isText(senderPhone, 40) || !Array.isArray(to) || to.length !== 5 || !Array.isArray(declared) || declared.length > 50) return undefined;
  const [name, phone, province, commune, street] = to as unknown[];
  if (!isText(name, 480) || !isText(phone, 40) || !isText(province, 2) || !isText(commune, 300) || !isText(street, 300)) return undefined;
  const things = declared.map(readThing);
  if (things.some((thing) => thing === undefined)) return undefined;
  return { senderPhone, recipient: { name, phone, province, commune, street }, type, things: things as DeclaredThing[] };
}
