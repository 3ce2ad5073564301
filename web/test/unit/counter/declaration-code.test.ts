import { describe, expect, test } from 'vitest';

import { crc32 } from '../../../src/counter/crc32.ts';
import { declarationCode, readDeclaration, type Declaration } from '../../../src/counter/declaration-code.ts';

const declaration: Declaration = {
  senderPhone: '0912345678',
  recipient: { name: 'Trần Văn Đức', phone: '0987111222', province: '01', commune: 'P. Cầu Giấy', street: 'Số 2 phố Ví Dụ' },
  type: 'parcel',
  things: [
    { text: 'quần áo', quantity: 4, valueVnd: 600_000 },
    { text: 'pin sạc dự phòng', quantity: 1, valueVnd: null },
  ],
};
const code = declarationCode(declaration);
/** A code whose check is right, of any bytes. */
const codeOf = (value: string) => {
  const known = declarationCode({ ...declaration, things: [] });
  expect(known).toMatch(/^7701/);
  const bytes = new TextEncoder().encode(value);
  let digits = '';
  for (let at = 0; at < bytes.length; at += 5) {
    const block = bytes.subarray(at, at + 5);
    digits += String(block.reduce((sum, byte) => sum * 256 + byte, 0)).padStart([0, 3, 5, 8, 10, 13][block.length] ?? 0, '0');
  }
  return '7701' + String(crc32(bytes)).padStart(10, '0') + digits;
};

test('the check is that of zip', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('what was declared comes back, through digits alone', () => {
  expect(code).toMatch(/^[0-9]{100,700}$/);
  expect(readDeclaration(code)).toEqual(declaration);
});

test('a vector, so that the form does not change unseen', () => {
  const small: Declaration = { senderPhone: '', recipient: { name: 'A', phone: '', province: '', commune: '', street: '' }, type: 'letter', things: [] };
  expect(readDeclaration(declarationCode(small))).toEqual(small);
  expect(declarationCode(small)).toBe(codeOf('[0,"",["A","","","",""],[]]'));
});

describe('a hostile or broken code', () => {
  test('no single wrong digit, missing or added end gets through', () => {
    for (let at = 0; at < code.length; at += 1) {
      const other = code.slice(0, at) + String((Number(code[at]) + 1) % 10) + code.slice(at + 1);
      expect(readDeclaration(other)).toBeUndefined();
      expect(readDeclaration(code.slice(0, at))).toBeUndefined();
    }
    expect(readDeclaration(code + '0')).toBeUndefined();
    expect(readDeclaration(code + ' ')).toBeUndefined();
  });
  test.each([
    '',
    'null',
    '{}',
    '[3,"0912345678",["A","","","",""],[["x",1,null]],5]',
    '[9,"0912345678",["A","","","",""],[]]',
    '["__proto__","0912345678",["A","","","",""],[]]',
    '["length","0912345678",["A","","","",""],[]]',
    '[3,"0912345678",["A","","","",""],[["x",0,null]]]',
    '[3,"0912345678",["A","","","",""],[["x",1,-1]]]',
    '[3,"0912345678",["A","","","",""],[["x",1e99,1]]]',
    '[3,"0912345678",["A","","","",""],[["",1,1]]]',
    '[3,"0912345678",["A\\u0000","","","",""],[]]',
    '[3,"0912345678",["\\ud800","","","",""],[]]',
    '[3,"0912345678",["A","","","",{}],[]]',
    '[3,"0912345678",["A","","","",""],' + JSON.stringify(Array.from({ length: 51 }, () => ['x', 1, 1])) + ']',
    '['.repeat(1200),
  ])('%s is not taken', (value) => {
    expect(readDeclaration(codeOf(value))).toBeUndefined();
  });
  test('bytes that are no UTF-8 are not taken', () => {
    expect(readDeclaration('7701' + String(crc32(Uint8Array.from([0xff, 0xfe]))).padStart(10, '0') + '65534')).toBeUndefined();
    expect(readDeclaration('9'.repeat(5000))).toBeUndefined();
  });
});
