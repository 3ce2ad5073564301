// HPKE (RFC 9180), base mode, one message for one key: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM, all of it by WebCrypto. The app
// only seals, and to keys of which it has no private half: what is sealed here cannot be opened here. docs/formats/queue.md says what is
// sealed; the names of the steps are the RFC's.
import { joined, utf8, type Bytes } from './bytes.ts';

/** An AEAD of the RFC's list (section 7.3). */
export interface Aead {
  readonly id: number;
  readonly keyBytes: number;
}

/** AES-256-GCM: the one that is used. */
export const aes256: Aead = { id: 2, keyBytes: 32 };

export interface Sealed {
  /** The ephemeral public key, uncompressed. */
  readonly enc: Bytes;
  readonly ciphertext: Bytes;
}

export const pointBytes = 65;
const nonceBytes = 12;
const kem = 0x0010;
const kdf = 0x0001;
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const none = new Uint8Array(0);
const label = utf8('HPKE-v1');

const twoBytes = (value: number): Bytes => Uint8Array.of(value >> 8, value & 0xff);
const kemSuite = joined(utf8('KEM'), twoBytes(kem));
const suiteOf = (aead: Aead): Bytes => joined(utf8('HPKE'), twoBytes(kem), twoBytes(kdf), twoBytes(aead.id));

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  // No salt is a salt of zeros (RFC 5869), and WebCrypto takes no empty key.
  const raw = key.length === 0 ? new Uint8Array(32) : key;
  const imported = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

const labeledExtract = (suite: Bytes, salt: Bytes, name: string, ikm: Bytes): Promise<Bytes> =>
  hmac(salt, joined(label, suite, utf8(name), ikm));

/** At most 32 bytes, which is all that this suite asks for: one block of HKDF-Expand. */
async function labeledExpand(suite: Bytes, prk: Bytes, name: string, info: Bytes, length: number): Promise<Bytes> {
  const block = await hmac(prk, joined(twoBytes(length), label, suite, utf8(name), info, Uint8Array.of(1)));
  return block.slice(0, length);
}

/** ExtractAndExpand of the KEM: from the Diffie-Hellman value to the shared secret. */
async function sharedSecret(dh: Bytes, enc: Bytes, recipient: Bytes): Promise<Bytes> {
  const prk = await labeledExtract(kemSuite, none, 'eae_prk', dh);
  return labeledExpand(kemSuite, prk, 'shared_secret', joined(enc, recipient), 32);
}

interface Context {
  readonly key: CryptoKey;
  readonly nonce: Bytes;
}

/** KeySchedule of mode_base; one message, so the nonce is the first. */
async function schedule(aead: Aead, secret: Bytes, info: Bytes): Promise<Context> {
  const suite = suiteOf(aead);
  const context = joined(
    Uint8Array.of(0),
    await labeledExtract(suite, none, 'psk_id_hash', none),
    await labeledExtract(suite, none, 'info_hash', info),
  );
  const prk = await labeledExtract(suite, secret, 'secret', none);
  const raw = await labeledExpand(suite, prk, 'key', context, aead.keyBytes);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  raw.fill(0);
  return { key, nonce: await labeledExpand(suite, prk, 'base_nonce', context, nonceBytes) };
}

const agreed = async (privateKey: CryptoKey, publicKey: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256));

const point = (raw: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, curve, true, []);

/** Throws where `recipient` is no point of the curve. `ephemeral` is given by tests only. */
export async function seal(
  recipient: Bytes,
  info: Bytes,
  aad: Bytes,
  plain: Bytes,
  aead: Aead = aes256,
  ephemeral?: CryptoKeyPair,
): Promise<Sealed> {
  const pair = ephemeral ?? (await crypto.subtle.generateKey(curve, false, ['deriveBits']));
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const dh = await agreed(pair.privateKey, await point(recipient));
  const { key, nonce } = await schedule(aead, await sharedSecret(dh, enc, recipient), info);
  dh.fill(0);
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, plain);
  return { enc, ciphertext: new Uint8Array(ciphertext) };
}

/** The other side, which the app never is: the tests open what was sealed. Throws where anything does not fit. */
export async function open(pair: CryptoKeyPair, info: Bytes, aad: Bytes, sealed: Sealed, aead: Aead = aes256): Promise<Bytes> {
  const recipient = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const dh = await agreed(pair.privateKey, await point(sealed.enc));
  const { key, nonce } = await schedule(aead, await sharedSecret(dh, sealed.enc, recipient), info);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, sealed.ciphertext);
  return new Uint8Array(plain);
}
