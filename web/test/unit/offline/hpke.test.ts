import { describe, expect, test } from 'vitest';

import { base64, fromBase64, hex, joined, utf8, type Bytes } from '../../../src/offline/bytes.ts';
import { open, seal, type Aead } from '../../../src/offline/hpke.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const bytes = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const url = (part: Bytes): string => base64(part).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

async function pairOf(publicKey: string, privateKey: string): Promise<CryptoKeyPair> {
  const raw = bytes(publicKey);
  const jwk = { kty: 'EC', crv: 'P-256', x: url(raw.slice(1, 33)), y: url(raw.slice(33)), d: url(bytes(privateKey)), ext: true };
  return {
    publicKey: await crypto.subtle.importKey('raw', raw, curve, true, []),
    privateKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['deriveBits']),
  };
}

// RFC 9180, A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, message 0. The RFC has none with AES-256-GCM.
const aes128: Aead = { id: 1, keyBytes: 16 };
const vector = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  pkE: '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4',
  skE: '4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb',
  pkR: '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
  skR: 'f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2',
  pt: '4265617574792069732074727574682c20747275746820626561757479',
  aad: '436f756e742d30',
  ct: '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
};

describe('HPKE', () => {
  test('seals as RFC 9180 says, and opens it again', async () => {
    const ephemeral = await pairOf(vector.pkE, vector.skE);
    const sealed = await seal(bytes(vector.pkR), bytes(vector.info), bytes(vector.aad), bytes(vector.pt), aes128, ephemeral);
    expect(hex(sealed.enc)).toBe(vector.pkE);
    expect(hex(sealed.ciphertext)).toBe(vector.ct);
    const opened = await open(await pairOf(vector.pkR, vector.skR), bytes(vector.info), bytes(vector.aad), sealed, aes128);
    expect(hex(opened)).toBe(vector.pt);
  });

  test('what is sealed with AES-256-GCM opens with the right key, text and place only', async () => {
    const mine = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const strange = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const recipient = new Uint8Array(await crypto.subtle.exportKey('raw', mine.publicKey));
    const plain = utf8('Lò Văn Mẫu');
    const sealed = await seal(recipient, utf8('info'), utf8('aad'), plain);
    expect(hex(await open(mine, utf8('info'), utf8('aad'), sealed))).toBe(hex(plain));
    await expect(open(strange, utf8('info'), utf8('aad'), sealed)).rejects.toThrow();
    await expect(open(mine, utf8('other'), utf8('aad'), sealed)).rejects.toThrow();
    await expect(open(mine, utf8('info'), utf8('other'), sealed)).rejects.toThrow();
    const bent = joined(sealed.ciphertext);
    bent[3] = (bent[3] ?? 0) ^ 1;
    await expect(open(mine, utf8('info'), utf8('aad'), { ...sealed, ciphertext: bent })).rejects.toThrow();
  });

  test('each seal has its own key', async () => {
    const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const recipient = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const [one, other] = [await seal(recipient, utf8(''), utf8(''), utf8('x')), await seal(recipient, utf8(''), utf8(''), utf8('x'))];
    expect(hex(one.enc)).not.toBe(hex(other.enc));
  });

  test('what is no point of the curve is not sealed to', async () => {
    const off = bytes(vector.pkR);
    off[64] = (off[64] ?? 0) ^ 1;
    for (const wrong of [off, off.slice(0, 64), new Uint8Array(65), new Uint8Array(0)]) {
      await expect(seal(wrong, utf8(''), utf8(''), utf8('x'))).rejects.toThrow();
    }
  });
});

test('bytes keep their texts', () => {
  const all = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
  expect(hex(fromBase64(base64(all)) ?? utf8(''))).toBe(hex(all));
  expect(fromBase64('no base64 at all!')).toBeNull();
});
