import { expect, test } from 'vitest';

import { fold, matching } from '../../../src/kit/fold.ts';

const places = ['P. Điện Biên Phủ', 'Xã Mường Lay', 'Đà Nẵng', 'Xã Nà Tấu', 'Tỉnh Điện Biên'];
const found = (text: string): string[] => matching(places, text, (name) => name);

test('what is typed without diacritics finds what has them', () => {
  expect(found('da nang')).toEqual(['Đà Nẵng']);
  expect(found('dien bien')).toEqual(['P. Điện Biên Phủ', 'Tỉnh Điện Biên']);
});

test('composed and decomposed letters are the same', () => {
  expect(fold('Nẵng'.normalize('NFD'))).toBe(fold('Nẵng'.normalize('NFC')));
});

test('words count in any order, and each by its beginning', () => {
  expect(found('phu dien')).toEqual(['P. Điện Biên Phủ']);
  expect(found('ien')).toEqual([]);
});

test('a name that begins so comes first', () => {
  expect(matching(['Xã Mường Lay', 'Mường Lay'], 'muong', (name) => name)[0]).toBe('Mường Lay');
});

test('nothing typed finds all, up to the bound', () => {
  expect(matching(Array.from({ length: 50 }, (_, i) => `x${i}`), '', (name) => name)).toHaveLength(12);
});
