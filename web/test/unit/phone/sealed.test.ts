import { describe, expect, test } from 'vitest';

import { makeKey, open, readCode, seal, type Pairing } from '../../../src/phone/sealed.ts';

const id = '0123456789abcdef0123456789abcdef';
const pairing = async (): Promise<Pairing> => ({ id, key: (await makeKey()).key });
const header = { kind: 'picture', slot: 'contents' };
const body = new Uint8Array([0xff, 0xd8, 0, 255]);

describe('what is sealed', () => {
  test('opens for who has the key, at its place', async () => {
    const line = await pairing();
    expect(await open(line, 'phone', 3, await seal(line, 'phone', 3, header, body))).toEqual({ header, body });
    expect(await open(line, 'counter', 0, await seal(line, 'counter', 0, { turn: 1 }))).toEqual({ header: { turn: 1 }, body: new Uint8Array() });
  });

  test('shows nothing of itself, and is another each time', async () => {
    const line = await pairing();
    const [one, two] = await Promise.all([seal(line, 'phone', 0, header), seal(line, 'phone', 0, header)]);
    expect(new TextDecoder('latin1').decode(one)).not.toContain('contents');
    expect(one).not.toEqual(two);
  });

  test('opens nowhere else: another number, side, pairing or key, or one bit changed', async () => {
    const line = await pairing();
    const sealed = await seal(line, 'phone', 3, header, body);
    expect(await open(line, 'phone', 4, sealed)).toBeNull();
    expect(await open(line, 'counter', 3, sealed)).toBeNull();
    expect(await open({ ...line, id: id.replace('0', '1') }, 'phone', 3, sealed)).toBeNull();
    expect(await open(await pairing(), 'phone', 3, sealed)).toBeNull();
    for (const at of [0, 12, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await open(line, 'phone', 3, changed), `bit of byte ${at}`).toBeNull();
    }
    for (const length of [0, 11, 12, 27]) expect(await open(line, 'phone', 3, sealed.slice(0, length))).toBeNull();
  });

  test('with a header that is longer than it all is nothing', async () => {
    const line = await pairing();
    const nonce = new Uint8Array(12);
    const additionalData = new TextEncoder().encode(`buuan-phone-1|${id}|phone|0`);
    const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, line.key, new Uint8Array([0, 0, 0, 9, 123, 125]));
    expect(await open(line, 'phone', 0, new Uint8Array([...nonce, ...new Uint8Array(closed)]))).toBeNull();
  });
});

test('the key goes through the code on the screen, and nothing else does', async () => {
  const { key, text } = await makeKey();
  const read = await readCode(`${id}.${text}`);
  const sealed = await seal({ id, key }, 'counter', 0, { turn: 1 });
  expect(read && (await open(read, 'counter', 0, sealed))?.header).toEqual({ turn: 1 });
  const broken = ['', id, `${id}.`, `${id}.${text.slice(1)}`, `${id}.${text}x`, `${id.slice(1)}.${text}`, `${id.toUpperCase()}.${text}`, `${id}.${text}.x`, `${id}.${'='.repeat(43)}`];
  for (const code of broken) expect(await readCode(code), code).toBeNull();
});
