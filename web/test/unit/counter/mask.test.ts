import { expect, test } from 'vitest';

import { maskedName, maskedNumber, maskedPhone, spacedPhone } from '../../../src/counter/mask.ts';

test('a citizen number shows three and four digits, a short one nothing', () => {
  expect(maskedNumber('011090016789')).toBe('011•••••6789');
  expect(maskedNumber('1234567')).toBe('•••••••');
  expect(maskedNumber('B1234567')).toBe('••••••••');
  expect(maskedNumber('')).toBe('');
});

test('a phone shows two digits', () => {
  expect(maskedPhone('0912345678')).toBe('••••••••78');
  expect(maskedPhone('7')).toBe('7');
  expect(spacedPhone('0912345678')).toBe('0912 345 678');
});

test('a name shows its first word and initials; one word alone only its letter', () => {
  expect(maskedName('Nguyễn Văn An')).toBe('Nguyễn V. A.');
  expect(maskedName('Đức')).toBe('Đ.');
  expect(maskedName('  Lò   Thị  Ánh ')).toBe('Lò T. Á.');
  expect(maskedName('')).toBe('');
});
