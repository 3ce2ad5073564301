// From a draft to a picture that a scanner reads, and back; and what makes no code.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { encode } from 'uqr';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import { readDeclaration } from '../../../src/counter/declaration-code.ts';
import { declarationOf, thingsMax, type Draft } from '../../../src/declare/draft.ts';
import { judged, judgedTogether, notScreened, worstOf } from '../../../src/declare/judged.ts';
import { digitsMax, makeCode } from '../../../src/declare/made.ts';
import { filled, screen, thing } from './sample.ts';

const digitsOf = (draft: Draft): string => {
  const made = makeCode(draft, screen);
  if (made.kind !== 'code') throw new Error(made.kind);
  return made.digits;
};

test('the counter reads what was declared, to the letter', () => {
  expect(readDeclaration(digitsOf(filled))).toEqual(declarationOf(filled));
});

test('whatever is typed, a code that is made can be read', () => {
  const odd = ['"', '\\', '\u2028', '\ud800x', 'a\tb', '💣', 'Ǻ̶', '<b>', '\u202e', '0'.repeat(300), '\u0000'];
  for (const text of odd) {
    const draft: Draft = { ...filled, commune: `x${text}`, street: text, things: [thing(1, `${text}y`)] };
    const made = makeCode(draft, notScreened);
    if (made.kind === 'code') expect(readDeclaration(made.digits), JSON.stringify(text)).toEqual(declarationOf(draft));
    else expect(made.kind).toBe('wrong');
  }
});

describe('what makes no code', () => {
  test('a prohibited thing, and it says which', () => {
    const made = makeCode({ ...filled, things: [...filled.things, thing(3, 'pháo nổ')] }, screen);
    expect(made).toMatchObject({ kind: 'prohibited', judged: { said: 'prohibited', findings: [{ words: 'pháo nổ', legal_basis: ['Luật 1'] }] } });
  });
  test('a prohibited thing torn over two lines', () => {
    const torn: Draft = { ...filled, things: [thing(1, 'pháo'), thing(2, 'nổ')] };
    expect(makeCode(torn, screen).kind).toBe('prohibited');
    expect(judgedTogether(torn, screen)?.said).toBe('prohibited');
    expect(judgedTogether(filled, screen)).toBeNull();
  });
  test('a field that is wrong', () => {
    expect(makeCode({ ...filled, name: '' }, screen)).toMatchObject({ kind: 'wrong' });
  });
  test('more than a scanner reads from a small screen', () => {
    const much: Draft = { ...filled, things: Array.from({ length: thingsMax }, (_, at) => thing(at, `đồ chơi trẻ em bằng gỗ sơn màu số ${at}`)) };
    expect(makeCode(much, screen).kind).toBe('too_much');
  });
});

test('unknown is never called allowed, and without the engine nothing is said', () => {
  expect(judged('flurbo', screen)?.said).toBe('unknown');
  expect(judged('quần áo', screen)?.said).toBe('allowed');
  expect(judged(' \n', screen)).toBeNull();
  expect(judged('quần áo', notScreened)).toBeNull();
  expect(worstOf(filled, screen)?.said).toBe('conditional');
  expect(worstOf({ ...filled, things: [thing(1, 'quần áo'), thing(2, 'flurbo')] }, screen)?.said).toBe('unknown');
  expect(worstOf(filled, notScreened)).toBeNull();
  expect(makeCode({ ...filled, things: [thing(1, 'pháo nổ')] }, notScreened).kind).toBe('code'); // the counter looks
});

describe('the picture', () => {
  beforeAll(() => {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) } });
  });

  /** As a scanner sees it that has `points` for each module. */
  async function scanned(digits: string, points: number): Promise<{ text: string | undefined; version: number }> {
    const { data, size, version } = encode(digits, { ecc: 'L', boostEcc: true, border: 4 });
    const side = size * points;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1)
        if (data[Math.floor(y / points)]?.[Math.floor(x / points)] === true) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    const [found] = await readBarcodes({ data: pixels, width: side, height: side, colorSpace: 'srgb' }, { formats: ['QRCode'] });
    return { text: found?.text, version };
  }

  test('a common declaration is a small code', async () => {
    const { text, version } = await scanned(digitsOf(filled), 3);
    expect(readDeclaration(text ?? '')).toEqual(declarationOf(filled));
    expect(version).toBeLessThanOrEqual(10);
  });

  test('the largest that is made is of version 20 and is read', async () => {
    const { text, version } = await scanned('7701'.padEnd(digitsMax, '0123456789'), 3);
    expect(text).toHaveLength(digitsMax);
    expect(version).toBe(20);
    expect(encode('7701'.padEnd(digitsMax + 1, '0'), { ecc: 'L' }).version).toBe(21);
  });
});
