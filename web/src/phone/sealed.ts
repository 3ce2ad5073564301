// What passes between a counter and the phone beside it, sealed: AES-256-GCM with a key that only the two have, since it stands in the QR
// code on the counter's screen, behind '#'. The node carries the bytes and can neither read nor change them. Bound into each seal are the
// pairing, who sealed it and its number, so that nothing can be played again, sent back or put in another's place
// (docs/decisions/phone-as-second-camera.md).
//
//     nonce, 12 bytes ‖ AES-GCM( length of the header, 4 bytes big-endian ‖ header, JSON in UTF-8 ‖ body )

import { base64, fromBase64, joined, utf8, type Bytes } from '../offline/bytes.ts';

export type By = 'phone' | 'counter';

export interface Pairing {
  readonly id: string; // the node's, 32 hex digits
  readonly key: CryptoKey;
}

export interface Opened {
  readonly header: unknown;
  readonly body: Bytes;
}

const nonceBytes = 12;
const lengthBytes = 4;
const headerBytesMax = 262_144; // the strokes of a signature

const parameters = (pairing: Pairing, by: By, number: number, nonce: Bytes) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: utf8(`buuan-phone-1|${pairing.id}|${by}|${number}`),
});

export async function seal(pairing: Pairing, by: By, number: number, header: object, body: Bytes = new Uint8Array()): Promise<Bytes> {
  const head = utf8(JSON.stringify(header));
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, head.length);
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const closed = await crypto.subtle.encrypt(parameters(pairing, by, number, nonce), pairing.key, joined(length, head, body));
  return joined(nonce, new Uint8Array(closed));
}

/** Null where the key, the pairing, the side or the number is another, or a bit was changed. */
export async function open(pairing: Pairing, by: By, number: number, sealed: Bytes): Promise<Opened | null> {
  try {
    const nonce = sealed.slice(0, nonceBytes);
    const plain = new Uint8Array(await crypto.subtle.decrypt(parameters(pairing, by, number, nonce), pairing.key, sealed.slice(nonceBytes)));
    const length = new DataView(plain.buffer).getUint32(0);
    if (length > headerBytesMax || lengthBytes + length > plain.length) return null;
    const header: unknown = JSON.parse(new TextDecoder().decode(plain.subarray(lengthBytes, lengthBytes + length)));
    return { header, body: plain.slice(lengthBytes + length) };
  } catch {
    return null;
  }
}

// --- the key, as it stands in the code ---------------------------------------------------------------------------------------

const keyBytes = 32;
const imported = (raw: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

const toText = (bytes: Bytes): string => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function fromText(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  const bytes = fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
  return bytes?.length === keyBytes ? bytes : null;
}

/** A new key, and its text for the code. */
export async function makeKey(): Promise<{ readonly key: CryptoKey; readonly text: string }> {
  const raw = crypto.getRandomValues(new Uint8Array(keyBytes));
  const made = { key: await imported(raw), text: toText(raw) };
  raw.fill(0);
  return made;
}

/** What stands behind '#': the pairing's id and the key. Null for anything else. */
export async function readCode(code: string): Promise<Pairing | null> {
  const [id = '', text = '', ...more] = code.split('.');
  const raw = fromText(text);
  if (raw === null || more.length > 0 || !/^[0-9a-f]{32}$/.test(id)) return null;
  return { id, key: await imported(raw) };
}
